using Conversations.Client;
using Quickstart.Display;

namespace Quickstart.Tour;

/// <summary>Creates a ticket, then changes some of its members.</summary>
internal static class ChangeATicket
{
    public static async Task RunAsync(IConversationsClient client, TimeProvider clock, Screen screen, CancellationToken ct)
    {
        screen.Heading("Create a ticket, and change it", "Tickets.CreateAsync, UpdateAsync");

        // The fake accepts it as the published document says. On the service, tickets come in through channels; ComposeAsync opens one by
        // e-mail.
        screen.Line(new Cell("No server known today accepts CreateAsync, so the compiler warns of it (CONV0001): write with ComposeAsync instead.", Tone.Warning));

        Ticket before;
        try
        {
#pragma warning disable CONV0001 // The step shows what becomes of it on either side.
            before = await client.Tickets.CreateAsync(
#pragma warning restore CONV0001
                new TicketCreate
                {
                    Priority = TicketPriority.High,
                    Tags = ["phone", "holidays"],
                    EscalationReason = "Called twice about Thursday",
                    SlaDueAt = clock.GetUtcNow().AddHours(1),
                },
                ct);
        }
        catch (ConversationsApiException refusal)
        {
            screen.Frame("Not created", ("StatusCode", $"{(int)refusal.StatusCode}"), ("Message", refusal.Message));
            screen.Line(new Cell("So there is no ticket of ours to change: UpdateAsync is skipped.", Tone.Warning));
            return;
        }

        // Sends only status, priority and tags, with null as null. Everything else stays unchanged.
        Ticket after = await client.Tickets.UpdateAsync(
            before.TicketNumber,
            new TicketUpdate { Status = TicketStatus.Pending, Priority = null, Tags = ["phone", "called-back"] },
            ct);

        screen.Table(
            [$"Ticket #{after.TicketNumber}", "Before", "After"],
            [
                ["status", before.Status.Value, Changed(after.Status.Value)],
                ["priority", before.Priority?.Value ?? "none", Changed(after.Priority?.Value ?? "none")],
                ["tags", string.Join(", ", before.Tags), Changed(string.Join(", ", after.Tags))],
                ["due", $"{before.SlaDueAt:HH:mm}", $"{after.SlaDueAt:HH:mm}"],
                ["escalation", before.EscalationReason ?? "none", after.EscalationReason ?? "none"],
            ]);
    }

    private static Cell Changed(string value) => new(value, Tone.Good);
}
