namespace Conversations.Client.Testing.Exchange;

/// <summary>
/// Owns what an answer still has to send, and is asked for it a write at a time. Disposing it says that the other side is gone.
/// </summary>
internal interface IBodySource : IDisposable
{
    /// <summary>The next write, or null at the proper end.</summary>
    /// <exception cref="IOException">The connection breaks here.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A body that is there already.</summary>
internal sealed class WholeBody(ReadOnlyMemory<byte> bytes) : IBodySource
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_rest.IsEmpty)
        {
            return default;
        }

        ReadOnlyMemory<byte> write = _rest;
        _rest = default;
        return new(write);
    }

    public void Dispose()
    {
    }
}
