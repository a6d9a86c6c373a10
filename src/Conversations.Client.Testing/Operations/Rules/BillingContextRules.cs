using System.Text.Json;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Rules;

/// <summary>The outline of <c>billing_context</c> (docs/service/conversations.md 3.3).</summary>
internal static class BillingContextRules
{
    private const string SpendHistory = "spend_history";
    private const int MaxSpendHistory = 20;

    public static bool Fits(JsonElement context) =>
        context.ValueKind == JsonValueKind.Object
        && IsBoolean(context, "has_active_subscription")
        && Is(context, "subscription_level", value => value.ValueKind == JsonValueKind.String && value.GetString() is "free" or "paid" or "custom")
        && Is(context, "billing_plan", value => value.ValueKind is JsonValueKind.String or JsonValueKind.Null)
        && Is(context, "products", value => value.ValueKind == JsonValueKind.Array)
        && Is(context, "settings", value => value.ValueKind == JsonValueKind.Object && IsBoolean(value, "autocapture_on") && IsNumber(value, "active_destinations"))
        && MayBe(context, "trial", value => value.ValueKind == JsonValueKind.Object)
        && MayBe(context, "billing_period", IsPeriod)
        && MayBe(context, "usage_history", value => value.ValueKind == JsonValueKind.Array)
        && MayBe(context, SpendHistory, value => value.ValueKind == JsonValueKind.Array)
        && MayBe(context, "is_deactivated", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False);

    /// <summary>Leaves out a spend history that is too long to be kept.</summary>
    public static JsonElement Shorten(JsonElement context) =>
        Is(context, SpendHistory, value => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > MaxSpendHistory)
            ? WireJson.ToElement(context, WriteWithoutHistory)
            : context;

    private static void WriteWithoutHistory(Utf8JsonWriter writer, JsonElement context)
    {
        writer.WriteStartObject();
        foreach (JsonProperty member in context.EnumerateObject().Where(member => member.Name != SpendHistory))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static bool IsPeriod(JsonElement period) =>
        period.ValueKind == JsonValueKind.Object
        && IsText(period, "current_period_start")
        && IsText(period, "current_period_end")
        && Is(period, "interval", value => value.ValueKind == JsonValueKind.String && value.GetString() is "month" or "year");

    private static bool IsText(JsonElement context, string name) => Is(context, name, value => value.ValueKind == JsonValueKind.String);

    private static bool IsNumber(JsonElement context, string name) => Is(context, name, value => value.ValueKind == JsonValueKind.Number);

    private static bool MayBe(JsonElement context, string name, Predicate<JsonElement> test) =>
        !context.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null || test(value);

    private static bool IsBoolean(JsonElement context, string name) =>
        Is(context, name, value => value.ValueKind is JsonValueKind.True or JsonValueKind.False);

    private static bool Is(JsonElement context, string name, Predicate<JsonElement> test) =>
        context.TryGetProperty(name, out JsonElement value) && test(value);
}
