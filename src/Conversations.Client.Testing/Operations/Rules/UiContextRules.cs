using System.Text.Json;

namespace Conversations.Client.Testing.Operations;

/// <summary>The strict outline of <c>ui_context</c>: unknown keys are refused (conversations.md 3.3).</summary>
internal static class UiContextRules
{
    public static bool Fits(JsonElement context, bool isNewest) =>
        context.ValueKind == JsonValueKind.Object && context.EnumerateObject().All(member => Fits(member, isNewest));

    private static bool Fits(JsonProperty member, bool isNewest) => member.Name switch
    {
        _ when member.Value.ValueKind == JsonValueKind.Null => IsKnown(member.Name, isNewest),
        "dashboards" => AreAll(member.Value, "dashboard"),
        "insights" => AreAll(member.Value, "insight"),
        "events" => AreAll(member.Value, "event"),
        "actions" => AreAll(member.Value, "action"),
        "error_tracking_issues" or "evaluations" or "notebooks" => member.Value.ValueKind == JsonValueKind.Array,
        "form_answers" => member.Value.ValueKind == JsonValueKind.Object,
        "voice_mode" => member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => IsKnown(member.Name, isNewest),
    };

    private static bool IsKnown(string name, bool isNewest) => name switch
    {
        "dashboards" or "insights" or "events" or "actions" or "error_tracking_issues" or "evaluations" or "notebooks"
            or "form_answers" or "voice_mode" => true,
        "filters_override" or "variables_override" or "billing" => !isNewest,
        _ => false,
    };

    private static bool AreAll(JsonElement items, string type) =>
        items.ValueKind == JsonValueKind.Array
        && items.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object
            && item.TryGetProperty("id", out _)
            && (!item.TryGetProperty("type", out JsonElement own) || (own.ValueKind == JsonValueKind.String && own.ValueEquals(type))));
}
