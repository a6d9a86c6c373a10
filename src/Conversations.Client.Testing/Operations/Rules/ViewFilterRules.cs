using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Rules;

/// <summary>
/// Checks the filters of a view. The newest service checks the keys that it knows and keeps the others. The object is stored as sent
/// (docs/service/tickets.md 3.1).
/// </summary>
internal static class ViewFilterRules
{
    private const string Attribute = "filters";
    private const int MaxCharacters = 10_000;
    private const int MaxSearchCharacters = 200;

    public static JsonElement Check(JsonElement filters, FakeState state)
    {
        if (FieldRules.NotNull(filters, Attribute).ValueKind != JsonValueKind.Object)
        {
            throw state.IsCurrent
                ? FieldRules.Invalid("Expected a JSON object.", Attribute)
                : Refusal.Invalid("not_a_dict", $"Expected a dictionary of items but got type \"{FieldRules.PythonType(filters)}\".", Attribute);
        }

        if (PythonJson.Text(filters).Length > MaxCharacters)
        {
            throw FieldRules.Invalid("Filters payload is too large.", Attribute);
        }

        if (state.IsCurrent)
        {
            CheckMembers(filters, state);
        }

        return filters;
    }

    private static void CheckMembers(JsonElement filters, FakeState state)
    {
        Choices(filters, "status", Vocabulary.TicketStatuses);
        Choices(filters, "priority", Vocabulary.Priorities(state));
        Choice(filters, "channel", [.. Vocabulary.ChannelSources, "all"]);
        Choice(filters, "sla", [.. Vocabulary.SlaStates, "all"]);
        Choices(filters, "aiTriageResult", Vocabulary.TriageResults);
        On(filters, "assignee", CheckAssignee);
        Texts(filters, "tags");
        Choice(filters, "tagsMatch", ["any", "all"]);
        Texts(filters, "tagsExclude");
        On(filters, "dateFrom", TextOrNull);
        On(filters, "dateTo", TextOrNull);
        On(filters, "sorting", CheckSorting);
        On(filters, "search", static (value, attribute) => FieldRules.Text(value, attribute, MaxSearchCharacters, mayBeBlank: true));
    }

    private static void CheckAssignee(JsonElement value, string attribute)
    {
        // Older views have a single value instead of a list, also for "all".
        IEnumerable<JsonElement> entries = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        bool mayBeAll = value.ValueKind != JsonValueKind.Array;
        if (!entries.All(entry => IsAssignee(entry, mayBeAll)))
        {
            throw FieldRules.Invalid(
                "Each assignee entry must be 'me', 'unassigned', or an object with type ('user' or 'role') and id.", attribute);
        }
    }

    private static bool IsAssignee(JsonElement entry, bool mayBeAll)
    {
        if (entry.ValueKind == JsonValueKind.String)
        {
            return entry.GetString() is "me" or "unassigned" || (mayBeAll && entry.ValueEquals("all"));
        }

        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("type", out JsonElement type)
            || !entry.TryGetProperty("id", out JsonElement id)
            || type.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        return type.GetString() switch
        {
            "user" => FieldRules.WholeNumber(id) is not null,
            "role" => id.ValueKind == JsonValueKind.String && id.TryGetGuid(out _),
            _ => false,
        };
    }

    private static void CheckSorting(JsonElement value, string attribute)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw FieldRules.Invalid($"Invalid data. Expected a dictionary, but got {FieldRules.PythonType(value)}.", attribute);
        }

        _ = value.TryGetProperty("columnKey", out JsonElement column)
            ? FieldRules.Text(column, $"{attribute}__columnKey")
            : throw FieldRules.Required($"{attribute}__columnKey");

        if (!value.TryGetProperty("order", out JsonElement order))
        {
            throw FieldRules.Required($"{attribute}__order");
        }

        if (FieldRules.NotNull(order, $"{attribute}__order").ValueKind != JsonValueKind.Number
            || !order.TryGetInt32(out int direction)
            || direction is not (1 or -1))
        {
            throw Refusal.Invalid("invalid_choice", $"\"{order}\" is not a valid choice.", $"{attribute}__order");
        }
    }

    private static void TextOrNull(JsonElement value, string attribute)
    {
        if (value.ValueKind != JsonValueKind.Null)
        {
            _ = FieldRules.Text(value, attribute, mayBeBlank: true);
        }
    }

    private static void Choice(JsonElement filters, string name, IReadOnlyList<string> choices) =>
        On(filters, name, (value, attribute) => FieldRules.Choice(value, attribute, choices));

    private static void Choices(JsonElement filters, string name, IReadOnlyList<string> choices) =>
        Each(filters, name, (item, attribute) => FieldRules.Choice(item, attribute, choices));

    private static void Texts(JsonElement filters, string name) =>
        Each(filters, name, static (item, attribute) => FieldRules.Text(item, attribute));

    private static void Each(JsonElement filters, string name, Action<JsonElement, string> check) =>
        On(filters, name, (value, attribute) =>
        {
            IReadOnlyList<JsonElement> items = FieldRules.List(value, attribute);
            for (int i = 0; i < items.Count; i++)
            {
                check(items[i], $"{attribute}__{i}");
            }
        });

    private static void On(JsonElement filters, string name, Action<JsonElement, string> check)
    {
        if (filters.TryGetProperty(name, out JsonElement value))
        {
            check(value, $"{Attribute}__{name}");
        }
    }
}
