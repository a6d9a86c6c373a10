namespace Conversations.Client.Streaming.Reading;

/// <summary>
/// The body of a response on its way to the parser. It detects silence, where a comment counts as a sign of life. It also stops an
/// event that never ends, before that event fills the memory.
/// </summary>
internal sealed class WatchedBody(Stream body, IdleClock silence, int maxEventBytes) : Stream
{
    // A line that is not data, such as a comment, may be this much longer, because it is kept only until it ends.
    private const int OtherLineBytes = 1024;
    private const int NameBytes = 6;

    private long _dataBytes;
    private int _dataLines;
    private long _lineBytes;
    private bool _isData;
    private bool _endsWithReturn;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A given body may have its bytes at once for ever, and look at no token.
        cancellationToken.ThrowIfCancellationRequested();
        ValueTask<int> read = body.ReadAsync(buffer, cancellationToken);
        return read.IsCompletedSuccessfully ? new(Seen(buffer, read.GetAwaiter().GetResult())) : WaitAsync(read, buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The events of a turn come over time: read them asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The exception for an event whose data exceeds the limit.</summary>
    public static ConversationsStreamException TooLarge(int maxEventBytes) =>
        new($"The service sent an event of more than {maxEventBytes} bytes, and the reading was stopped. Raise Streaming.MaxEventBytes if events may be that large, or read the result with GetAsync; do not send the text again.") { IsTransient = false };

    private async ValueTask<int> WaitAsync(ValueTask<int> read, Memory<byte> buffer)
    {
        silence.Start();
        try
        {
            return Seen(buffer, await read.ConfigureAwait(false));
        }
        finally
        {
            silence.Stop();
        }
    }

    private int Seen(Memory<byte> buffer, int count)
    {
        Span<byte> bytes = buffer.Span[..count];
        // The service ends lines with LF. All events before the last blank line are complete.
        if (bytes.LastIndexOf("\n\n"u8) is >= 0 and var blank)
        {
            bytes = bytes[(blank + 2)..];
            (_dataBytes, _dataLines, _lineBytes, _endsWithReturn) = (0, 0, 0, false);
        }

        Measure(bytes);
        return count;
    }

    /// <summary>
    /// Adds up the data of the incomplete event, never too much of it. The exact size is checked when the event is complete.
    /// </summary>
    private void Measure(ReadOnlySpan<byte> bytes)
    {
        if (_endsWithReturn && bytes is [(byte)'\n', ..])
        {
            bytes = bytes[1..];
        }

        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            int length = end < 0 ? bytes.Length : end;
            if (_lineBytes == 0 && length > 0)
            {
                _isData = bytes[0] == 'd';
            }

            _lineBytes += length;
            long data = _dataBytes + (_isData ? Math.Max(0, _lineBytes - NameBytes) : 0);
            if (data > maxEventBytes || (!_isData && _lineBytes > (long)maxEventBytes + OtherLineBytes))
            {
                throw TooLarge(maxEventBytes);
            }

            _endsWithReturn = false;
            if (end < 0)
            {
                return;
            }

            EndLine(data);
            _endsWithReturn = bytes[end] == '\r';
            bytes = bytes[(_endsWithReturn && end + 1 < bytes.Length && bytes[end + 1] == '\n' ? end + 2 : end + 1)..];
        }
    }

    private void EndLine(long data)
    {
        if (_lineBytes == 0)
        {
            (_dataBytes, _dataLines) = (0, 0);
        }
        else if (_isData)
        {
            // Data lines are joined by a line feed.
            _dataBytes = data + (_dataLines > 0 ? 1 : 0);
            _dataLines++;
        }

        _lineBytes = 0;
    }
}
