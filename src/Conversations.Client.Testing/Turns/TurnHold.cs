using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing;

/// <summary>
/// A gate in a scripted turn. The turn stops where its script has <see cref="TurnScript.Hold"/>
/// and goes on when the test releases it. Made by <see cref="FakeTurns.Hold"/>.
/// </summary>
public sealed class TurnHold
{
    private readonly FakeState _state;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action> _waiting = [];
    private bool _isReleased;

    internal TurnHold(FakeState state) => _state = state;

    /// <summary>Lets every turn that waits here go on, and those that come later pass. A second call does nothing.</summary>
    public void Release()
    {
        using (_state.Enter())
        {
            _isReleased = true;
            foreach (Action goOn in _waiting)
            {
                goOn();
            }

            _waiting.Clear();
        }
    }

    /// <summary>Ends when a turn has come to this hold, at once when one already has.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that ends with the first turn that comes.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task ReachedAsync(CancellationToken cancellationToken = default) => _reached.Task.WaitAsync(cancellationToken);

    internal bool BelongsTo(FakeState state) => state == _state;

    /// <summary>Called under the gate. True: nothing to wait for.</summary>
    internal bool Pass(Action goOn)
    {
        _ = _reached.TrySetResult();
        if (!_isReleased)
        {
            _waiting.Add(goOn);
        }

        return _isReleased;
    }
}
