using System.Globalization;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Access;

/// <summary>
/// Owns the counters of the rate limits (docs/service/conversations.md 1.7, docs/service/tickets.md 1.7). Each limit allows a number of
/// calls within a sliding window.
/// </summary>
internal sealed class RateLimits
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Dictionary<(string Limit, string Who, TimeSpan Window), List<DateTimeOffset>> _calls = [];

    public void Clear() => _calls.Clear();

    /// <summary>Counts calls that are not sends, for each key. Sessions and OAuth tokens are not limited.</summary>
    public void CountCall(FakeState state, Caller caller)
    {
        if (state.Options.RateLimits && caller.Credential.Kind == CredentialKind.PersonalApiKey
            && Wait("call", caller.Credential.Secret, state.Now, (480, Minute), (4800, Hour)) is { } wait)
        {
            throw Throttled(state, wait, $"Request was throttled. {Available(wait)}");
        }
    }

    /// <summary>Counts sends to conversations, for each user and whatever the credential.</summary>
    public void CountSend(FakeState state, Caller caller, bool isResearch)
    {
        string who = caller.User.Id.ToString(CultureInfo.InvariantCulture);
        TimeSpan? wait = !state.Options.RateLimits ? null
            : isResearch ? Wait("research", who, state.Now, (3, Minute), (10, Day))
            : Wait("send", who, state.Now, (10, Minute), (100, Day));
        if (wait is { } time)
        {
            // The text for research is our own. The service's text is different, but not known.
            string limit = isResearch ? "research limit" : "usage limit";
            throw Throttled(state, time, $"You've reached PostHog AI's {limit} for the moment. Please try again {When(time)}. {Available(time)}");
        }
    }

    /// <summary>
    /// Counts replies and composed tickets together, for each user and whatever the credential. This limit replaces the other one
    /// (docs/service/tickets.md 1.7).
    /// </summary>
    public void CountMail(FakeState state, Caller caller)
    {
        if (state.Options.RateLimits
            && Wait("mail", caller.User.Id.ToString(CultureInfo.InvariantCulture), state.Now, (10, Minute), (60, Hour)) is { } wait)
        {
            throw Throttled(state, wait, $"Request was throttled. {Available(wait)}");
        }
    }

    /// <summary>Returns the longest wait of the limits that are used up. Each of the other limits still counts the call.</summary>
    private TimeSpan? Wait(string limit, string who, DateTimeOffset now, params ReadOnlySpan<(int Most, TimeSpan Window)> rules)
    {
        TimeSpan? longest = null;
        foreach ((int most, TimeSpan window) in rules)
        {
            if (!_calls.TryGetValue((limit, who, window), out List<DateTimeOffset>? calls))
            {
                _calls[(limit, who, window)] = calls = [];
            }

            _ = calls.RemoveAll(at => at <= now - window);
            if (calls.Count < most)
            {
                calls.Add(now);
            }
            else if (longest is null || calls[0] + window - now > longest)
            {
                longest = calls[0] + window - now;
            }
        }

        return longest;
    }

    private static string When(TimeSpan wait) => wait switch
    {
        _ when wait < Minute => $"in {(int)wait.TotalSeconds} seconds",
        _ when wait < Hour => $"in {(int)wait.TotalMinutes} minutes",
        _ => "later today",
    };

    private static string Available(TimeSpan wait)
    {
        int seconds = (int)Math.Ceiling(wait.TotalSeconds);
        return seconds == 1 ? "Expected available in 1 second." : $"Expected available in {seconds} seconds.";
    }

    private static Refusal Throttled(FakeState state, TimeSpan wait, string detail) =>
        Refusal.Throttled(detail, wait, state.Options.RetryAfterHeader, state.Now);
}
