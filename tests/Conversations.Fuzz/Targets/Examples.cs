using System.Text.Json;

namespace Conversations.Fuzz.Targets;

/// <summary>The examples of the contract, to begin with.</summary>
internal static class Examples
{
    /// <summary>Each example of an OpenAPI document, as JSON.</summary>
    public static IReadOnlyList<string> Of(string document)
    {
        using var root = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(document)));
        return [.. In(root.RootElement).Distinct()];
    }

    private static IEnumerable<string> In(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => member.Name switch
        {
            "example" => [member.Value.GetRawText()],
            "examples" when member.Value.ValueKind == JsonValueKind.Object => member.Value.EnumerateObject()
                .Where(static example => example.Value.ValueKind == JsonValueKind.Object && example.Value.TryGetProperty("value", out _))
                .Select(static example => example.Value.GetProperty("value").GetRawText()),
            _ => In(member.Value),
        }),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(In),
        _ => [],
    };
}
