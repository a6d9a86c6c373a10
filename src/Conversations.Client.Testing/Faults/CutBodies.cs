using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Faults;

/// <summary>Breaks the connection after a part of the body.</summary>
internal abstract class EndingBody(IBodySource inner, int left) : IBodySource
{
    /// <summary>How many bytes or events may still be sent.</summary>
    protected int Left { get; set; } = left;

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (Left == 0)
        {
            // The service's side of the connection ends at once, no matter when the client's side does.
            inner.Dispose();
            throw BrokenConnection.InBody();
        }

        if (await inner.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } write)
        {
            return null;
        }

        return write[..Count(write.Span)];
    }

    public void Dispose() => inner.Dispose();

    /// <summary>Returns how many bytes of a write may be sent, and counts them.</summary>
    protected abstract int Count(ReadOnlySpan<byte> write);
}

/// <summary>Breaks the connection at an exact byte.</summary>
internal sealed class CutBody(IBodySource inner, int bytes) : EndingBody(inner, bytes)
{
    protected override int Count(ReadOnlySpan<byte> write)
    {
        int count = Math.Min(Left, write.Length);
        Left -= count;
        return count;
    }
}

/// <summary>Breaks the connection at the end of an event.</summary>
internal sealed class EventCutBody(IBodySource inner, int events) : EndingBody(inner, events)
{
    private readonly EventLines _lines = new();

    protected override int Count(ReadOnlySpan<byte> write)
    {
        for (int index = 0; index < write.Length; index++)
        {
            if (_lines.Read(write[index]) == EventLines.Place.EndOfEvent && --Left == 0)
            {
                return index + 1;
            }
        }

        return write.Length;
    }
}

/// <summary>Sends nothing until the client has gone or the fake is disposed.</summary>
internal sealed class SilentBody : IBodySource
{
    private readonly IBodySource _inner;
    private readonly CancellationTokenSource _gone;

    public SilentBody(IBodySource inner, CancellationToken closing) =>
        (_inner, _gone) = (inner, CancellationTokenSource.CreateLinkedTokenSource(closing));

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        var silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (_gone.Token.Register(() => silence.TrySetResult()).ConfigureAwait(false))
        {
            await silence.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        throw BrokenConnection.InBody();
    }

    public void Dispose()
    {
        // Not disposed, because a read may still wait. A source without a timer holds nothing that has to be freed.
        _gone.Cancel();
        _inner.Dispose();
    }
}
