using System.Text.Json;
using Conversations.Client;
using Conversations.Client.Testing;

namespace Consumer;

/// <summary>Tickets: every member of a query, pages, a watch, create, read, change.</summary>
internal static class Tickets
{
    public static async Task RunAsync(FakeConversationsServer fake, IConversationsClient client)
    {
        CancellationToken ct = CancellationToken.None;
        Guid roleId = Guid.NewGuid();
        DateTimeOffset instant = DateTimeOffset.UtcNow.AddDays(1);
        var query = new TicketQuery
        {
            Status = [TicketStatus.New, TicketStatus.Open], Priority = [TicketPriority.High],
            ChannelSource = ChannelSource.Slack, ChannelDetail = ChannelDetail.SlackBotMention,
            Sla = SlaState.AtRisk, OrderBy = TicketOrder.SlaDueAtDescending,
            Assignee = [AssigneeFilter.Unassigned, AssigneeFilter.User(7), AssigneeFilter.Role(roleId), AssigneeFilter.Me],
            Tags = ["billing", "a \"quoted\" one"], DistinctIds = ["u-1"], Search = "invoice",
            DateFrom = DateFilter.Ago(TimeSpan.FromDays(7)), DateTo = DateFilter.At(instant),
            TagsAll = ["billing"], TagsExclude = ["spam"], Emails = ["ana@lumen.example"], Snoozed = false,
        };
        fake.Tickets.Add(new TicketSeed
        {
            Status = TicketStatus.Open, Priority = TicketPriority.High, ChannelSource = ChannelSource.Slack,
                ChannelDetail = ChannelDetail.SlackBotMention,
            SlaDueAt = DateTimeOffset.UtcNow.AddMinutes(30), Tags = ["billing"], DistinctId = "u-1", Messages = [new MessageSeed { Content = "My invoice?" }],
        });
        int found = 0;
        await foreach (Ticket t in client.Tickets.ListAsync(query, ct))
        {
            found++;
        }

        await foreach (Page<Ticket> p in client.Tickets.ListAsync(query).AsPagesAsync(pageSize: 200, ct))
        {
            found += p.Count;
        }

        Page<Ticket> first = await client.Tickets.ListPageAsync(query, limit: 50, offset: 0, ct);
        Expect.That(found == 2 && first is { Count: 1, Results.Count: 1, HasNext: false }, "lists of tickets");
        Expect.That((await client.Tickets.ListPageAsync(new TicketQuery { DateTo = DateFilter.Raw("-1mStart") })).Count == 0, "a raw date");

        JsonElement traits = JsonDocument.Parse("""{"name":"Ana"}""").RootElement;
#pragma warning disable CONV0001 // The fake creates tickets as documented.
        Ticket created = await client.Tickets.CreateAsync(
            new TicketCreate { Priority = TicketPriority.High, Tags = ["vip"], AnonymousTraits = traits }, ct);
#pragma warning restore CONV0001
        Ticket one = await client.Tickets.GetAsync(created.TicketNumber, ct);
        Ticket changed = await client.Tickets.UpdateAsync(
            one.Id, new TicketUpdate { Status = TicketStatus.Pending, Priority = null, Assignee = Assignee.User(7) }, ct);
        switch (changed.Status.Known)
        {
            case TicketStatus.Pending: Expect.That(
                changed.Priority is null && changed.Assignee is { UserId: 7 } && changed.Tags is ["vip"], "an update"); break;
            default: Expect.That(false, "a status"); break;
        }

        int changes = 0;
        await foreach (TicketChange change in client.Tickets.WatchAsync(new TicketQuery { Tags = ["vip"] }, since: created.CreatedAt,
            pollInterval: TimeSpan.FromMilliseconds(20), ct))
        {
            Expect.That(change.Ticket.Id == created.Id, "a watched ticket");
            if (++changes == 2)
            {
                Expect.That(change.Ticket.Status == TicketStatus.Resolved, "a watched change");
                break;
            }

            await client.Tickets.UpdateAsync(created.Id, new TicketUpdate { Status = TicketStatus.Resolved }, ct);
        }

        Expect.That(await client.Tickets.CountUnreadAsync(ct) >= 0, "a count");
    }
}
