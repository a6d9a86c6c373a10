using System.Text.Json;

namespace Conversations.Client.Testing.Operations.Rules;

/// <summary>
/// The strict outline of <c>ui_context</c>: unknown members are refused, also in the items of its lists
/// (docs/service/conversations.md 3.3).
/// </summary>
internal static class UiContextRules
{
    public static bool Fits(JsonElement context, bool isCurrent) =>
        context.ValueKind == JsonValueKind.Object && context.EnumerateObject().All(member => Fits(member, isCurrent));

    private static bool Fits(JsonProperty member, bool isCurrent)
    {
        JsonElement value = member.Value;
        return member.Name switch
        {
            "filters_override" or "variables_override" or "billing" => !isCurrent,
            "dashboards" => IsNull(value) || AreAll(value, IsDashboard),
            "insights" => IsNull(value) || AreAll(value, IsInsight),
            "events" => IsNull(value) || AreAll(value, IsEvent),
            "actions" => IsNull(value) || AreAll(value, IsAction),
            "error_tracking_issues" or "evaluations" or "notebooks" => IsNull(value) || AreAll(value, static item => item.ValueKind == JsonValueKind.Object),
            "form_answers" =>
                IsNull(value)
                    || (value.ValueKind == JsonValueKind.Object
                        && value.EnumerateObject().All(static answer => answer.Value.ValueKind == JsonValueKind.String)),
            "voice_mode" => value.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null,
            _ => false,
        };
    }

    private static bool IsDashboard(JsonElement item) =>
        IsA(item, "dashboard", IsNumber, "insights", "filters")
        && item.TryGetProperty("insights", out JsonElement insights) && AreAll(insights, IsInsight)
        && item.TryGetProperty("filters", out JsonElement filters) && filters.ValueKind == JsonValueKind.Object;

    // The other members of an insight are not known, so any are allowed.
    private static bool IsInsight(JsonElement item) =>
        IsA(item, "insight", IsTextOrNumber, others: null)
            && item.TryGetProperty("query", out JsonElement query)
            && query.ValueKind == JsonValueKind.Object;

    private static bool IsEvent(JsonElement item) => IsA(item, "event", IsTextOrNumber);

    private static bool IsAction(JsonElement item) =>
        IsA(item, "action", IsNumber) && item.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String;

    private static bool IsA(JsonElement item, string type, Predicate<JsonElement> isId, params string[]? others) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("type", out JsonElement own) && own.ValueKind == JsonValueKind.String && own.ValueEquals(type)
        && item.TryGetProperty("id", out JsonElement id) && isId(id)
        && item.EnumerateObject().All(member => member.Name switch
        {
            "type" or "id" => true,
            "name" or "description" => member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null,
            _ => others is null || others.Contains(member.Name),
        });

    private static bool AreAll(JsonElement items, Func<JsonElement, bool> fits) =>
        items.ValueKind == JsonValueKind.Array && items.EnumerateArray().All(fits);

    private static bool IsNull(JsonElement value) => value.ValueKind == JsonValueKind.Null;

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number;

    private static bool IsTextOrNumber(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number;
}
