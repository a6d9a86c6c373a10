using Conversations.Client;
using Quickstart.Display;

namespace Quickstart.Tour;

/// <summary>Reads the first page of the caller's conversations.</summary>
internal static class ListConversations
{
    public static async Task RunAsync(IConversationsClient client, Screen screen, CancellationToken ct)
    {
        screen.Heading("List the conversations, by the page", "Conversations.ListPageAsync");

        Page<Conversation> page = await client.Conversations.ListPageAsync(limit: 5, cancellationToken: ct);

        screen.Table(
            ["Updated (UTC)", "Status", "Title"],
            [.. page.Results.Select(conversation => new Cell[]
            {
                $"{conversation.UpdatedAt:yyyy-MM-dd HH:mm}",
                conversation.Status.Value,
                conversation.Title ?? "",
            })]);
        screen.Line();
        screen.Line(new Cell($"{page.Results.Count} of {page.Count}.", Tone.Quiet));
    }
}
