using System.Collections;
using Conversations.Client.Testing.ReadBack;
using Conversations.Client.Testing.Seeds;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing;

/// <summary>
/// The conversations of the fake, over all projects and users, including those that the service would not show. Each enumeration is a
/// snapshot.
/// </summary>
public sealed class FakeConversations : IEnumerable<Conversation>
{
    private readonly FakeState _state;

    internal FakeConversations(FakeState state) => _state = state;

    /// <summary>Returns a conversation as it is stored now.</summary>
    /// <param name="id">The id.</param>
    /// <exception cref="KeyNotFoundException">There is no conversation with this id.</exception>
    public Conversation this[Guid id]
    {
        get
        {
            using (_state.Enter())
            {
                return _state.Conversations.Find(id) is { } row
                    ? ConversationReadBack.Read(_state, row)
                    : throw new KeyNotFoundException($"The fake has no conversation {id}. It has {_state.Conversations.All.Count}.");
            }
        }
    }

    /// <summary>Adds a conversation. One with the same id is replaced.</summary>
    /// <param name="seed">The conversation.</param>
    /// <returns>The conversation as it is stored now.</returns>
    /// <exception cref="InvalidOperationException">A project or user it names is not in the fake.</exception>
    public Conversation Add(ConversationSeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        using (_state.Enter())
        {
            return ConversationReadBack.Read(_state, RowSeeding.Add(_state, seed));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Conversation> GetEnumerator()
    {
        using (_state.Enter())
        {
            IReadOnlyList<Conversation> snapshot = [.. _state.Conversations.All.Select(row => ConversationReadBack.Read(_state, row))];
            return snapshot.GetEnumerator();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
