using System.Text;
using System.Text.Json;

namespace Conversations.Client.Testing.State;

/// <summary>A ticket as stored; see docs/service/tickets.md 2.</summary>
internal sealed class TicketRow
{
    private const int LastTextCharacters = 500;

    public required Guid Id { get; init; }

    public required int Project { get; init; }

    public required int Number { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public string ChannelSource { get; init; } = "widget";

    public string? ChannelDetail { get; init; }

    public string DistinctId { get; set; } = "";

    public string Status { get; set; } = "new";

    /// <summary>Null and <c>""</c> both mean "no priority". Each is returned as it was set (docs/service/tickets.md 6.2).</summary>
    public string? Priority { get; set; }

    public AssigneeRow? Assignee { get; set; }

    public JsonElement AnonymousTraits { get; set; } = EmptyJson.Object;

    public bool? IdentityVerified { get; set; }

    /// <summary>
    /// Whoever knows it may read the ticket and write to it as the customer. No answer shows it (docs/service/neighbours.md 1.2).
    /// </summary>
    public Guid? WidgetSessionId { get; init; }

    public bool AIResolved { get; set; }

    public string? EscalationReason { get; set; }

    public JsonElement AITriage { get; init; } = EmptyJson.Object;

    public int MessageCount { get; set; }

    public DateTimeOffset? LastMessageAt { get; set; }

    public string? LastMessageText { get; set; }

    public int UnreadTeamCount { get; set; }

    public int UnreadCustomerCount { get; set; }

    public string? SessionId { get; set; }

    public JsonElement SessionContext { get; set; } = EmptyJson.Object;

    public DateTimeOffset? SlaDueAt { get; set; }

    public DateTimeOffset? SnoozedUntil { get; set; }

    public string? SlackChannelId { get; init; }

    public string? SlackThreadTs { get; init; }

    public string? SlackTeamId { get; init; }

    public string? EmailSubject { get; init; }

    public string? EmailFrom { get; init; }

    public string? EmailTo { get; init; }

    public JsonElement CcParticipants { get; init; } = EmptyJson.Array;

    public string? GitHubRepo { get; init; }

    public long? GitHubIssueNumber { get; init; }

    public long? ZendeskTicketId { get; init; }

    public string? OrganizationId { get; init; }

    public string? OrganizationIdSource { get; init; }

    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>What every caller may do with it. The legacy version has no access levels (docs/service/tickets.md 1.8).</summary>
    public string AccessLevel { get; init; } = "editor";

    public bool IsHidden => AccessLevel == "none";

    public bool IsWritable => AccessLevel is "editor" or "manager";

    public List<TicketMessageRow> Messages { get; init; } = [];

    public bool IsResolved => Status == "resolved";

    /// <summary>
    /// Adds a message of the team. A public one counts as an update of the ticket, a note does not (docs/service/tickets.md 2.2, 9).
    /// </summary>
    public void AddFromTeam(TicketMessageRow message)
    {
        Messages.Add(message);
        if (!message.CountsAsPublic)
        {
            return;
        }

        UnreadCustomerCount++;
        Count(message);
    }

    /// <summary>Adds a message of the customer. The status does not change (docs/service/neighbours.md 1.3).</summary>
    public void AddFromCustomer(TicketMessageRow message)
    {
        Messages.Add(message);
        UnreadTeamCount++;
        Count(message);
    }

    /// <summary>Returns what is known about the customer under a name, if it is a text.</summary>
    public string? Trait(string name) =>
        AnonymousTraits.ValueKind == JsonValueKind.Object
            && AnonymousTraits.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    public TicketMessageRow? FindMessage(string id) => Guid.TryParse(id, out Guid known) ? FindMessage(known) : null;

    public TicketMessageRow? FindMessage(Guid id) =>
        Messages.Find(message => message.Id == id && !message.Deleted);

    public void Replace(TicketMessageRow message) => Messages[Messages.FindIndex(other => other.Id == message.Id)] = message;

    /// <summary>Cuts a text to the length that <c>last_message_text</c> has at most (docs/service/tickets.md 2).</summary>
    public static string Excerpt(string text) => Excerpt(text, LastTextCharacters);

    /// <summary>Cuts a text to a number of characters, counted as Python does.</summary>
    public static string Excerpt(string text, int most)
    {
        int length = 0;
        int count = 0;
        foreach (Rune character in text.EnumerateRunes())
        {
            if (count++ == most)
            {
                return text[..length];
            }

            length += character.Utf16SequenceLength;
        }

        return text;
    }

    /// <summary>
    /// Ends the snooze. The newest service then opens a ticket that is neither open nor new. The legacy version opens only one that is on
    /// hold (docs/service/tickets.md 6.3).
    /// </summary>
    public void Wake(DateTimeOffset now, bool isCurrent)
    {
        SnoozedUntil = null;
        bool opens = isCurrent ? Status is not ("open" or "new") : Status == "on_hold";
        if (opens)
        {
            Status = "open";
        }

        if (isCurrent)
        {
            UpdatedAt = now;
        }
    }

    private void Count(TicketMessageRow message)
    {
        MessageCount++;
        LastMessageAt = message.CreatedAt;
        LastMessageText = Excerpt(message.Content);
        UpdatedAt = message.CreatedAt;
    }
}

/// <summary>Exactly one of the two is set.</summary>
internal sealed record AssigneeRow(long? User, Guid? Role);

internal sealed record TicketMessageRow(
    Guid Id, string Content, string AuthorType, long? Author, bool IsPrivate, bool Deleted, DateTimeOffset CreatedAt)
{
    public JsonElement? RichContent { get; init; }

    /// <summary>The author's name as the channel gave it. Null: none (docs/service/tickets.md 9.0).</summary>
    public string? AuthorName { get; init; }

    /// <summary>The whole e-mail, with quotes and signature. Null: there is no more than <see cref="Content"/>.</summary>
    public string? FullEmail { get; init; }

    /// <summary>How often it was edited.</summary>
    public int Version { get; init; }

    public bool CountsAsPublic => !IsPrivate && !Deleted;
}
