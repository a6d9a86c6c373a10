using Conversations.Client;
using Quickstart.Display;

namespace Quickstart.Tour;

/// <summary>Makes calls that are not allowed, and shows what the exception says about it.</summary>
internal static class MeetARefusal
{
    /// <summary>Tries to change a ticket with a key that may only read.</summary>
    public static async Task RunAsync(IConversationsClient reader, Screen screen, CancellationToken ct)
    {
        screen.Heading("Meet a refusal", "a key with ticket:read only");
        try
        {
            _ = await reader.Tickets.UpdateAsync(188, new TicketUpdate { Status = TicketStatus.Resolved }, ct);
        }
        catch (ConversationsPermissionException refusal)
        {
            screen.Frame(
                nameof(ConversationsPermissionException),
                ("StatusCode", $"{(int)refusal.StatusCode}"),
                ("MissingScope", new Cell(refusal.MissingScope ?? "none", Tone.Strong)),
                ("Message", refusal.Message));
        }
    }

    /// <summary>Requests a view that does not exist: a refusal that needs no second key and changes nothing.</summary>
    public static async Task LookAsync(IConversationsClient client, Screen screen, CancellationToken ct)
    {
        screen.Heading("Meet a refusal", "a view that does not exist");
        try
        {
            _ = await client.Views.GetAsync("quickstart-none", ct);
        }
        catch (ConversationsNotFoundException refusal)
        {
            screen.Frame(
                nameof(ConversationsNotFoundException),
                ("StatusCode", $"{(int)refusal.StatusCode}"),
                ("Route", refusal.Route),
                ("Message", refusal.Message));
        }
    }
}
