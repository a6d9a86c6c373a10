namespace Conversations.Client.Testing.Exchange;

/// <summary>A body that is still being received. It is read only when it is needed, and only up to a limit.</summary>
/// <param name="length">The announced length. Null: it comes in chunks.</param>
/// <param name="copyTo">Copies the body to a stream.</param>
internal sealed class IncomingBody(long? length, Func<Stream, CancellationToken, Task> copyTo)
{
    /// <summary>Returns the whole body, or null if it is longer than the limit. The rest is then not read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(int most, CancellationToken cancellationToken)
    {
        if (length > most)
        {
            return null;
        }

        var read = new LimitedStream(most, (int)(length ?? 0));
        try
        {
            await copyTo(read, cancellationToken).ConfigureAwait(false);
        }
        catch (LimitReachedException)
        {
            return null;
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }

    /// <summary>Stops a write beyond the limit. All other write methods end in these two.</summary>
    private sealed class LimitedStream(int most, int expected) : MemoryStream(expected)
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            ThrowIfFull(count);
            base.Write(buffer, offset, count);
        }

        public override void WriteByte(byte value)
        {
            ThrowIfFull(1);
            base.WriteByte(value);
        }

        private void ThrowIfFull(int count)
        {
            if (count > most - Length)
            {
                throw new LimitReachedException();
            }
        }
    }

    // Not of a type that HttpContent would wrap.
    private sealed class LimitReachedException : Exception;
}
