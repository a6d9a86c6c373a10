using System.IO.Compression;

namespace Conversations.Client.Pipeline.Answers;

/// <summary>
/// Decompresses Brotli. For invalid data it throws an <see cref="InvalidDataException"/>, as the platform's other decompressors do; the
/// platform's Brotli stream throws an InvalidOperationException.
/// </summary>
internal sealed class BrotliReader(Stream compressed) : Stream
{
    private readonly BrotliStream _brotli = new(compressed, CompressionMode.Decompress);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return _brotli.Read(buffer, offset, count);
        }
        catch (InvalidOperationException exception)
        {
            throw Invalid(exception);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _brotli.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            throw Invalid(exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _brotli.Dispose();
        }

        base.Dispose(disposing);
    }

    // A disposed stream has no invalid data.
    private static Exception Invalid(InvalidOperationException exception) =>
        exception is ObjectDisposedException ? exception : new InvalidDataException(exception.Message, exception);
}
