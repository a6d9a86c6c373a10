using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Testing.Recording;
using Conversations.Client.Testing.Routing;

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

    /// <summary>The path, as it was sent: <see cref="PathAndQuery"/> up to its question mark.</summary>
    public string Path => PathAndQuery.IndexOf('?', StringComparison.Ordinal) is >= 0 and int at ? PathAndQuery[..at] : PathAndQuery;

    /// <summary>
    /// The query string, as it was sent and with its question mark, as <see cref="Uri.Query"/> has it; empty when there is none.
    /// </summary>
    public string Query => PathAndQuery[Path.Length..];

    /// <summary>The headers, names ignoring case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as text; null when there was none.</summary>
    public string? Body { get; internal init; }

    /// <summary>The body as a value, such as <see cref="TicketUpdate"/>.</summary>
    /// <typeparam name="T">A record of the client that is sent, or any type the serializer can read from the wire's names.</typeparam>
    /// <returns>The value; null when there was no body.</returns>
    /// <exception cref="JsonException">The body is no JSON or does not fit.</exception>
    [RequiresUnreferencedCode("Reads the type by reflection. In a trimmed program pass a JsonTypeInfo.")]
    [RequiresDynamicCode("Reads the type by reflection. In a native program pass a JsonTypeInfo.")]
    public T? BodyAs<T>() => Body is null ? default : JsonSerializer.Deserialize<T>(Body);

    /// <summary>The body as a value, without reflection.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <param name="type">How it is read.</param>
    /// <returns>The value; null when there was no body.</returns>
    /// <exception cref="JsonException">The body is no JSON or does not fit.</exception>
    public T? BodyAs<T>(JsonTypeInfo<T> type) => Body is null ? default : JsonSerializer.Deserialize(Body, type);

    /// <summary>The status that was sent; 0 when a rule of <see cref="FakeFaults"/> let none be sent.</summary>
    public int Status { get; internal init; }

    /// <summary>When it was answered, on the fake's clock: after the delay of a fault.</summary>
    public DateTimeOffset At { get; internal init; }

    /// <summary>The routes most like this request when none takes it, best first; else empty.</summary>
    public IReadOnlyList<string> Nearest { get; internal init; } = [];

    /// <summary>Prints the line of the request, what it asked for and the status, without headers and body.</summary>
    /// <returns>A text for messages of tests.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Method} {PathAndQuery} ({(Operation is { } operation ? OperationNames.Of(operation) : "no route")}) -> {Status}");

    /// <summary>What was sent, where the answer is a stream.</summary>
    internal SentEvents? Events { get; init; }
}
