using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Testing.Recording;
using Conversations.Client.Testing.Routing;

namespace Conversations.Client.Testing;

/// <summary>A request that the fake has answered. Every secret in it is replaced by <c>***</c>.</summary>
public sealed record RecordedRequest
{
    internal RecordedRequest()
    {
    }

    /// <summary>The operation. Null if no route matches; see <see cref="Nearest"/> then.</summary>
    public Operation? Operation { get; internal init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path and the query string as they were sent.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>The path as it was sent: <see cref="PathAndQuery"/> up to its question mark.</summary>
    public string Path => PathAndQuery.IndexOf('?', StringComparison.Ordinal) is >= 0 and int at ? PathAndQuery[..at] : PathAndQuery;

    /// <summary>The query string as it was sent, with its question mark, like <see cref="Uri.Query"/>. Empty if there is none.</summary>
    public string Query => PathAndQuery[Path.Length..];

    /// <summary>The headers. Their names ignore case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as text. Null if there was none.</summary>
    public string? Body { get; internal init; }

    /// <summary>Reads the body as a value, such as <see cref="TicketUpdate"/>.</summary>
    /// <typeparam name="T">A record that the client sends, or any type that the serializer can read from the names on the wire.</typeparam>
    /// <returns>The value. Null if there was no body.</returns>
    /// <exception cref="JsonException">The body is not JSON or does not fit the type.</exception>
    [RequiresUnreferencedCode("Reads the type by reflection. In a trimmed program pass a JsonTypeInfo.")]
    [RequiresDynamicCode("Reads the type by reflection. In a native program pass a JsonTypeInfo.")]
    public T? BodyAs<T>() => Body is null ? default : JsonSerializer.Deserialize<T>(Body);

    /// <summary>Reads the body as a value, without reflection.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <param name="type">How to read the type.</param>
    /// <returns>The value. Null if there was no body.</returns>
    /// <exception cref="JsonException">The body is not JSON or does not fit the type.</exception>
    public T? BodyAs<T>(JsonTypeInfo<T> type) => Body is null ? default : JsonSerializer.Deserialize(Body, type);

    /// <summary>The status that was sent; 0 if a rule of <see cref="FakeFaults"/> prevented that.</summary>
    public int Status { get; internal init; }

    /// <summary>When it was answered, on the fake's clock, after the delay of a fault.</summary>
    public DateTimeOffset At { get; internal init; }

    /// <summary>The most similar routes if no route matches, best first. Otherwise empty.</summary>
    public IReadOnlyList<string> Nearest { get; internal init; } = [];

    /// <summary>Returns one line with the request, its operation and the status, without headers and body.</summary>
    /// <returns>A text for the messages of tests.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Method} {PathAndQuery} ({(Operation is { } operation ? OperationNames.Of(operation) : "no route")}) -> {Status}");

    /// <summary>What was sent, if the response is a stream.</summary>
    internal SentEvents? Events { get; init; }
}
