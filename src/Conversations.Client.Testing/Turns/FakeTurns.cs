using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Turns;

namespace Conversations.Client.Testing;

/// <summary>The scripts for the next turns. A turn without a script sends a default reply.</summary>
public sealed class FakeTurns
{
    private readonly FakeState _state;
    private readonly Guid? _conversation;

    internal FakeTurns(FakeState state, Guid? conversation = null)
    {
        _state = state;
        _conversation = conversation;
    }

    /// <summary>Scripts the next turn that has no script yet. Scripts are used in the order in which they were added.</summary>
    /// <param name="script">Defines what the turn does.</param>
    /// <exception cref="ArgumentException">The script uses a hold of another fake.</exception>
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

    /// <summary>The scripts for one conversation. They are used before those for any conversation.</summary>
    /// <param name="conversationId">The id of the conversation. It does not have to exist yet.</param>
    /// <returns>The scripts for this conversation only.</returns>
    public FakeTurns For(Guid conversationId) => new(_state, conversationId);

    /// <summary>Makes a hold for <see cref="TurnScript.Hold"/>.</summary>
    /// <returns>A closed hold, for scripts of this fake.</returns>
    public TurnHold Hold() => new(_state);
}
