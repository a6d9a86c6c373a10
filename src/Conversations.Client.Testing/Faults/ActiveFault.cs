using System.Diagnostics.CodeAnalysis;

namespace Conversations.Client.Testing.Faults;

/// <summary>Owns the counts of one rule. The caller holds the gate.</summary>
internal sealed class ActiveFault(Operation? operation, FaultTiming timing, Fault fault)
{
    // Each rule has its own sequence: the same seed strikes the same requests, whatever other rules do.
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A test wants chance that repeats.")]
    private readonly Random _chance = new(timing.Seed);

    private int _seen;
    private int _strikes;

    public Fault Fault => fault;

    public bool IsSpent => timing.Nth is { } first
        ? _seen - first + 1 >= (timing.Times ?? 1)
        : _strikes >= timing.Times;

    public bool IsFor(Operation? asked) => operation is null || operation == asked;

    /// <summary>Counts a request and returns whether this rule strikes it.</summary>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A test wants chance that repeats.")]
    public bool Count()
    {
        // The counter of a rule without end must not overflow.
        _seen = _seen == int.MaxValue ? 1 : _seen + 1;
        return timing switch
        {
            { Nth: { } first } => _seen >= first,
            { Every: { } step } => _seen % step == 0,
            { Probability: { } chance } => _chance.NextDouble() < chance,
            _ => true,
        };
    }

    public void Use() => _strikes++;
}
