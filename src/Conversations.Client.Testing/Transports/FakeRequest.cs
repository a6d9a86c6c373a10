namespace Conversations.Client.Testing.Transports;

/// <summary>A request as both doors hand it in.</summary>
internal sealed class FakeRequest
{
    public required string Method { get; init; }

    /// <summary>Scheme and authority, which the links between pages repeat.</summary>
    public required string Origin { get; init; }

    /// <summary>As it was sent, still percent-encoded.</summary>
    public required string Path { get; init; }

    /// <summary>Without the question mark, still percent-encoded.</summary>
    public required string Query { get; init; }

    /// <summary>By name, ignoring case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public string PathAndQuery => Query.Length == 0 ? Path : $"{Path}?{Query}";

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
