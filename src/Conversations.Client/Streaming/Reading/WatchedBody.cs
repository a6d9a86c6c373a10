namespace Conversations.Client.Streaming.Reading;

/// <summary>
/// The bytes of one answer on their way to the parser. It notices silence, in which a comment counts as a sign of life, and
/// stops an event that never ends before it fills the memory.
/// </summary>
internal sealed class WatchedBody(Stream body, IdleClock silence, int maxEventBytes) : Stream
{
    // The names of fields and of the event come on top of its data, whose exact size is checked when it is whole.
    private const int FramingBytes = 1024;

    private long _unfinishedBytes;
    private bool _endsWithLineFeed;

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
        var read = body.ReadAsync(buffer, cancellationToken);
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

    /// <summary>What is thrown for an event whose data is larger than the limit.</summary>
    internal static ConversationsStreamException TooLarge(int maxEventBytes) =>
        new($"The service sent an event of more than {maxEventBytes} bytes, and the reading was stopped. Raise Streaming.MaxEventBytes if events may be that large, or read the result with GetAsync; do not send the text again.");

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
        var bytes = buffer.Span[..count];
        _unfinishedBytes = AfterLastBlankLine(bytes) is { } rest ? rest : _unfinishedBytes + count;
        _endsWithLineFeed = bytes is [.., (byte)'\n'];
        return _unfinishedBytes <= (long)maxEventBytes + FramingBytes ? count : throw TooLarge(maxEventBytes);
    }

    private int? AfterLastBlankLine(ReadOnlySpan<byte> bytes)
    {
        // The service ends lines with LF; the other forms of the standard are looked for only where that one is not found.
        var end = bytes.LastIndexOf("\n\n"u8) is >= 0 and var feeds ? feeds + 2
            : bytes.LastIndexOf("\r\n\r\n"u8) is >= 0 and var both ? both + 4
            : bytes.LastIndexOf("\r\r"u8) is >= 0 and var returns ? returns + 2
            : _endsWithLineFeed && bytes is [(byte)'\n', ..] ? 1
            : -1;
        return end < 0 ? null : bytes.Length - end;
    }
}
