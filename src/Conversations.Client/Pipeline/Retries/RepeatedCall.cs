using System.Net;
using Conversations.Client.Errors;
using Conversations.Client.Pipeline.Answers;
using Conversations.Client.Telemetry;
using Conversations.Client.Values;
using Polly;

namespace Conversations.Client.Pipeline.Retries;

/// <summary>Owns what is known of a call that has failed once: how often it was sent, and until when it may be sent again.</summary>
/// <param name="settings">The options.</param>
/// <param name="call">The call.</param>
/// <param name="started">The timestamp from which its times count.</param>
internal sealed class RepeatedCall(RetrySettings settings, LogicalCall call, long started)
{
    private readonly RetryTimes _times = settings.TimesOf(call);
    private int _counted = 1;
    private int _repetitions;
    private string _reason = "";

    /// <summary>Where the strategy finds the call.</summary>
    public static ResiliencePropertyKey<RepeatedCall> Key { get; } = new("Conversations.Client.RepeatedCall");

    /// <summary>The wait before the next repetition.</summary>
    public TimeSpan Delay { get; private set; }

    /// <summary>How long a repetition that begins now may last.</summary>
    public TimeSpan Left => _times.MayLast == TimeSpan.MaxValue
        ? Timeout.InfiniteTimeSpan
        : TimeSpan.FromTicks(Math.Max((_times.MayLast - Elapsed).Ticks, 1));

    // What the service remembers of a message runs out while a repetition waits for a permit too.
    private TimeSpan Elapsed =>
        settings.TimeProvider.GetElapsedTime(started) - (call.IsRepeatable ? call.WaitedForPermits : TimeSpan.Zero);

    /// <summary>Whether an attempt may have failed for a reason that passes by itself.</summary>
    public static bool IsWorthALook(Exception exception) => exception switch
    {
        // A budget gave no permit. It has waited already, as long as it may.
        ConversationsRateLimitException => false,
        ConversationsException own => own.IsTransient,
        _ => TransportFailure.PassesByItself(exception),
    };

    /// <summary>Whether the call may be sent again after an attempt that ended so. Sets the wait before it.</summary>
    public async ValueTask<bool> MayRepeatAsync(Outcome<HttpResponseMessage> attempt)
    {
        if (attempt is { Exception: { } exception })
        {
            return IsWorthALook(exception) && MayRepeat(asked: null, counts: true, ErrorTypes.Of(exception));
        }

        if (!IsWorthALook(attempt.Result!))
        {
            return false;
        }

        ErrorAnswer answer = await ErrorBodies.AnswerOfAsync(attempt.Result!, call).ConfigureAwait(false);
        return ErrorMapper.Map(answer, settings.TimeProvider.GetUtcNow()) switch
        {
            // It ends soon, whatever number of attempts that takes.
            ConversationsConflictException conflict =>
                conflict.IsInProgress
                    && call.RememberedFor is not null
                    && MayRepeat(conflict.RetryAfter, counts: false, ErrorTypes.Of(conflict.StatusCode)),
            { } refusal => MayRepeat(refusal.RetryAfter, counts: true, ErrorTypes.Of(refusal.StatusCode)),
        };
    }

    /// <summary>Notes that the call is sent again. Lets it pass the guard if the service remembers what was sent.</summary>
    public void Begin()
    {
        call.Repetition = this;
        call.Settings.Telemetry?.Retried(call.Called, call.Span, _reason);
        if (!call.IsRepeatable)
        {
            call.Sendings.AllowRepetition(started, _times.MayBegin);
        }
    }

    /// <summary>Whether less time is left than one attempt may take.</summary>
    public bool IsLeftWithLessThan(TimeSpan timeout) =>
        Left is var left && left != Timeout.InfiniteTimeSpan && (timeout == Timeout.InfiniteTimeSpan || left < timeout);

    /// <summary>The exception for a repetition that was not answered before the time for all attempts was over.</summary>
    public ConversationsTimeoutException TooLate(Exception exception) =>
        new($"{call.Method} {call.Route} was not answered within {_times.MayLast}, the time for all its attempts.{(call.WaitsForProvider ? " It waited for its credential provider: look into the provider." : "")} Raise Retry.TotalTimeout, or call again later.{TransportFailure.ArrivalOf(call)}", exception);

    private static bool IsWorthALook(HttpResponseMessage response) =>
        Transience.Is(response.StatusCode) || response.StatusCode == HttpStatusCode.Conflict;

    private bool MayRepeat(TimeSpan? asked, bool counts, string reason)
    {
        TimeSpan own = settings.Delay.Before(_repetitions++, GrowingDelay.RandomShare());
        Delay = asked > own ? asked.Value : own;
        _reason = reason;
        bool repeats = (!counts || _counted++ < settings.MaxAttempts)
            && !(asked > settings.MaxDelay)
            && Elapsed + Delay < _times.MayBegin;
        if (!repeats && _repetitions > 1)
        {
            call.Settings.Telemetry?.RetriesRanOut(call.Called, reason, _repetitions);
        }

        return repeats;
    }
}
