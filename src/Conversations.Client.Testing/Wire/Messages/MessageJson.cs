using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Wire.Messages;

/// <summary>The two forms of a message: a stream leaves nulls out, a stored message has them (docs/service/conversations.md 4).</summary>
internal static class MessageJson
{
    /// <summary>Writes the form for a stream.</summary>
    public static void WriteLive(Utf8JsonWriter writer, JsonElement message) => WriteLive(writer, message, MessageShape.OfMessage);

    /// <summary>
    /// Whether a stored message is shown. Messages for the model only, and finished but empty assistant messages, are not.
    /// </summary>
    public static bool IsShown(JsonElement message) => TypeOf(message) switch
    {
        "context" => false,
        "ai" => IsFilled(message, "content") || IsFilled(message, "tool_calls") || IsFilled(message, "meta"),
        _ => true,
    };

    /// <summary>Writes the form for a retrieved conversation: every member of the type, sorted by name.</summary>
    public static void WriteStored(Utf8JsonWriter writer, JsonElement stored) => WriteStored(
        writer, TypeOf(stored) == "ai/viz" ? TurnMessages.Artifact(stored) : stored, MessageShape.OfMessage);

    public static string TypeOf(JsonElement message) => TextOf(message, "type") ?? "";

    public static string? IdOf(JsonElement message) => TextOf(message, "id");

    /// <summary>The id of the first call of a tool in a message. Null: it has none.</summary>
    public static string? CallOf(JsonElement message, string tool) =>
        message.TryGetProperty("tool_calls", out JsonElement calls) && calls.ValueKind == JsonValueKind.Array
            ? calls.EnumerateArray().Where(call => call.ValueKind == JsonValueKind.Object && TextOf(call, "name") == tool)
                .Select(static call => TextOf(call, "id")).FirstOrDefault()
            : null;

    private static bool IsFilled(JsonElement message, string name) => message.TryGetProperty(name, out JsonElement value)
        && value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Length > 0,
            JsonValueKind.Array => value.GetArrayLength() > 0,
            _ => value.ValueKind != JsonValueKind.Null,
        };

    private static string? TextOf(JsonElement message, string name) =>
        message.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void WriteLive(Utf8JsonWriter writer, JsonElement value, Func<JsonElement, MessageShape?> shapeOf)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            WriteEach(writer, value, item => WriteLive(writer, item, shapeOf));
        }
        else if (value.ValueKind != JsonValueKind.Object || shapeOf(value) is not { } shape)
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteStartObject();
            foreach (JsonProperty member in value.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
            {
                writer.WritePropertyName(member.Name);
                WriteLive(writer, member.Value, inner => shape.Of(member.Name, inner));
            }

            writer.WriteEndObject();
        }
    }

    private static void WriteStored(Utf8JsonWriter writer, JsonElement value, Func<JsonElement, MessageShape?> shapeOf)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            WriteEach(writer, value, item => WriteStored(writer, item, shapeOf));
        }
        else if (value.ValueKind != JsonValueKind.Object || shapeOf(value) is not { } shape)
        {
            value.WriteTo(writer);
        }
        else
        {
            var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (string name in shape.Nullable)
            {
                members[name] = EmptyJson.Null;
            }

            foreach (JsonProperty member in value.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }

            writer.WriteStartObject();
            foreach ((string name, JsonElement member) in members)
            {
                writer.WritePropertyName(name);
                WriteStored(writer, member, inner => shape.Of(name, inner));
            }

            writer.WriteEndObject();
        }
    }

    private static void WriteEach(Utf8JsonWriter writer, JsonElement list, Action<JsonElement> write)
    {
        writer.WriteStartArray();
        foreach (JsonElement item in list.EnumerateArray())
        {
            write(item);
        }

        writer.WriteEndArray();
    }
}
