using System.Text.Json;
using Conversations.Client.Testing.Turns;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Exchange;

/// <summary>What happens to a response on its way to the client.</summary>
internal enum Delivery
{
    /// <summary>It is sent.</summary>
    Sent,

    /// <summary>The connection is reset before anything is sent.</summary>
    Reset,

    /// <summary>Nothing is sent, and the connection stays open.</summary>
    Withheld,
}

/// <summary>A response for both transports: bytes, or a source that returns them over time.</summary>
internal sealed class FakeResponse
{
    private const string EventStream = "text/event-stream";

    private readonly List<KeyValuePair<string, string>> _headers = [];

    /// <summary>0: no status is sent.</summary>
    public required int Status { get; init; }

    public Delivery Delivery { get; private init; }

    public string? ContentType { get; private init; }

    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>The source of the body, instead of <see cref="Body"/>.</summary>
    public IBodySource? Source { get; private init; }

    /// <summary>The length that the headers announce for a <see cref="Source"/>. Null: it is sent in chunks.</summary>
    public int? Length { get; private init; }

    /// <summary>Whether the body is a stream of events.</summary>
    public bool IsStream => Source is not null && ContentType == EventStream;

    public bool HasBody => Source is not null || !Body.IsEmpty;

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    public static FakeResponse Empty(int status) => new() { Status = status };

    public static FakeResponse NotSent(Delivery delivery) => new() { Status = 0, Delivery = delivery };

    public static FakeResponse Bytes(int status, string? contentType, ReadOnlyMemory<byte> body) =>
        new() { Status = status, ContentType = contentType, Body = body };

    public static FakeResponse Json<T>(int status, T value, Action<Utf8JsonWriter, T> write) =>
        Bytes(status, "application/json", WireJson.Write(value, write));

    // No charset parameter (docs/service/conversations.md 1.2). The other headers are those of docs/service/conversations.md 6.6.
    public static FakeResponse Stream(TurnReader events, bool isCurrent)
    {
        var response = new FakeResponse { Status = 200, ContentType = EventStream, Source = events };
        return isCurrent
            ? response.With("Cache-Control", "no-cache, no-transform").With("X-Accel-Buffering", "no")
            : response;
    }

    public FakeResponse With(string header, string value)
    {
        _headers.Add(new(header, value));
        return this;
    }

    /// <summary>
    /// Returns the same response with its body changed on the way. The headers still announce the length of the unchanged body.
    /// </summary>
    public FakeResponse Through(Func<IBodySource, IBodySource> change)
    {
        var response = new FakeResponse
        {
            Status = Status,
            ContentType = ContentType,
            Source = change(Source ?? new WholeBody(Body)),
            Length = Source is null ? Body.Length : Length,
        };
        response._headers.AddRange(_headers);
        return response;
    }
}
