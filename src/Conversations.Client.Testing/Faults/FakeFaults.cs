using Conversations.Client.Testing.Faults;

namespace Conversations.Client.Testing;

/// <summary>
/// The rules of what goes wrong between a client and the fake. A rule is set by its last call, such as
/// <c>fake.Faults.On(Operation.TicketsList).Nth(2).Respond(503)</c>, and counts the requests from then on.
/// </summary>
/// <remarks>
/// Each rule counts every request that it is for. Where several strike the same one, their delays add up and the rule that was
/// set first decides the rest; the others keep their <see cref="FaultRule.Times"/>. A request that was struck is recorded in
/// <see cref="FakeConversationsServer.Requests"/> with the status that was sent, 0 when none was.
/// </remarks>
public sealed class FakeFaults
{
    private readonly object _gate;
    private readonly List<ActiveFault> _rules = [];

    internal FakeFaults(object gate) => _gate = gate;

    /// <summary>Begins a rule for one operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such operation.</exception>
    /// <returns>The rule; it strikes once what is to happen has been said.</returns>
    public FaultRule On(Operation operation) => Enum.IsDefined(operation)
        ? new FaultRule(this, operation)
        : throw new ArgumentOutOfRangeException(nameof(operation), operation, "Pass one of the members of Operation.");

    /// <summary>Begins a rule for every request, those that no route takes included.</summary>
    /// <returns>The rule; it strikes once what is to happen has been said.</returns>
    public FaultRule Any() => new(this, operation: null);

    /// <summary>Removes every rule. Requests already struck keep what happens to them.</summary>
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

    /// <summary>What happens to a request: how long it waits first, and what then goes wrong. Called under the gate.</summary>
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
