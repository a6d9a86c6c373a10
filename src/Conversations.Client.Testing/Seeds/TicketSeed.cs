using System.Text.Json;

namespace Conversations.Client.Testing;

/// <summary>A ticket to put into the fake. The fake takes the values without checks. What is left out gets the service's default.</summary>
public sealed record TicketSeed
{
    /// <summary>The project. Default: the fake's own.</summary>
    public int? Project { get; init; }

    /// <summary>The id. Default: a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The number. Default: the next one of the project. A ticket with the same project and number is replaced.</summary>
    public int? TicketNumber { get; init; }

    /// <summary>The channel. Default: the widget.</summary>
    public OpenEnum<ChannelSource> ChannelSource { get; init; } = Client.ChannelSource.Widget;

    /// <summary>The kind within the channel.</summary>
    public OpenEnum<ChannelDetail>? ChannelDetail { get; init; }

    /// <summary>The customer's distinct id, which finds the person. Default: empty.</summary>
    public string DistinctId { get; init; } = "";

    /// <summary>The status. Default: new.</summary>
    public OpenEnum<TicketStatus> Status { get; init; } = TicketStatus.New;

    /// <summary>The priority.</summary>
    public OpenEnum<TicketPriority>? Priority { get; init; }

    /// <summary>Who works on it.</summary>
    public Assignee? Assignee { get; init; }

    /// <summary>What is known about the customer. Searches look at <c>name</c> and <c>email</c>. Default: an empty object.</summary>
    public JsonElement? AnonymousTraits { get; init; }

    /// <summary>Whether the customer's identity was attested. Null: unknown.</summary>
    public bool? IdentityVerified { get; init; }

    /// <summary>Whether the AI has resolved it.</summary>
    public bool AIResolved { get; init; }

    /// <summary>Why it was escalated.</summary>
    public string? EscalationReason { get; init; }

    /// <summary>The AI's triage. Filters look at <c>status</c> and <c>result</c>. Default: an empty object.</summary>
    public JsonElement? AITriage { get; init; }

    /// <summary>When it was made. Default: now, on the fake's clock.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last changed. Default: now, on the fake's clock.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>How many public messages there are. Default: counted from <see cref="Messages"/>.</summary>
    public int? MessageCount { get; init; }

    /// <summary>When the last public message was written. Default: taken from <see cref="Messages"/>.</summary>
    public DateTimeOffset? LastMessageAt { get; init; }

    /// <summary>The beginning of the last public message. Default: taken from <see cref="Messages"/>.</summary>
    public string? LastMessageText { get; init; }

    /// <summary>How many customer messages the team has not opened.</summary>
    public int UnreadTeamCount { get; init; }

    /// <summary>How many team messages the customer has not seen.</summary>
    public int UnreadCustomerCount { get; init; }

    /// <summary>The replay session.</summary>
    public string? SessionId { get; init; }

    /// <summary>The customer's session of the widget: whoever knows it reads and writes as the customer. Default: none.</summary>
    public Guid? WidgetSessionId { get; init; }

    /// <summary>What is known about the session. Default: an empty object.</summary>
    public JsonElement? SessionContext { get; init; }

    /// <summary>When its SLA ends.</summary>
    public DateTimeOffset? SlaDueAt { get; init; }

    /// <summary>Until when it is snoozed.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>The Slack channel.</summary>
    public string? SlackChannelId { get; init; }

    /// <summary>The Slack thread.</summary>
    public string? SlackThreadTs { get; init; }

    /// <summary>The Slack team.</summary>
    public string? SlackTeamId { get; init; }

    /// <summary>The subject of an e-mail ticket.</summary>
    public string? EmailSubject { get; init; }

    /// <summary>The customer's address.</summary>
    public string? EmailFrom { get; init; }

    /// <summary>The team's address.</summary>
    public string? EmailTo { get; init; }

    /// <summary>Who else receives the e-mails. Default: an empty array.</summary>
    public JsonElement? CcParticipants { get; init; }

    /// <summary>The GitHub repository, <c>owner/repo</c>.</summary>
    public string? GitHubRepo { get; init; }

    /// <summary>The number of the GitHub issue.</summary>
    public long? GitHubIssueNumber { get; init; }

    /// <summary>The Zendesk ticket it was imported from.</summary>
    public long? ZendeskTicketId { get; init; }

    /// <summary>The customer's organization.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>How the organization became known.</summary>
    public string? OrganizationIdSource { get; init; }

    /// <summary>The tags as they are stored: in lower case.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>
    /// What every caller may do with it on the newest service: <c>none</c>, <c>viewer</c>, <c>editor</c> or <c>manager</c>. Reading needs a
    /// viewer, changing an editor. Default: editor.
    /// </summary>
    public string UserAccessLevel { get; init; } = "editor";

    /// <summary>The thread, oldest first.</summary>
    public IReadOnlyList<MessageSeed> Messages { get; init; } = [];
}

/// <summary>A message of a seeded ticket.</summary>
public sealed record MessageSeed
{
    /// <summary>The id. Default: a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The text.</summary>
    public required string Content { get; init; }

    /// <summary>Who wrote it. Default: the customer.</summary>
    public OpenEnum<AuthorType> AuthorType { get; init; } = Client.AuthorType.Customer;

    /// <summary>The user who wrote it. Null: it was not a user.</summary>
    public long? Author { get; init; }

    /// <summary>The author's name as the channel gave it. Default: none; the service then looks for one.</summary>
    public string? AuthorName { get; init; }

    /// <summary>The text with formatting, as raw JSON. Default: none.</summary>
    public JsonElement? RichContent { get; init; }

    /// <summary>The whole e-mail, with quotes and signature. Default: not available.</summary>
    public string? FullEmail { get; init; }

    /// <summary>Whether it is a note for the team only. Searches still find it.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether it was deleted.</summary>
    public bool Deleted { get; init; }

    /// <summary>When it was written. Default: now, on the fake's clock.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
