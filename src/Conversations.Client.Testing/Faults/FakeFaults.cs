using Conversations.Client.Testing.Faults;

namespace Conversations.Client.Testing;

/// <summary>
/// Rules for what goes wrong between a client and the fake. The last call sets the rule, as in
/// <c>fake.Faults.On(Operation.TicketsList).Nth(2).Respond(503)</c>. The rule counts the requests from then on.
/// </summary>
/// <remarks>
/// Each rule counts every request that it applies to. If several rules strike the same request, their delays add up, and the rule that was
/// set first decides the rest. The other rules do not use up their <see cref="FaultRule.Times"/>. A request that was struck is recorded in
/// <see cref="FakeConversationsServer.Requests"/> with the status that was sent, or 0 if none was.
/// </remarks>
public sealed class FakeFaults
{
    private readonly object _gate;
    private readonly List<ActiveFault> _rules = [];

    internal FakeFaults(object gate) => _gate = gate;

    /// <summary>Starts a rule for one operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such operation.</exception>
    /// <returns>The rule. It is not set until a call says what happens.</returns>
    public FaultRule On(Operation operation) => Enum.IsDefined(operation)
        ? new FaultRule(this, operation)
        : throw new ArgumentOutOfRangeException(nameof(operation), operation, "Pass one of the members of Operation.");

    /// <summary>Starts a rule for every request, including those that no route matches.</summary>
    /// <returns>The rule. It is not set until a call says what happens.</returns>
    public FaultRule Any() => new(this, operation: null);

    /// <summary>Removes every rule. Requests that were already struck keep their fault.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    internal void Add(ActiveFault rule)
    {
        lock (_gate)
        {
            _rules.Add(rule);
        }
    }

    /// <summary>Returns what happens to a request: how long it waits first, and what goes wrong then. The caller holds the gate.</summary>
    internal (TimeSpan Delay, Fault? Fault) Strike(Operation? operation)
    {
        TimeSpan delay = TimeSpan.Zero;
        Fault? decided = null;
        foreach (ActiveFault rule in _rules)
        {
            if (!rule.IsFor(operation) || !rule.Count())
            {
                continue;
            }

            if (rule.Fault is Fault.Delay wait)
            {
                delay += wait.Time;
                rule.Use();
            }
            else if (decided is null)
            {
                decided = rule.Fault;
                rule.Use();
            }
        }

        _ = _rules.RemoveAll(rule => rule.IsSpent);
        return (delay, decided);
    }
}
