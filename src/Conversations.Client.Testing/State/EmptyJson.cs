using System.Text.Json;

namespace Conversations.Client.Testing.State;

internal static class EmptyJson
{
    public static JsonElement Object { get; } = Parse("{}");

    public static JsonElement Array { get; } = Parse("[]");

    public static JsonElement Null { get; } = Parse("null");

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
