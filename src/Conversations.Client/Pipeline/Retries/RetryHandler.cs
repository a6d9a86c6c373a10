using Polly;
using Polly.Retry;

namespace Conversations.Client.Pipeline.Retries;

/// <summary>
/// Repeats a call that failed for a reason that passes by itself, if it may be repeated. Only a failure enters the strategy, so that a
/// first attempt that succeeds costs nothing more.
/// </summary>
internal sealed class RetryHandler(RetrySettings settings) : DelegatingHandler
{
    private readonly ResiliencePipeline<HttpResponseMessage> _strategy = Strategy(settings);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = LogicalCall.Required(request);
        if (!settings.AreFor(call))
        {
            return base.SendAsync(request, cancellationToken);
        }

        long started = settings.TimeProvider.GetTimestamp();
        Task<HttpResponseMessage> first = base.SendAsync(request, cancellationToken);
#pragma warning disable CA1849 // It has completed. What is there already needs no state machine.
        return first.IsCompletedSuccessfully && first.Result.IsSuccessStatusCode
            ? first
            : AwaitFirstAsync(first, request, call, started, cancellationToken);
#pragma warning restore CA1849
    }

    private static ResiliencePipeline<HttpResponseMessage> Strategy(RetrySettings settings) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = settings.TimeProvider }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                // Attempts are counted by the call, because some do not count.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = static attempt => CallOf(attempt.Context).MayRepeatAsync(attempt.Outcome),
                DelayGenerator = static attempt => new(CallOf(attempt.Context).Delay),
            })
            .Build();

    private static RepeatedCall CallOf(ResilienceContext context) => context.Properties.GetValue(RepeatedCall.Key, null!);

    private async Task<HttpResponseMessage> AwaitFirstAsync(
        Task<HttpResponseMessage> running,
        HttpRequestMessage request,
        LogicalCall call,
        long started,
        CancellationToken cancellationToken)
    {
        Outcome<HttpResponseMessage> first;
        try
        {
            HttpResponseMessage response = await running.ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            first = Outcome.FromResult(response);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && RepeatedCall.IsWorthALook(exception))
        {
            first = Outcome.FromException<HttpResponseMessage>(exception);
        }

        // The service remembers a message from its sending on, before which the call may have waited for a budget or a credential.
        long since = call.Sendings.FirstPassed ?? started;
        return await RepeatAsync(request, new(settings, call, since), first, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> RepeatAsync(
        HttpRequestMessage request, RepeatedCall call, Outcome<HttpResponseMessage> first, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(RepeatedCall.Key, call);
        bool isFirst = true;
        try
        {
            Outcome<HttpResponseMessage> last = await _strategy.ExecuteOutcomeAsync(
                (_, _) =>
                {
                    ValueTask<Outcome<HttpResponseMessage>> next = isFirst ? new(first) : SendAgainAsync(request, call, cancellationToken);
                    isFirst = false;
                    return next;
                },
                context,
                this).ConfigureAwait(false);
            last.ThrowIfException();
            return last.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<Outcome<HttpResponseMessage>> SendAgainAsync(
        HttpRequestMessage request, RepeatedCall call, CancellationToken cancellationToken)
    {
        call.Begin();
        try
        {
            return Outcome.FromResult(await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            return Outcome.FromException<HttpResponseMessage>(exception);
        }
    }
}
