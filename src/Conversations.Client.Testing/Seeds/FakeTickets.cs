using System.Collections;
using Conversations.Client.Testing.ReadBack;
using Conversations.Client.Testing.Seeds;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing;

/// <summary>The tickets of the fake, over all projects, in the order in which they were made. Each enumeration is a snapshot.</summary>
public sealed class FakeTickets : IEnumerable<Ticket>
{
    private readonly FakeState _state;

    internal FakeTickets(FakeState state) => _state = state;

    /// <summary>Adds a ticket. One with the same project and number is replaced.</summary>
    /// <param name="seed">The ticket.</param>
    /// <returns>The ticket as it is stored now.</returns>
    /// <exception cref="InvalidOperationException">A project, user or role that it names is not in the fake.</exception>
    public Ticket Add(TicketSeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        using (_state.Enter())
        {
            return TicketReadBack.Read(_state, RowSeeding.Add(_state, seed));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Ticket> GetEnumerator()
    {
        using (_state.Enter())
        {
            IReadOnlyList<Ticket> snapshot = [.. _state.Tickets.All.Select(row => TicketReadBack.Read(_state, row))];
            return snapshot.GetEnumerator();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
