using Conversations.Client;

namespace Consumer;

/// <summary>Saved views.</summary>
internal static class Views
{
    public static async Task RunAsync(IConversationsClient client)
    {
        CancellationToken ct = CancellationToken.None;
        TicketView v = await client.Views.CreateAsync(
            "Breached and mine",
            new TicketViewFilters { Sla = SlaState.Breached, Assignee = [AssigneeFilter.Me],
                Sorting = new TicketViewSorting { ColumnKey = "sla_due_at" } },
            ct);
        int views = 0;
        await foreach (TicketView listed in client.Views.ListAsync(ct))
        {
            views++;
        }

        Expect.That(views == 1 && (await client.Views.GetAsync(v.ShortId, ct)).Id == v.Id, "views");
        TicketView renamed = await client.Views.UpdateAsync(v.ShortId, new TicketViewUpdate { Name = "Mine", IsFavorited = true }, ct);
        Expect.That(
            renamed is { Name: "Mine", IsFavorited: true }
                && renamed.Filters.ToQuery() is { Sla: { Known: SlaState.Breached }, OrderBy: { Known: TicketOrder.SlaDueAt } },
            "a view");
        Expect.That((await client.Tickets.ListPageAsync(new TicketQuery { View = v.ShortId })).Count == 0, "the tickets of a view");
        await client.Views.DeleteAsync(v.ShortId, ct);
    }
}
