using System.Collections;
using Conversations.Client.Testing.ReadBack;
using Conversations.Client.Testing.Seeds;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing;

/// <summary>The saved views of the fake, over all projects, in the order in which they were made. Each enumeration is a snapshot.</summary>
public sealed class FakeViews : IEnumerable<TicketView>
{
    private readonly FakeState _state;

    internal FakeViews(FakeState state) => _state = state;

    /// <summary>Adds a view. One with the same short id is replaced.</summary>
    /// <param name="seed">The view.</param>
    /// <returns>The view as it is stored now. It has the favourite mark of the fake's own user.</returns>
    /// <exception cref="InvalidOperationException">A project or user that it names is not in the fake.</exception>
    public TicketView Add(ViewSeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        using (_state.Enter())
        {
            return ViewReadBack.Read(_state, RowSeeding.Add(_state, seed));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<TicketView> GetEnumerator()
    {
        using (_state.Enter())
        {
            IReadOnlyList<TicketView> snapshot = [.. _state.Views.All.Select(row => ViewReadBack.Read(_state, row))];
            return snapshot.GetEnumerator();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
