using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>What the contract says of a request's body.</summary>
internal sealed record SentBody(SentBody.Verdict Says, JsonElement? Json, IReadOnlyList<string> Mistakes)
{
    public enum Verdict
    {
        /// <summary>The operation takes none.</summary>
        NotAsked,

        Fits,
        Breaks,
        NotJson,
    }

    public static SentBody Of(PlannedRequest request, SpecOperation? operation)
    {
        if (operation?.BodySchema is not { } schema)
        {
            return new(Verdict.NotAsked, null, []);
        }

        // An empty body counts as an empty object.
        if (Parse(string.IsNullOrEmpty(request.Body) ? "{}" : request.Body) is not { } json)
        {
            return new(Verdict.NotJson, null, []);
        }

        IReadOnlyList<string> mistakes = ContractSchema.Open.Mistakes(schema, json);
        return new(mistakes.Count == 0 ? Verdict.Fits : Verdict.Breaks, json, mistakes);
    }

    /// <summary>Of members with the same name the last counts, as in the service; half a surrogate pair is no text.</summary>
    private static JsonElement? Parse(string text)
    {
        try
        {
            var json = JsonElement.Parse(text);
            return JsonElement.Parse(Single(json)?.ToJsonString() ?? "null");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonNode? Single(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    members[member.Name] = Single(member.Value);
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(Single)]);
            case JsonValueKind.String:
                return JsonValue.Create(value.GetString());
            default:
                return JsonNode.Parse(value.GetRawText());
        }
    }
}
