using System.Text.Json;

namespace Conversations.Client.Testing.State;

/// <summary>A ticket as stored; see the contract's tickets.md, section 2.</summary>
internal sealed class TicketRow
{
    public required Guid Id { get; init; }

    public required int Project { get; init; }

    public required int Number { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public string ChannelSource { get; init; } = "widget";

    public string? ChannelDetail { get; init; }

    public string DistinctId { get; init; } = "";

    public string Status { get; set; } = "new";

    /// <summary>Null and <c>""</c> are both "no priority", and are returned as they came (6.2).</summary>
    public string? Priority { get; set; }

    public AssigneeRow? Assignee { get; set; }

    public JsonElement AnonymousTraits { get; set; } = EmptyJson.Object;

    public bool? IdentityVerified { get; init; }

    public bool AiResolved { get; set; }

    public string? EscalationReason { get; set; }

    public JsonElement AiTriage { get; init; } = EmptyJson.Object;

    public int MessageCount { get; set; }

    public DateTimeOffset? LastMessageAt { get; set; }

    public string? LastMessageText { get; set; }

    public int UnreadTeamCount { get; set; }

    public int UnreadCustomerCount { get; set; }

    public string? SessionId { get; init; }

    public JsonElement SessionContext { get; init; } = EmptyJson.Object;

    public DateTimeOffset? SlaDueAt { get; set; }

    public DateTimeOffset? SnoozedUntil { get; set; }

    public string? SlackChannelId { get; init; }

    public string? SlackThreadTs { get; init; }

    public string? SlackTeamId { get; init; }

    public string? EmailSubject { get; init; }

    public string? EmailFrom { get; init; }

    public string? EmailTo { get; init; }

    public JsonElement CcParticipants { get; init; } = EmptyJson.Array;

    public string? GithubRepo { get; init; }

    public long? GithubIssueNumber { get; init; }

    public long? ZendeskTicketId { get; init; }

    public string? OrganizationId { get; init; }

    public string? OrganizationIdSource { get; init; }

    public IReadOnlyList<string> Tags { get; set; } = [];

    public List<TicketMessageRow> Messages { get; init; } = [];
}

/// <summary>Exactly one of the two is set.</summary>
internal sealed record AssigneeRow(long? User, Guid? Role);

internal sealed record TicketMessageRow(
    Guid Id, string Content, string AuthorType, long? Author, bool IsPrivate, bool Deleted, DateTimeOffset CreatedAt)
{
    public bool CountsAsPublic => !IsPrivate && !Deleted;
}
