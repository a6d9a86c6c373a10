using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing;

/// <summary>
/// A hold in a scripted turn. The turn stops where its script calls <see cref="TurnScript.Hold"/> and continues when the test releases the
/// hold. Made by <see cref="FakeTurns.Hold"/>.
/// </summary>
public sealed class TurnHold
{
    private readonly FakeState _state;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action> _waiting = [];
    private bool _isReleased;

    internal TurnHold(FakeState state) => _state = state;

    /// <summary>Lets all turns that wait here continue, and lets later ones pass. A second call does nothing.</summary>
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

    /// <summary>Completes when a turn reaches this hold. Completes at once if one already has.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that completes when the first turn reaches this hold.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task ReachedAsync(CancellationToken cancellationToken = default) => _reached.Task.WaitAsync(cancellationToken);

    internal bool BelongsTo(FakeState state) => state == _state;

    /// <summary>Returns true if there is nothing to wait for. The caller holds the gate.</summary>
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
