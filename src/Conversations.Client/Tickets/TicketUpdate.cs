using Conversations.Client.Validation;

namespace Conversations.Client;

/// <example>
/// <code>
/// new TicketUpdate { Status = TicketStatus.Pending, Priority = null, Tags = ["vip"] }
/// </code>
/// </example>
public sealed partial record TicketUpdate
{
    /// <summary>Throws for values that the service would refuse, before they are sent.</summary>
    internal void ThrowIfInvalid(string parameter)
    {
        Mentions.ThrowIfNothing(_mentioned == Member.None, parameter);
        ThrowIfCleared(Member.Status, Status is null or { Value.Length: 0 }, "set a status", parameter);
        ThrowIfCleared(Member.AnonymousTraits, TicketRules.IsNull(AnonymousTraits), "set an empty object", parameter);
        ThrowIfCleared(Member.AIResolved, AIResolved is null, "set true or false", parameter);
        ThrowIfCleared(Member.Tags, Tags is null, "set [] to remove all tags", parameter);
        TicketRules.ThrowIfInvalidTags(Tags, parameter);
        TicketRules.ThrowIfInvalidReason(EscalationReason, parameter);
        TicketRules.ThrowIfInvalidAssignee(Assignee, parameter);
    }

    private void ThrowIfCleared(Member member, bool isNull, string instead, string parameter) =>
        Mentions.ThrowIfCleared(IsMentioned(member) && isNull, member.ToString(), instead, parameter);
}
