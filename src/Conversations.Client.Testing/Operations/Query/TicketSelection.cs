using System.Globalization;
using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations.Query;

/// <summary>Decides whether a ticket is in a list (docs/service/tickets.md 5).</summary>
internal sealed class TicketSelection(TicketFilter filter, DateTimeOffset now, bool isCurrent)
{
    private static readonly TimeSpan RiskWindow = TimeSpan.FromHours(1);

    public bool Has(TicketRow ticket) =>
        filter.Statuses?.Contains(ticket.Status) != false
        && (filter.Priorities is null || (ticket.Priority is { } priority && filter.Priorities.Contains(priority)))
        && (filter.ChannelSource is null || filter.ChannelSource == ticket.ChannelSource)
        && (filter.ChannelDetail is null || filter.ChannelDetail == ticket.ChannelDetail)
        && filter.Assignees?.Contains(new AssigneeRule(ticket.Assignee?.User, ticket.Assignee?.Role)) != false
        && !(ticket.UpdatedAt < filter.From?.Instant)
        && !(ticket.UpdatedAt > filter.To?.Instant)
        && IsFromCustomer(ticket)
        && HasTags(ticket)
        && HasSla(ticket)
        && (filter.Snoozed is null || filter.Snoozed == ticket.SnoozedUntil.HasValue)
        && HasTriage(ticket)
        && (filter.Search is null || Mentions(ticket, filter.Search));

    // The two ways to name a customer are combined with OR, unlike all other filters.
    private bool IsFromCustomer(TicketRow ticket) =>
        (filter.DistinctIds is null && filter.Emails is null)
        || filter.DistinctIds?.Contains(ticket.DistinctId) == true
        || (ticket.EmailFrom is { } email && filter.Emails?.Contains(email, StringComparer.OrdinalIgnoreCase) == true);

    private bool HasTags(TicketRow ticket) =>
        filter.Tags?.Any?.Any(ticket.Tags.Contains) != false
        && filter.Tags?.All?.All(ticket.Tags.Contains) != false
        && filter.TagsExclude?.Any(ticket.Tags.Contains) != true;

    // The status is ignored, so resolved tickets are included (docs/service/tickets.md 5.2).
    private bool HasSla(TicketRow ticket) => (filter.Sla, ticket.SlaDueAt) switch
    {
        (null, _) => true,
        (_, null) => false,
        ("breached", { } due) => due < now,
        ("at-risk", { } due) => now <= due && due <= now + RiskWindow,
        (_, { } due) => due > now + RiskWindow,
    };

    private bool HasTriage(TicketRow ticket) =>
        filter.TriageResults is not { } wanted
        || wanted.Any(value => Member(ticket.AITriage, value == "in_progress" ? "status" : "result") == value);

    private bool Mentions(TicketRow ticket, string search)
    {
        // A number finds only the ticket with this number (docs/service/tickets.md 5.1).
        ReadOnlySpan<char> digits = isCurrent && search.StartsWith('#') ? search.AsSpan(1) : search;
        if (digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9'))
        {
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && ticket.Number == number;
        }

        return Contains(Member(ticket.AnonymousTraits, "name"), search)
            || Contains(Member(ticket.AnonymousTraits, "email"), search)
            || Contains(ticket.EmailSubject, search)
            || ticket.Messages.Exists(message => !message.Deleted && Contains(message.Content, search));
    }

    private static bool Contains(string? text, string search) => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true;

    private static string? Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty(name, out JsonElement member)
            && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;
}
