namespace Conversations.Client.Testing.Exchange;

/// <summary>A request as both transports pass it in.</summary>
internal sealed class FakeRequest
{
    /// <summary>The limit that is applied in front of the service (docs/service/conversations.md 1.2).</summary>
    public const int MaxBodyBytes = 20 * 1024 * 1024;

    public required string Method { get; init; }

    /// <summary>Scheme and authority. The links between pages repeat them.</summary>
    public required string Origin { get; init; }

    /// <summary>As it was sent, still percent-encoded.</summary>
    public required string Path { get; init; }

    /// <summary>Without the question mark, still percent-encoded.</summary>
    public required string Query { get; init; }

    /// <summary>The headers by name, ignoring case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body that follows the headers. Null: none.</summary>
    public IncomingBody? Incoming { get; init; }

    /// <summary>The received body. Empty before that, and if it is too large.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Whether the body is longer than the limit. Nothing of it is kept then.</summary>
    public bool IsTooLarge { get; private set; }

    public string PathAndQuery => Query.Length == 0 ? Path : $"{Path}?{Query}";

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Reads the body up to the limit. Called only if the body is needed.</summary>
    public async ValueTask ReceiveAsync(CancellationToken cancellationToken)
    {
        if (Incoming is { } incoming)
        {
            ReadOnlyMemory<byte>? body = await incoming.ReadAsync(MaxBodyBytes, cancellationToken).ConfigureAwait(false);
            IsTooLarge = body is null;
            Body = body ?? default;
        }
    }
}
