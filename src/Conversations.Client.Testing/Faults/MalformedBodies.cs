using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Faults;

/// <summary>Makes a body unreadable at its first byte.</summary>
internal sealed class MalformedBody(IBodySource inner) : IBodySource
{
    // No JSON begins with this character, but an error page of a proxy does.
    public const byte Wrong = (byte)'<';

    private bool _isBegun;

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await inner.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } write || _isBegun)
        {
            return null;
        }

        _isBegun = true;
        return (byte[])[Wrong, .. write.Span[1..]];
    }

    public void Dispose() => inner.Dispose();
}

/// <summary>Makes the data of each event unreadable. The frame of the events stays.</summary>
internal sealed class MalformedEvents(IBodySource inner) : IBodySource
{
    private readonly EventLines _lines = new();

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await inner.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } write)
        {
            return null;
        }

        // A copy, because other readers of the conversation get the same bytes.
        byte[] bytes = write.ToArray();
        for (int index = 0; index < bytes.Length; index++)
        {
            if (_lines.Read(bytes[index]) == EventLines.Place.FirstOfData)
            {
                bytes[index] = MalformedBody.Wrong;
            }
        }

        return bytes;
    }

    public void Dispose() => inner.Dispose();
}
