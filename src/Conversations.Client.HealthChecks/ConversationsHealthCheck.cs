using System.Globalization;
using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Conversations.Client.HealthChecks;

/// <summary>Judges a client by what was observed of it, and asks the service itself only if it was told to.</summary>
internal sealed class ConversationsHealthCheck(
    ConversationsHealthOptions options,
    ClientObservations observations,
    ConversationsBudget? budget,
    Func<IConversationsClient> client) : IHealthCheck, IDisposable
{
    private readonly SemaphoreSlim _probing = new(1, 1);
    private bool _hasFailed;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (options.ProbeInterval is { } interval)
        {
            await ProbeAsync(interval, cancellationToken).ConfigureAwait(false);
        }

        return Judge(observations.Take(), context.Registration.FailureStatus);
    }

    public void Dispose()
    {
        observations.Dispose();
        _probing.Dispose();
    }

    private HealthCheckResult Judge(Observed seen, HealthStatus failureStatus)
    {
        Dictionary<string, object> data = new(StringComparer.Ordinal)
        {
            ["calls"] = seen.Calls,
            ["failed"] = seen.Failed,
            ["throttled"] = seen.Throttled,
            ["waitedForBudget"] = seen.Waited,
            ["notSent"] = seen.Unsent,
            ["reconnects"] = seen.Reconnects,
        };
        (LimitClass fullest, TimeSpan wait) = ExpectedWait();
        if (budget is not null)
        {
            data["expectedBudgetWait"] = wait;
        }

        if (_hasFailed)
        {
            return new(failureStatus, $"The service did not answer when it was asked: {seen.LastError ?? "the check was given up"}.", exception: null, data);
        }

        if (seen.Calls >= options.MinCalls && seen.Failed >= options.FailedShare * seen.Calls)
        {
            return new(
                failureStatus,
                string.Create(CultureInfo.InvariantCulture, $"{seen.Failed} of {seen.Calls} calls failed in {options.Window}, the last with {seen.LastError}."),
                exception: null,
                data);
        }

        string? trouble = seen.Throttled > 0 ? string.Create(CultureInfo.InvariantCulture, $"The service answered {seen.Throttled} times in {options.Window} that it throttles. Set a budget, or a smaller one.")
            : wait > options.MaxBudgetWait ? string.Create(CultureInfo.InvariantCulture, $"The budget for {fullest} is full: a call would wait {wait}.")
            : seen.Waited > 0 ? string.Create(CultureInfo.InvariantCulture, $"The budget is full: {seen.Waited} calls waited longer than {options.MaxBudgetWait} in {options.Window}.")
            : seen.Unsent > 0 ? string.Create(CultureInfo.InvariantCulture, $"The budget is full: {seen.Unsent} calls were not sent in {options.Window}.")
            : seen.Reconnects > options.MaxReconnects ? string.Create(CultureInfo.InvariantCulture, $"Streams joined their turns again {seen.Reconnects} times in {options.Window}. Look for a proxy that cuts long answers.")
            : null;
        return trouble is null ? HealthCheckResult.Healthy(data: data) : HealthCheckResult.Degraded(trouble, data: data);
    }

    /// <summary>The class of the budget in which a call would wait longest, also while none has come to the end of its wait yet.</summary>
    private (LimitClass Class, TimeSpan Wait) ExpectedWait() => budget is null
        ? default
        : Enum.GetValues<LimitClass>()
            .Select(limitClass => (limitClass, budget.GetStatistics(limitClass).ExpectedWait))
            .MaxBy(static each => each.ExpectedWait);

    /// <summary>Asks the service if nobody has asked it for the interval. Checks that run at the same time wait for one question.</summary>
    private async Task ProbeAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        await _probing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (observations.SinceAnswer is { } since && since < interval)
            {
                _hasFailed = false;
                return;
            }

            if (observations.SinceProbe < interval)
            {
                return;
            }

            observations.Probes();
            _ = await client().Tickets.CountUnreadAsync(cancellationToken).ConfigureAwait(false);
            _hasFailed = false;
        }
        catch (ConversationsRateLimitException unsent) when (unsent.Attempts == 0)
        {
            // The client's own budget was full, so that the service was not asked.
        }
        catch (OperationCanceledException)
        {
            // The check has a shorter time limit than the call. The question was not answered all the same.
            _hasFailed = true;
            throw;
        }
        catch (ConversationsException failure)
        {
            // Any other refusal shows that the service is there and knows the caller.
            _hasFailed = failure is not ConversationsApiException refusal
                || refusal.StatusCode is HttpStatusCode.Unauthorized or >= HttpStatusCode.InternalServerError;
        }
        finally
        {
            _ = _probing.Release();
        }
    }
}
