namespace Conversations.Client.Testing;

/// <summary>A request the fake has answered, with every secret in it as <c>***</c>.</summary>
public sealed record RecordedRequest
{
    internal RecordedRequest()
    {
    }

    /// <summary>What it asked for; null when no route takes it, then see <see cref="Nearest"/>.</summary>
    public Operation? Operation { get; internal init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path and the query string, as they were sent.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>The headers, names ignoring case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as text; null when there was none.</summary>
    public string? Body { get; internal init; }

    /// <summary>The status of the answer.</summary>
    public int Status { get; internal init; }

    /// <summary>When it was answered, on the fake's clock.</summary>
    public DateTimeOffset At { get; internal init; }

    /// <summary>The routes most like this request when none takes it, best first; else empty.</summary>
    public IReadOnlyList<string> Nearest { get; internal init; } = [];
}
