using System.Text.Json;

namespace Conversations.Client.Validation;

/// <summary>Checks the service's limits on tickets before sending, where the service would fail or refuse.</summary>
internal static class TicketRules
{
    public const int MaxFeedbackMessageIdLength = 200;
    public const int MaxFeedbackLength = 2_000;
    private const int MaxTagLength = 255;
    private const int MaxTags = 100;
    private const int MaxMessageLength = 5_000;
    private const int MaxSubjectLength = 500;
    private const int MaxDistinctIdLength = 400;

    /// <summary>
    /// Tags have 1 to 255 characters. Longer ones fail inside the server, and blank ones are refused (docs/service/tickets.md 6.2).
    /// </summary>
    public static void ThrowIfInvalidTags(IReadOnlyList<string>? tags, string parameter)
    {
        foreach (string tag in tags ?? [])
        {
            TextRules.ThrowIfInvalid(tag, MaxTagLength, "A tag", parameter);
        }
    }

    public static void ThrowIfInvalidReason(string? reason, string parameter) => TextRules.ThrowIfNotSendable(reason, "EscalationReason", parameter);

    public static void ThrowIfInvalidMessage(string message, string parameter) =>
        TextRules.ThrowIfInvalid(message, MaxMessageLength, "The message", parameter);

    public static void ThrowIfEmptyMessageId(Guid messageId)
    {
        if (messageId == Guid.Empty)
        {
            throw new ArgumentException("The message's id is empty: give the Id of one of the ticket's messages.", nameof(messageId));
        }
    }

    public static void ThrowIfInvalid(TicketCompose message, string parameter)
    {
        ThrowIfInvalidMessage(message.Message, parameter);
        TextRules.ThrowIfInvalid(message.RecipientEmail, int.MaxValue, "RecipientEmail", parameter);
        TextRules.ThrowIfInvalidOrNull(message.EmailSubject, MaxSubjectLength, "EmailSubject", parameter);
        TextRules.ThrowIfInvalidOrNull(message.RecipientDistinctId, MaxDistinctIdLength, "RecipientDistinctId", parameter);
        ThrowIfInvalidTags(message.Tags, parameter);
        if (message.Tags?.Count > MaxTags)
        {
            throw new ArgumentException($"There are {message.Tags.Count} tags, and the service takes {MaxTags}: give fewer.", parameter);
        }

        if (message.EmailConfigId == Guid.Empty)
        {
            throw new ArgumentException("EmailConfigId is empty: give the id of one of the project's verified e-mail channels.", parameter);
        }
    }

    /// <summary>Refuses an assignee that names nobody or two, because no server accepts it.</summary>
    public static void ThrowIfInvalidAssignee(Assignee? assignee, string parameter)
    {
        bool isSendable = assignee switch
        {
            null => true,
            { Type.Value: "user", UserId: not null, RoleId: null } => true,
            { Type.Value: "role", UserId: null, RoleId: { } role } => role != Guid.Empty,
            _ => false,
        };
        if (!isSendable)
        {
            throw new ArgumentException("Assignee names neither one user nor one role: use Assignee.User(id) or Assignee.Role(id), or null to unassign.", parameter);
        }
    }

    /// <summary>Whether traits are absent or JSON null, which the service refuses.</summary>
    public static bool IsNull(JsonElement? json) => json is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined };
}
