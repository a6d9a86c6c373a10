using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Conversations.Client.Validation;

/// <summary>Checks the service's limits on ids and texts of conversations before sending.</summary>
internal static class ConversationRules
{
    private const int MaxContentLength = 40_000;
    private const int MaxAppendedLength = 10_000;

    public static void ThrowIfEmpty(Guid id, [CallerArgumentExpression(nameof(id))] string? parameter = null)
    {
        if (id == Guid.Empty)
        {
            throw new ArgumentException("The conversation's id is empty: give the id of a conversation, or a new one such as Guid.CreateVersion7() for a new conversation.", parameter);
        }
    }

    /// <summary>Checks a message of a person.</summary>
    public static void ThrowIfInvalidContent(string content) => ThrowIfInvalid(content, MaxContentLength);

    /// <summary>Checks a message that is appended for the assistant.</summary>
    public static void ThrowIfInvalidAppended(string content) => ThrowIfInvalid(content, MaxAppendedLength);

    private static void ThrowIfInvalid(string content, int limit) => TextRules.ThrowIfInvalid(content, limit, "The text", nameof(content));

    /// <summary>Checks the options of a text or a payload.</summary>
    public static void ThrowIfInvalidContext(
        string? replaySessionId, JsonElement? contextualTools, JsonElement? uiContext, JsonElement? billingContext, string parameter)
    {
        if (replaySessionId is not null
            && (replaySessionId.Length == 0 || replaySessionId[0] == ' ' || replaySessionId[^1] == ' '
                || replaySessionId.AsSpan().ContainsAnyExceptInRange(' ', '~')))
        {
            throw new ArgumentException("ReplaySessionId is empty, begins or ends with a space, or holds a character that no header can carry: give the recording's id, or leave it out.", parameter);
        }

        foreach ((string? name, JsonElement? json) in new[] { (nameof(SendOptions.ContextualTools), contextualTools),
            (nameof(SendOptions.UiContext), uiContext), (nameof(SendOptions.BillingContext), billingContext) })
        {
            if (json is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Undefined) } other)
            {
                throw new ArgumentException($"{name} is {other.ValueKind}, and the service takes an object only: give an object, or leave it out.", parameter);
            }
        }

        if (contextualTools is { ValueKind: JsonValueKind.Object } tools)
        {
            foreach (JsonProperty tool in tools.EnumerateObject().Where(static tool => tool.Value.ValueKind == JsonValueKind.Null))
            {
                throw new ArgumentException($"The tool \"{tool.Name}\" in ContextualTools is null, which the service refuses: give it an empty object, or leave it out.", parameter);
            }
        }
    }
}
