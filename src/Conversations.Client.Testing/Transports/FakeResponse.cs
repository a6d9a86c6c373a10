using System.Text.Json;
using Conversations.Client.Testing.Turns;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Transports;

/// <summary>An answer as both doors hand it out: bytes, or the events of a turn.</summary>
internal sealed class FakeResponse
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    public required int Status { get; init; }

    public string? ContentType { get; private init; }

    public ReadOnlyMemory<byte> Body { get; private init; }

    public TurnReader? Events { get; private init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    public static FakeResponse Empty(int status) => new() { Status = status };

    public static FakeResponse Json<T>(int status, T value, Action<Utf8JsonWriter, T> write) => new()
    {
        Status = status,
        ContentType = "application/json",
        Body = WireJson.Write(value, write),
    };

    // No charset parameter (conversations.md 1.2); the other headers are those of 6.6.
    public static FakeResponse Stream(TurnReader events, bool isNewest)
    {
        var response = new FakeResponse { Status = 200, ContentType = "text/event-stream", Events = events };
        return isNewest
            ? response.With("Cache-Control", "no-cache, no-transform").With("X-Accel-Buffering", "no")
            : response;
    }

    public FakeResponse With(string header, string value)
    {
        _headers.Add(new(header, value));
        return this;
    }
}
