using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Rules;

/// <summary>The writable members that a body has, checked in the service's order (docs/service/tickets.md 6.2).</summary>
internal sealed class TicketChanges
{
    private const int MaxTagCharacters = 255;
    private const string OnHold = "on_hold";
    private const string Open = "open";

    private readonly List<Action<TicketRow>> _changes = [];
    private bool _setsStatus;

    public static TicketChanges Read(JsonElement body, FakeState state)
    {
        var changes = new TicketChanges();
        changes.On(body, "status", value =>
        {
            string status = FieldRules.Choice(value, "status", Vocabulary.TicketStatuses);
            changes._setsStatus = true;
            return ticket => ticket.Status = status;
        });
        changes.On(body, "priority", value =>
        {
            // An empty text is stored and returned unchanged.
            string? priority = value.ValueKind == JsonValueKind.Null ? null
                : value.ValueKind == JsonValueKind.String && value.ValueEquals("") ? ""
                : FieldRules.Choice(value, "priority", Vocabulary.Priorities(state));
            return ticket => ticket.Priority = priority;
        });
        changes.On(body, "anonymous_traits", value =>
        {
            JsonElement traits = FieldRules.NotNull(value, "anonymous_traits");
            return ticket => ticket.AnonymousTraits = traits;
        });
        changes.On(body, "ai_resolved", value =>
        {
            bool isResolved = FieldRules.Boolean(value, "ai_resolved");
            return ticket => ticket.AIResolved = isResolved;
        });
        changes.On(body, "escalation_reason", value =>
        {
            string? reason = value.ValueKind == JsonValueKind.Null ? null : FieldRules.Text(value, "escalation_reason", mayBeBlank: true);
            return ticket => ticket.EscalationReason = reason;
        });
        changes.On(body, "sla_due_at", value =>
        {
            DateTimeOffset? due = InstantOrNull(value, "sla_due_at");
            return ticket => ticket.SlaDueAt = due;
        });
        changes.On(body, "snoozed_until", value =>
        {
            DateTimeOffset? until = InstantOrNull(value, "snoozed_until");
            return ticket => ticket.SnoozedUntil = until;
        });
        changes.On(body, "tags", value =>
        {
            List<string> tags = Tags(value, state.IsCurrent);
            return ticket => ticket.Tags = tags;
        });
        return changes;
    }

    public void Apply(TicketRow ticket)
    {
        foreach (Action<TicketRow> change in _changes)
        {
            change(ticket);
        }
    }

    /// <summary>
    /// Snoozing puts a ticket on hold and waking opens it, unless the same request sets a status (docs/service/tickets.md 6.3).
    /// </summary>
    public void ApplyWithSnooze(TicketRow ticket)
    {
        bool wasSnoozed = ticket.SnoozedUntil.HasValue;
        Apply(ticket);
        bool isSnoozed = ticket.SnoozedUntil.HasValue;
        if (wasSnoozed != isSnoozed && !_setsStatus)
        {
            ticket.Status = isSnoozed ? OnHold : Open;
        }
    }

    private static DateTimeOffset? InstantOrNull(JsonElement value, string attribute) =>
        value.ValueKind == JsonValueKind.Null ? null : FieldRules.Instant(value, attribute).ToMicroseconds();

    private static List<string> Tags(JsonElement value, bool isCurrent)
    {
        IReadOnlyList<JsonElement> items = FieldRules.List(value, "tags");
        List<string> tags = [.. items.Select((item, i) => FieldRules.Text(item, $"tags__{i}", mayBeBlank: !isCurrent).ToLowerInvariant())];

        // Numbers and long tags pass the checks of the service but then cause a server error (docs/service/tickets.md 6.2).
        return items.Any(item => item.ValueKind == JsonValueKind.Number)
            || tags.Exists(tag => FieldRules.CountCharacters(tag) > MaxTagCharacters)
            ? throw Refusal.ServerError()
            : [.. tags.Where(tag => tag.Length > 0).Distinct()];
    }

    private void On(JsonElement body, string name, Func<JsonElement, Action<TicketRow>> read)
    {
        if (body.TryGetProperty(name, out JsonElement value))
        {
            _changes.Add(read(value));
        }
    }
}
