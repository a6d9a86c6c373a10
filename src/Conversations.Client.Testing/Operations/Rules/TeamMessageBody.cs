using System.Text.Json;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Rules;

/// <summary>A message that the team writes: a text, possibly with formatting (docs/service/tickets.md 8.4, 9).</summary>
internal readonly record struct TeamMessageBody(string Message, JsonElement? RichContent)
{
    private const int MaxCharacters = 5000;
    private const int MaxRichCharacters = 100_000;

    /// <summary>The formatting as text for comparisons. The order of members makes no difference.</summary>
    public string? RichText => RichContent is { } content ? PythonJson.SortedText(content) : null;

    public static string ReadMessage(JsonElement body) => FieldRules.Text(FieldRules.Member(body, "message"), "message", MaxCharacters);

    public static JsonElement? ReadRichContent(JsonElement body)
    {
        if (!body.TryGetProperty("rich_content", out JsonElement content) || content.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return PythonJson.Text(content).Length <= MaxRichCharacters
            ? content
            : throw FieldRules.Invalid("Rich content too large (max 100KB).", "rich_content");
    }
}
