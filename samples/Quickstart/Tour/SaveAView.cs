using Conversations.Client;
using Quickstart.Display;

namespace Quickstart.Tour;

/// <summary>Saved views: named filters that a team shares.</summary>
internal static class SaveAView
{
    public static async Task RunAsync(IConversationsClient client, Screen screen, CancellationToken ct)
    {
        screen.Heading("Save a view", "Views.CreateAsync, ListAsync, DeleteAsync");

        TicketView saved = await client.Views.CreateAsync(
            "Due, and nobody's",
            new TicketViewFilters
            {
                Status = [TicketStatus.New, TicketStatus.Open],
                Sla = SlaState.AtRisk,
                Assignee = [AssigneeFilter.Unassigned],
            },
            ct);
        await ShowAllAsync(client, saved, screen, ct);
        await client.Views.DeleteAsync(saved.ShortId, ct);

        screen.Line();
        screen.Line(new Cell($"Saved as {saved.ShortId}, and deleted again.", Tone.Quiet));
    }

    /// <summary>Only lists the views.</summary>
    public static async Task LookAsync(IConversationsClient client, Screen screen, CancellationToken ct)
    {
        screen.Heading("List the saved views", "Views.ListAsync");
        await ShowAllAsync(client, saved: null, screen, ct);
    }

    private static async Task ShowAllAsync(IConversationsClient client, TicketView? saved, Screen screen, CancellationToken ct)
    {
        List<Cell[]> rows = [];
        await foreach (TicketView view in client.Views.ListAsync(ct))
        {
            TicketViewFilters filters = view.Filters;
            string[] shows =
            [
                .. (filters.Status ?? []).Select(status => status.Value),
                .. (filters.Priority ?? []).Select(priority => priority.Value),
                .. (filters.Assignee ?? []).Select(assignee => $"assignee {assignee}"),
                .. (filters.Tags ?? []).Select(tag => $"tag {tag}"),
                .. filters.Sla is { } sla ? [$"SLA {sla}"] : Array.Empty<string>(),
            ];
            bool isNew = view.Id == saved?.Id;
            rows.Add([view.ShortId, isNew ? new Cell($"{view.Name} (new)", Tone.Good) : view.Name, string.Join(", ", shows)]);
        }

        screen.Table(["Id", "Name", "Shows"], rows);
    }
}
