using System.Text.Json;

namespace Conversations.FakeServer;

/// <summary>Members of control requests, each read or refused with its place.</summary>
internal static class ControlJson
{
    internal static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new ControlMistake("The body is an object.", "");
        }
        catch (JsonException exception)
        {
            throw new ControlMistake($"The body is no JSON: {exception.Message}", "");
        }
    }

    internal static JsonElement? Optional(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : null;

    internal static string Text(this JsonElement value, string name, string path) =>
        value.OptionalText(name, path) ?? throw new ControlMistake($"{name} is missing.", $"{path}.{name}".TrimStart('.'));

    internal static string? OptionalText(this JsonElement value, string name, string path) => value.Optional(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw new ControlMistake($"{name} is a text.", $"{path}.{name}".TrimStart('.')),
    };

    internal static int Int(this JsonElement value, string path, int least) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least ? number : throw new ControlMistake($"{path} is a whole number, {least} or more.", path);
}
