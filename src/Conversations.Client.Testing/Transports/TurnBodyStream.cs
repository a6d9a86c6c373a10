using Conversations.Client.Testing.Turns;

namespace Conversations.Client.Testing.Transports;

/// <summary>The body of a streamed answer in memory: it gives what is there and waits for the rest. Disposing it leaves the turn.</summary>
internal sealed class TurnBodyStream(TurnReader reader) : Stream
{
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Zero bytes would mean the end.
        while (_rest.IsEmpty && !buffer.IsEmpty)
        {
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } bytes)
            {
                return 0;
            }

            _rest = bytes;
        }

        int count = Math.Min(_rest.Length, buffer.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The events of a turn come over time: read them asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            reader.Dispose();
        }

        base.Dispose(disposing);
    }
}
