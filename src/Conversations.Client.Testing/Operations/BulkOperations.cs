using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations;

/// <summary>Changes many tickets with one request (docs/service/tickets.md 8.2, 8.3).</summary>
internal static class BulkOperations
{
    private const int MaxIds = 500;
    private const int MaxChanges = 10_000;

    /// <summary>The response counts and names only the tickets that changed. All others are silently skipped.</summary>
    public static FakeResponse UpdateStatus(Call call)
    {
        JsonElement body = call.ReadObject();
        IReadOnlyList<Guid> ids = Ids(body, FieldRules.Uuid);
        string status = FieldRules.Choice(FieldRules.Member(body, "status"), "status", Vocabulary.TicketStatuses);
        TicketRow[] changed = [.. TicketLookup.FindAllToWrite(call, ids).Values.Where(ticket => ticket.Status != status)];
        foreach (TicketRow ticket in changed)
        {
            bool wasResolved = ticket.IsResolved;
            ticket.Status = status;
            ticket.UpdatedAt = call.State.Now;
            call.State.UnreadTotals.Note(ticket, wasResolved);
        }

        return FakeResponse.Json(200, changed, static (writer, tickets) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("updated", tickets.Length);
            writer.WriteStrings("ids", tickets.Select(ticket => ticket.Id.ToString()));
            writer.WriteEndObject();
        });
    }

    /// <summary>The legacy version required whole numbers as ids, so they could not match any ticket.</summary>
    public static FakeResponse UpdateTags(Call call)
    {
        JsonElement body = call.ReadObject();
        IReadOnlyList<Guid> ids = call.IsCurrent ? Ids(body, FieldRules.Uuid) : [];
        IReadOnlyList<long> numbers = call.IsCurrent ? [] : Ids(body, Integer);
        string action = FieldRules.Choice(FieldRules.Member(body, "action"), "action", ["add", "remove", "set"]);
        IReadOnlyList<string> tags = TagRules.Read(FieldRules.Member(body, "tags"), "tags");
        if (tags.Count == 0 && action != "set")
        {
            throw FieldRules.Invalid($"tags must not be empty for action '{action}'.", "tags");
        }

        if ((ids.Count + numbers.Count) * tags.Count > MaxChanges)
        {
            throw FieldRules.Invalid($"Too many changes in one request: ids × distinct tags must not exceed {MaxChanges}.", "tags");
        }

        IReadOnlyDictionary<Guid, TicketRow> found = TicketLookup.FindAllToWrite(call, ids);
        foreach (TicketRow ticket in found.Values)
        {
            // This does not count as an update of the ticket (docs/service/tickets.md 2.2).
            ticket.Tags = [.. Change(ticket.Tags, action, tags).Order(StringComparer.Ordinal)];
        }

        return FakeResponse.Json(200, (ids, numbers, found), static (writer, answer) =>
        {
            writer.WriteStartObject();
            WriteUpdated(writer, answer.found.Values);
            writer.WriteStartArray("skipped");
            foreach (Guid id in answer.ids.Distinct().Where(id => !answer.found.ContainsKey(id)))
            {
                WriteSkipped(writer, () => writer.WriteString("id", id));
            }

            foreach (long number in answer.numbers.Distinct())
            {
                WriteSkipped(writer, () => writer.WriteNumber("id", number));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static IEnumerable<string> Change(IReadOnlyList<string> old, string action, IReadOnlyList<string> tags) => action switch
    {
        "add" => old.Union(tags),
        "remove" => old.Except(tags),
        _ => tags,
    };

    private static IReadOnlyList<T> Ids<T>(JsonElement body, Func<JsonElement, string, T> read)
    {
        IReadOnlyList<JsonElement> items = FieldRules.FilledList(FieldRules.Member(body, "ids"), "ids", MaxIds);
        return [.. items.Select((item, index) => read(item, $"ids__{index}"))];
    }

    private static long Integer(JsonElement value, string attribute) =>
        FieldRules.WholeNumber(FieldRules.NotNull(value, attribute)) ?? throw FieldRules.Invalid("A valid integer is required.", attribute);

    private static void WriteUpdated(Utf8JsonWriter writer, IEnumerable<TicketRow> tickets)
    {
        writer.WriteStartArray("updated");
        foreach (TicketRow ticket in tickets)
        {
            writer.WriteStartObject();
            writer.WriteString("id", ticket.Id);
            writer.WriteStrings("tags", ticket.Tags);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSkipped(Utf8JsonWriter writer, Action writeId)
    {
        writer.WriteStartObject();
        writeId();
        writer.WriteString("reason", "Not found or no edit access");
        writer.WriteEndObject();
    }
}
