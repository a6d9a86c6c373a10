using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Rules;

/// <summary>
/// Reads the members that a sent and a queued message have in common. Each is checked on its own (docs/service/conversations.md 3.2, 5.2).
/// </summary>
internal static class MessageFields
{
    private const int MaxContentCharacters = 40_000;

    public static string Content(JsonElement body) => Content(FieldRules.Member(body, "content"), "content");

    public static string Content(JsonElement value, string attribute) => FieldRules.Text(value, attribute, MaxContentCharacters);

    public static JsonElement? Tools(JsonElement body) => FieldRules.Optional<JsonElement?>(body, "contextual_tools", static (tools, name) =>
    {
        if (FieldRules.NotNull(tools, name).ValueKind != JsonValueKind.Object)
        {
            throw Refusal.Invalid("not_a_dict", $"Expected a dictionary of items but got type \"{FieldRules.PythonType(tools)}\".", name);
        }

        foreach (JsonProperty tool in tools.EnumerateObject())
        {
            _ = FieldRules.NotNull(tool.Value, $"{name}__{tool.Name}");
        }

        return tools;
    });

    public static JsonElement? UiContext(JsonElement body) =>
        FieldRules.Optional<JsonElement?>(body, "ui_context", static (value, name) => FieldRules.NotNull(value, name));

    /// <summary>The service silently drops a billing context that is not valid. It refuses only null.</summary>
    public static JsonElement? BillingContext(JsonElement body) => FieldRules.Optional<JsonElement?>(
        body, "billing_context", static (value, name) =>
            BillingContextRules.Fits(FieldRules.NotNull(value, name)) ? BillingContextRules.Shorten(value) : null);

    public static string? AgentMode(JsonElement body, FakeState state) => FieldRules.Optional(
        body, "agent_mode", (value, name) => FieldRules.Choice(value, name, Vocabulary.AgentModes(state)));

    /// <summary>Checks <c>ui_context</c> after all members have passed their own checks. The error names no member.</summary>
    public static void RequireFit(JsonElement? uiContext, bool isCurrent)
    {
        if (uiContext is { } context && !UiContextRules.Fits(context, isCurrent))
        {
            throw FieldRules.Invalid("Invalid message content.", attribute: null);
        }
    }
}
