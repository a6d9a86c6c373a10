using System.Text.Json;

namespace Conversations.Client.Testing.Operations.Rules;

/// <summary>Reads tags that are checked before they are saved, unlike those of an update (docs/service/tickets.md 8.3, 8.4).</summary>
internal static class TagRules
{
    private const int MaxTags = 100;
    private const int MaxCharacters = 255;

    /// <summary>Returns the tags trimmed, in lower case and without duplicates.</summary>
    public static IReadOnlyList<string> Read(JsonElement value, string attribute)
    {
        IReadOnlyList<JsonElement> items = FieldRules.BoundedList(value, attribute, MaxTags);
        return
        [
            .. items
                .Select((item, index) => FieldRules.Text(item, $"{attribute}__{index}", MaxCharacters).ToLowerInvariant())
                .Distinct(),
        ];
    }
}
