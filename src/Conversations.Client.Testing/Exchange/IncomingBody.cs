namespace Conversations.Client.Testing.Exchange;

/// <summary>A body that is still on its way. It is read when it is needed, and no further than to a limit.</summary>
/// <param name="length">The length that was announced; null: it comes in chunks.</param>
/// <param name="copyTo">Writes what comes to a stream.</param>
internal sealed class IncomingBody(long? length, Func<Stream, CancellationToken, Task> copyTo)
{
    /// <summary>All of it, or null when it is longer than the limit: then the rest is left where it is.</summary>
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

    /// <summary>Stops whoever writes more than there may be. The other ways to write end in these two.</summary>
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

    // Of no kind that HttpContent would wrap.
    private sealed class LimitReachedException : Exception;
}
