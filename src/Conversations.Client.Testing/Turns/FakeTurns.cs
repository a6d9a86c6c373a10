using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Turns;

namespace Conversations.Client.Testing;

/// <summary>The scripts of the turns to come. A turn without a script answers by itself.</summary>
public sealed class FakeTurns
{
    private readonly FakeState _state;
    private readonly Guid? _conversation;

    internal FakeTurns(FakeState state, Guid? conversation = null)
    {
        _state = state;
        _conversation = conversation;
    }

    /// <summary>Scripts the next turn that has no script yet. Scripts are used up in the order they were given.</summary>
    /// <param name="script">Says what the turn does.</param>
    /// <exception cref="ArgumentException">The script waits for a hold of another fake.</exception>
    public void Next(Action<TurnScript> script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var turn = new TurnScript();
        script(turn);
        if (turn.Steps.OfType<HoldStep>().Any(step => !step.Hold.BelongsTo(_state)))
        {
            throw new ArgumentException("The hold is of another fake. Make it with this one's Turns.Hold().", nameof(script));
        }

        using (_state.Enter())
        {
            _state.Scripts.Add(_conversation, turn);
        }
    }

    /// <summary>The turns of one conversation; its scripts go before those for any conversation.</summary>
    /// <param name="conversationId">The id, of a conversation that need not exist yet.</param>
    /// <returns>The same kind of list, for this conversation alone.</returns>
    public FakeTurns For(Guid conversationId) => new(_state, conversationId);

    /// <summary>Makes a gate for <see cref="TurnScript.Hold"/>.</summary>
    /// <returns>A closed gate, for scripts of this fake.</returns>
    public TurnHold Hold() => new(_state);
}
