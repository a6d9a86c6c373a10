namespace Conversations.Client.Testing.Exchange;

/// <summary>Owns what a response still has to send, and returns it one write at a time. It is disposed when the client has gone.</summary>
internal interface IBodySource : IDisposable
{
    /// <summary>Returns the next write, or null at the proper end.</summary>
    /// <exception cref="IOException">The connection breaks here.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>A body that is already complete.</summary>
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
