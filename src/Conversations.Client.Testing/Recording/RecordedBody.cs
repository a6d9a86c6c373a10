using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Recording;

/// <summary>Records a stream while it is sent.</summary>
/// <param name="body">The stream.</param>
/// <param name="sent">Where it is recorded.</param>
/// <param name="onNoted">Called after more bytes were recorded.</param>
internal sealed class RecordedBody(IBodySource body, SentEvents sent, Action onNoted) : IBodySource
{
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            ReadOnlyMemory<byte>? write = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (write is { } bytes)
            {
                sent.Add(bytes);
                onNoted();
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
