using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations.Query;

/// <summary>The order of a list (docs/service/tickets.md 5.3).</summary>
internal sealed record TicketOrdering(string Column, bool IsDescending)
{
    public const string DefaultColumn = "updated_at";

    public static IReadOnlyList<string> Columns { get; } = [DefaultColumn, "created_at", "ticket_number", "sla_due_at", "snoozed_until"];

    public static TicketOrdering Default { get; } = new(DefaultColumn, IsDescending: true);

    /// <summary>Returns null if the text is no valid order.</summary>
    public static TicketOrdering? Parse(string? text)
    {
        bool isDescending = text?.StartsWith('-') == true;
        string? column = isDescending ? text![1..] : text;
        return column is not null && Columns.Contains(column) ? new TicketOrdering(column, isDescending) : null;
    }

    public IReadOnlyList<TicketRow> Sort(IEnumerable<TicketRow> rows, bool isCurrent)
    {
        // The newest service puts nulls last in both directions. The legacy version leaves it to the database, where null is the largest
        // value.
        bool nullsAreFirst = !isCurrent && IsDescending;
        IOrderedEnumerable<TicketRow> byNull = rows.OrderBy(row => Key(row) is null != nullsAreFirst);
        IOrderedEnumerable<TicketRow> byKey = IsDescending ? byNull.ThenByDescending(Key) : byNull.ThenBy(Key);
        return [.. byKey.ThenByDescending(row => row.Number)];
    }

    private long? Key(TicketRow row) => Column switch
    {
        "created_at" => row.CreatedAt.UtcTicks,
        "ticket_number" => row.Number,
        "sla_due_at" => row.SlaDueAt?.UtcTicks,
        "snoozed_until" => row.SnoozedUntil?.UtcTicks,
        _ => row.UpdatedAt.UtcTicks,
    };
}
