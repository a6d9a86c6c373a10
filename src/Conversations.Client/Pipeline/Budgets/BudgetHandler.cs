using System.Net;
using System.Threading.RateLimiting;
using Conversations.Client.Budgets;
using Conversations.Client.Configuration.Credentials;
using Conversations.Client.Errors;
using Conversations.Client.Pipeline.Answers;

namespace Conversations.Client.Pipeline.Budgets;

/// <summary>
/// Lets each sending of a call wait for the budget of its class, and tells the budget what the service refuses. It stands before the
/// limit of an attempt's time, which therefore does not count the wait, and behind the repetitions, which each count.
/// </summary>
internal sealed class BudgetHandler(ConversationsBudget budget) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = LogicalCall.Required(request);
        var facts = LimitClassFacts.Of(call.LimitClass);
        return facts.IsPerKey && !call.Caller.CountsAsKey
            ? base.SendAsync(request, cancellationToken)
            : SendAsync(request, call, facts, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, LogicalCall call, LimitClassFacts facts, CancellationToken cancellationToken)
    {
        // First, because those who wait for a provider with a permit would later leave together, whatever the windows allow.
        if (call is { Caller: ProvidedCredential provided, PinnedCredential: null })
        {
            _ = await CredentialHandler.GetAsync(provided, refused: null, call, cancellationToken).ConfigureAwait(false);
        }

        // A limiter of the application may count what is under way, so that the permit is held until there is a response.
        using RateLimitLease lease = await AcquireAsync(call, facts, cancellationToken).ConfigureAwait(false);
        if (!lease.IsAcquired)
        {
            throw NotSent.Of(call, lease, $"its budget for {facts.Name} is used up", $"longer than the {budget.MaxWait} of BudgetOptions.MaxWait");
        }

        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                ErrorAnswer answer = await ErrorBodies.AnswerOfAsync(response, call).ConfigureAwait(false);
                ConversationsApiException refusal = ErrorMapper.Map(answer, call.Settings.TimeProvider.GetUtcNow());
                await LearnAsync(call, refusal, cancellationToken).ConfigureAwait(false);
            }

            return response;
        }
        catch (ConversationsRateLimitException again)
        {
            // A handler of the application repeated the refused request, and the repetition was stopped.
            await LearnAsync(call, again, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits for a permit. Measures the wait also if it was given up.</summary>
    private async ValueTask<RateLimitLease> AcquireAsync(LogicalCall call, LimitClassFacts facts, CancellationToken cancellationToken)
    {
        ValueTask<RateLimitLease> permit = budget.AcquireAsync(
            call.Caller.CountedAs, facts.Class, call.Settings.TimeProvider, cancellationToken);
        if (permit.IsCompleted)
        {
            return await permit.ConfigureAwait(false);
        }

        long began = call.Settings.TimeProvider.GetTimestamp();
        try
        {
            return await permit.ConfigureAwait(false);
        }
        finally
        {
            TimeSpan waited = call.Settings.TimeProvider.GetElapsedTime(began);
            call.Waited(waited);
            call.Settings.Telemetry?.WaitedForBudget(facts.Name, waited);
        }
    }

    private async ValueTask LearnAsync(LogicalCall call, ConversationsApiException refusal, CancellationToken cancellationToken)
    {
        if (ErrorMapper.IsOfResearch(refusal.Detail))
        {
            call.TurnedOutResearch();
        }

        if (refusal.RetryAfter is { } wait && wait > TimeSpan.Zero)
        {
            await budget.CloseAsync(call.Caller.CountedAs, call.LimitClass, call.Settings.TimeProvider, wait, cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
