using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Recording;

/// <summary>A stream on its way, noted down as it is sent.</summary>
/// <param name="body">The stream.</param>
/// <param name="sent">Where it is noted down.</param>
/// <param name="onNoted">Called when more of it was.</param>
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
