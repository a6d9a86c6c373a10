using System.Globalization;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Access;

/// <summary>
/// Owns the counters of the rate limits (docs/service/conversations.md 1.7, docs/service/tickets.md 1.7, docs/service/neighbours.md 1.6).
/// Each limit allows a number of calls within a sliding window.
/// </summary>
internal sealed class RateLimits
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Dictionary<Rule, List<DateTimeOffset>> _calls = [];

    public void Clear() => _calls.Clear();

    /// <summary>Counts calls that are not sends, for each key. Sessions and OAuth tokens are not limited.</summary>
    public void CountCall(FakeState state, Caller caller)
    {
        if (state.Options.RateLimits && caller.Credential.Kind == CredentialKind.PersonalApiKey
            && Wait("call", caller.Credential.Secret, state, (480, Minute), (4800, Hour)) is { } wait)
        {
            throw Throttled(state, wait, $"Request was throttled. {Available(wait)}");
        }
    }

    /// <summary>Counts sends to conversations, for each user and whatever the credential.</summary>
    public void CountSend(FakeState state, Caller caller, bool isResearch)
    {
        if (isResearch && state.Options.RateLimits && Wait("research", Name(caller), state, (3, Minute), (10, Day)) is { } research)
        {
            throw Throttled(
                state,
                research,
                "You've reached the usage limit for Research mode, which is currently in beta with limited capacity. "
                + $"Please try again {When(research)}, or switch to a regular conversation for continued access. {Available(research)}");
        }

        if (!isResearch && WaitForTurn(state, caller) is { } wait)
        {
            throw Throttled(
                state, wait, $"You've reached PostHog AI's usage limit for the moment. Please try again {When(wait)}. {Available(wait)}");
        }
    }

    /// <summary>Counts suggestions like turns of the AI, together with them (docs/service/tickets.md 9.2).</summary>
    public void CountSuggestion(FakeState state, Caller caller)
    {
        if (WaitForTurn(state, caller) is { } wait)
        {
            throw Throttled(state, wait, $"Request was throttled. {Available(wait)}");
        }
    }

    /// <summary>
    /// Counts replies and composed tickets together, for each user and whatever the credential. This limit replaces the other one
    /// (docs/service/tickets.md 1.7).
    /// </summary>
    public void CountMail(FakeState state, Caller caller)
    {
        if (state.Options.RateLimits
            && Wait("mail", Name(caller), state, (10, Minute), (60, Hour)) is { } wait)
        {
            throw Throttled(state, wait, $"Request was throttled. {Available(wait)}");
        }
    }

    /// <summary>
    /// Counts calls of customers: by session, or together for all that name none, and by token. The newest service counts reading and
    /// writing apart for a token.
    /// </summary>
    public void CountCustomer(FakeState state, ProjectRow project, string? session, bool isRead)
    {
        string kind = !state.IsCurrent ? "customer" : isRead ? "customer reads" : "customer writes";
        string token = project.Id.ToString(CultureInfo.InvariantCulture);
        // The fake sees no addresses, so all who name no session have one.
        if (state.Options.WidgetLimits
            && Wait(state, new Rule("customer session", session ?? "", 30, Minute), new Rule(kind, token, 3600, Hour)) is { } wait)
        {
            throw Throttled(state, wait, $"Request was throttled. {Available(wait)}");
        }
    }

    private TimeSpan? WaitForTurn(FakeState state, Caller caller) =>
        state.Options.RateLimits ? Wait("turn", Name(caller), state, (10, Minute), (100, Day)) : null;

    private TimeSpan? Wait(string limit, string who, FakeState state, (int Most, TimeSpan Window) one, (int Most, TimeSpan Window) other) =>
        Wait(state, new Rule(limit, who, one.Most, one.Window), new Rule(limit, who, other.Most, other.Window));

    /// <summary>
    /// Returns the longest wait of the limits that are used up. A call that is refused counts for none of them
    /// (docs/service/conversations.md 1.7).
    /// </summary>
    private TimeSpan? Wait(FakeState state, params ReadOnlySpan<Rule> rules)
    {
        DateTimeOffset now = state.Now;
        TimeSpan? longest = null;
        foreach (Rule rule in rules)
        {
            List<DateTimeOffset> calls = Calls(rule);
            TimeSpan window = rule.Window * state.Options.RateLimitScale;
            _ = calls.RemoveAll(at => at <= now - window);
            if (calls.Count >= rule.Most && (longest is null || calls[0] + window - now > longest))
            {
                longest = calls[0] + window - now;
            }
        }

        if (longest is null)
        {
            foreach (Rule rule in rules)
            {
                Calls(rule).Add(now);
            }
        }

        return longest;
    }

    private List<DateTimeOffset> Calls(Rule rule)
    {
        if (!_calls.TryGetValue(rule, out List<DateTimeOffset>? calls))
        {
            _calls[rule] = calls = [];
        }

        return calls;
    }

    private static string Name(Caller caller) => caller.User.Id.ToString(CultureInfo.InvariantCulture);

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

    /// <summary>How many calls one caller may make within a window.</summary>
    private sealed record Rule(string Limit, string Who, int Most, TimeSpan Window);
}
