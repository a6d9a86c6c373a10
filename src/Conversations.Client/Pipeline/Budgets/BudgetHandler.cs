using System.Net;
using System.Threading.RateLimiting;
using Conversations.Client.Budgets;
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
        ClassLimiter limiter = LimiterOf(call, facts.Class);
        ValueTask<RateLimitLease> permit = limiter.AcquireAsync(cancellationToken);
        long? began = permit.IsCompleted ? null : call.Settings.TimeProvider.GetTimestamp();
        using (RateLimitLease lease = await permit.ConfigureAwait(false))
        {
            if (began is { } start)
            {
                TimeSpan waited = call.Settings.TimeProvider.GetElapsedTime(start);
                call.Waited(waited);
                call.Settings.Telemetry?.WaitedForBudget(facts.Name, waited);
            }

            if (!lease.IsAcquired)
            {
                throw NotSent.Of(call, lease, $"its budget for {facts.Name} is used up", $"longer than the {budget.MaxWait} of BudgetOptions.MaxWait");
            }
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
        catch (ConversationsRateLimitException again) when (again.RetryAfter is not null)
        {
            // A handler of the application repeated the refused request, and the repetition was stopped.
            await LearnAsync(call, again, cancellationToken).ConfigureAwait(false);
            throw;
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
            await LimiterOf(call, call.LimitClass).CloseAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    private ClassLimiter LimiterOf(LogicalCall call, LimitClass limitClass) =>
        budget.Of(call.Caller.CountedAs, limitClass, call.Settings.TimeProvider);
}
