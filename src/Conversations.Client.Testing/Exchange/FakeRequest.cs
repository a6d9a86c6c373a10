namespace Conversations.Client.Testing.Exchange;

/// <summary>A request as both transports hand it in.</summary>
internal sealed class FakeRequest
{
    /// <summary>What stands before the service lets no larger body through (docs/service/conversations.md 1.2).</summary>
    public const int MaxBodyBytes = 20 * 1024 * 1024;

    public required string Method { get; init; }

    /// <summary>Scheme and authority, which the links between pages repeat.</summary>
    public required string Origin { get; init; }

    /// <summary>As it was sent, still percent-encoded.</summary>
    public required string Path { get; init; }

    /// <summary>Without the question mark, still percent-encoded.</summary>
    public required string Query { get; init; }

    /// <summary>By name, ignoring case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>What comes after the headers; null: nothing.</summary>
    public IncomingBody? Incoming { get; init; }

    /// <summary>Empty until it was received, and when it is too large.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Whether there is more than the limit, of which nothing is kept.</summary>
    public bool IsTooLarge { get; private set; }

    public string PathAndQuery => Query.Length == 0 ? Path : $"{Path}?{Query}";

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Reads the body up to the limit. Called by whoever knows that it is needed.</summary>
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
