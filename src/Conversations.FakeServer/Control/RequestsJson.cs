using System.Text.Json;
using Conversations.Client.Testing;
using Conversations.Client.Testing.Routing;
using Conversations.Client.Testing.Wire;

namespace Conversations.FakeServer.Control;

/// <summary>Writes the recorded requests, for <c>GET /__fake/requests</c>.</summary>
internal static class RequestsJson
{
    public static void Write(Utf8JsonWriter writer, FakeRequests requests)
    {
        // The numbers of requests that are no longer kept are not used again.
        (int number, IReadOnlyList<RecordedRequest>? kept) = requests.Snapshot();
        writer.WriteStartArray();
        foreach (RecordedRequest request in kept)
        {
            string[] parts = request.PathAndQuery.Split('?', 2);
            writer.WriteStartObject();
            writer.WriteNumber("n", ++number);
            writer.WriteString("operation", request.Operation is { } operation ? OperationNames.Of(operation) : null);
            writer.WriteString("method", request.Method);
            writer.WriteString("path", parts[0]);
            writer.WriteString("query", parts.Length > 1 ? parts[1] : "");
            writer.WriteStartObject("headers");
            foreach ((string? name, string? value) in request.Headers)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WritePropertyName("body");
            WriteBody(writer, request.Body);
            writer.WriteNumber("status", request.Status);
            writer.WriteInstant("at", request.At);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a JSON body as JSON, and any other body as text.</summary>
    private static void WriteBody(Utf8JsonWriter writer, string? body)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? "null");
            document.WriteTo(writer);
        }
        catch (JsonException)
        {
            writer.WriteStringValue(body);
        }
    }
}
