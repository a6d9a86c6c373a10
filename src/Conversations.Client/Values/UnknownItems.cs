namespace Conversations.Client.Values;

/// <summary>
/// Counts what this package does not know in the JSON that a thread is reading. The readers of values have no other way to tell the code
/// that began the reading: it forgets what was counted before, reads without a pause, and takes the count.
/// </summary>
internal static class UnknownItems
{
    [ThreadStatic]
    private static UnknownTally Tally;

    /// <summary>Begins a count.</summary>
    public static void Forget() => Tally = default;

    /// <summary>Ends the count.</summary>
    public static UnknownTally Take() => Tally;

    /// <summary>A value of an enum is not known.</summary>
    public static void SawValue(Type type, string value)
    {
        Tally.Values++;
        (Tally.LastType, Tally.LastValue) = (type, value);
    }

    /// <summary>A kind of message is not known.</summary>
    public static void SawMessage(string kind)
    {
        Tally.Messages++;
        Tally.LastKind = kind;
    }
}

/// <summary>What this package did not know of one JSON text.</summary>
internal struct UnknownTally
{
    public int Values { get; set; }

    public int Messages { get; set; }

    public Type? LastType { get; set; }

    public string? LastValue { get; set; }

    public string? LastKind { get; set; }
}
