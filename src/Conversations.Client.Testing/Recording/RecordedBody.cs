using Conversations.Client.Testing.Transports;

namespace Conversations.Client.Testing.Recording;

/// <summary>A stream on its way, noted down as it is sent.</summary>
internal sealed class RecordedBody(IBodySource body, SentEvents sent) : IBodySource
{
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte>? write = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (write is { } bytes)
            {
                sent.Add(bytes);
            }
            else
            {
                sent.End("closed");
            }

            return write;
        }
        catch (IOException)
        {
            sent.End("cut");
            throw;
        }
    }

    public void Dispose()
    {
        sent.End("left by the reader");
        body.Dispose();
    }
}
