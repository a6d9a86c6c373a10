using System.Collections.Concurrent;

namespace Conversations.Conformance.Running;

/// <summary>Reports what was tried and what was not.</summary>
internal sealed class Summary
{
    /// <summary>What no check touches, because the check could not restore it.</summary>
    public static readonly string[] NeverTried =
    [
        "changes of tickets that are there: updated_at would move",
        "tickets that are unread: reading one marks it read",
        "compose, reply and notes: somebody might be told",
        "append, cancel and the queue with a session, research, approvals and forms: they need a browser's session or more AI credits",
        "the rate limits themselves",
    ];

    private readonly ConcurrentQueue<(string Check, string? Reason)> _checks = [];

    public void Tried(string check) => _checks.Enqueue((check, null));

    public void NotApplicable(string check, string reason) => _checks.Enqueue((check, reason));

    public IEnumerable<string> Lines(string service)
    {
        (string Check, string? Reason)[] skipped = _checks.Where(static check => check.Reason is not null).ToArray();
        yield return $"Checked: {service}. {_checks.Count - skipped.Length} checks were tried, {skipped.Length} were not applicable.";
        foreach ((string? check, string? reason) in skipped)
        {
            yield return $"Not applicable: {Sentence(check)}, because {reason}";
        }

        foreach (string words in NeverTried)
        {
            yield return $"Never tried: {words}.";
        }
    }

    private static string Sentence(string name) => name.Replace('_', ' ');
}
