using System.Diagnostics.CodeAnalysis;
using WireMock.Models;

namespace Conversations.Client.Testing.WireMock;

/// <summary>
/// Replaces the body of a response whose bytes come over time. WireMock reads events from a queue that blocks a thread for each open
/// stream, and it supports only text. So its queue has a single start text. When WireMock writes that text, this stream writes the fake's
/// whole response instead: each write is flushed separately, no thread waits, and the bytes are exact.
/// </summary>
internal sealed class PlayedBody(HttpResponseMessage answer, Stream sent, CancellationToken stopping, CancellationToken aborted) : Stream
{
    // A larger write of the fake is split.
    private const int BufferSize = 64 * 1024;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes the response instead of the given bytes.</summary>
    /// <exception cref="IOException">The connection breaks here. Kestrel then sends what was written and closes without the end of the
    /// body.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        using (answer)
        {
            await sent.FlushAsync(gone.Token).ConfigureAwait(false);
            Stream played = await answer.Content.ReadAsStreamAsync(gone.Token).ConfigureAwait(false);
            byte[] bytes = new byte[BufferSize];
            while (await played.ReadAsync(bytes, gone.Token).ConfigureAwait(false) is > 0 and var count)
            {
                await sent.WriteAsync(bytes.AsMemory(0, count), gone.Token).ConfigureAwait(false);
                await sent.FlushAsync(gone.Token).ConfigureAwait(false);
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => sent.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("This body is written asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This body is written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>WireMock's queue of events, with one text that starts <see cref="PlayedBody"/>.</summary>
internal sealed class OneStart : IBlockingQueue<string?>
{
    private string? _start = ":";

    public bool TryRead([NotNullWhen(true)] out string? item)
    {
        (item, _start) = (_start, null);
        return item is not null;
    }

    public void Write(string? item) => throw new NotSupportedException("The events come from the fake.");

    public void Close()
    {
    }
}
