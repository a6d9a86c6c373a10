using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations;

/// <summary>Opens a ticket with an e-mail to the customer (docs/service/tickets.md 8.4).</summary>
internal static class ComposeOperation
{
    // The first message of such a ticket has its own author type.
    private const string Human = "human";

    /// <summary>Checks the request and marks it as in progress. The function that it returns opens the ticket.</summary>
    public static Func<FakeResponse> Begin(Call call)
    {
        var body = ComposeBody.Read(call.ReadObject(), call.IsCurrent);
        EmailChannelRow channel = FindChannel(call, body.Channel);
        string distinctId = FindDistinctId(call, body);
        var key = new ComposeKey(
            call.Project.Id,
            call.Caller.User.Id,
            channel.Id,
            body.Recipient,
            body.Subject,
            body.Sent.Message,
            body.Sent.RichText,
            distinctId,
            string.Join('\n', body.Tags.Order(StringComparer.Ordinal)));

        // The legacy version opens a new ticket for every request.
        if (call.IsCurrent && call.State.RecentTickets.Find(key) is { } first)
        {
            return () => Answer(200, first);
        }

        if (call.IsCurrent && !call.State.RecentTickets.TryBegin(key))
        {
            throw Refusal.Detail(
                409, "This ticket is already being created. Check the inbox before composing it again.", "compose_in_progress");
        }

        return () =>
        {
            TicketRow ticket = Create(call, body, channel, distinctId);
            call.State.RecentTickets.Add(key, ticket);
            return Answer(201, ticket);
        };
    }

    private static EmailChannelRow FindChannel(Call call, Guid id)
    {
        if (!call.Project.SupportEnabled)
        {
            throw Refusal.Detail(400, call.IsCurrent ? "Support is not enabled." : "Conversations is not enabled.");
        }

        EmailChannelRow[] channels = [.. call.State.Directory.EmailChannels.Values.Where(channel => channel.Project == call.Project.Id)];
        if (channels.Length == 0)
        {
            // The fake has no option for the channel: a project that has an address uses it.
            throw Refusal.Detail(400, "Email channel is not enabled.");
        }

        return channels.FirstOrDefault(channel => channel.Id == id && channel.Verified)
            ?? throw Refusal.Detail(400, "Email configuration not found or domain not verified.");
    }

    private static string FindDistinctId(Call call, ComposeBody body)
    {
        DirectoryTable directory = call.State.Directory;
        string distinctId = body.DistinctId ?? body.Recipient;
        PersonRow? person = body.DistinctId is { } given ? directory.PersonWithDistinctId(call.Project.Id, given) : null;

        // If a given id belongs to nobody, the person with the address is used. The legacy version kept the id.
        if (person is null && (body.DistinctId is null || call.IsCurrent))
        {
            person = directory.PersonWithEmail(call.Project.Id, body.Recipient);
            distinctId = person?.DistinctIds is [string first, ..] ? first : distinctId;
        }

        return call.IsCurrent && person?.Email is { Length: > 0 } email && !email.Equals(body.Recipient, StringComparison.OrdinalIgnoreCase)
            ? throw Refusal.Detail(400, "Recipient email does not match the person's email on file.")
            : distinctId;
    }

    private static TicketRow Create(Call call, ComposeBody body, EmailChannelRow channel, string distinctId)
    {
        DateTimeOffset now = call.State.Now;
        var ticket = new TicketRow
        {
            Id = call.State.Ids.Next(),
            Project = call.Project.Id,
            Number = call.State.Tickets.NextNumber(call.Project.Id, call.IsCurrent),
            CreatedAt = now,
            UpdatedAt = now,
            ChannelSource = "email",
            Status = "open",
            DistinctId = distinctId,
            AnonymousTraits = call.IsCurrent ? body.Traits() : EmptyJson.Object,
            EmailSubject = body.Subject ?? "",
            EmailFrom = body.Recipient,
            EmailTo = channel.Address,
            Tags = body.Tags,
        };
        ticket.AddFromTeam(new TicketMessageRow(
            call.State.Ids.Next(), body.Sent.Message, Human, call.Caller.User.Id, IsPrivate: false, Deleted: false, now)
        {
            RichContent = body.Sent.RichContent,
        });
        call.State.Tickets.Put(ticket);
        call.State.WidgetAnswers.NoteMessage(ticket);
        return ticket;
    }

    private static FakeResponse Answer(int status, TicketRow ticket) =>
        FakeResponse.Json(status, ticket, static (writer, row) =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", row.Id);
            writer.WriteNumber("ticket_number", row.Number);
            writer.WriteEndObject();
        });
}
