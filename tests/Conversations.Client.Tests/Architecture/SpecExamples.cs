using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conversations.Client.Tests.Architecture;

/// <summary>The contract's examples as responses of the stub.</summary>
internal static class SpecExamples
{
    /// <summary>The contract's own example of a success, as a response.</summary>
    public static StubAnswer Example(this SpecOperation operation)
    {
        JsonProperty success = operation.Json.GetProperty("responses").EnumerateObject().Last(static response => response.Name[0] == '2');
        int status = int.Parse(success.Name, System.Globalization.CultureInfo.InvariantCulture);
        if (!Spec.Resolve(success.Value).TryGetProperty("content", out JsonElement content))
        {
            return StubAnswer.Of(status);
        }

        JsonProperty media = content.EnumerateObject().Single();
        JsonElement example = Of(media.Value).First();
        return media.Name == "text/event-stream" ? StubAnswer.Stream(example.GetString()!) : StubAnswer.Json(WithoutLinks(example), status);
    }

    /// <summary>The examples of a media type: its only one, or those that have names.</summary>
    public static IEnumerable<JsonElement> Of(JsonElement media) => media.TryGetProperty("example", out JsonElement single)
        ? [single]
        : media.GetProperty("examples").EnumerateObject().Select(static example => Spec.Resolve(example.Value).GetProperty("value"));

    /// <summary>The stub has only one page, so the links of the example are removed.</summary>
    private static string WithoutLinks(JsonElement example)
    {
        JsonNode node = JsonNode.Parse(example.GetRawText())!;
        if (node is JsonObject page && page.ContainsKey("next"))
        {
            page["next"] = null;
        }

        return node.ToJsonString();
    }
}
