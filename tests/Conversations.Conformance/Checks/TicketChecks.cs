using System.Text.Json;

namespace Conversations.Conformance.Checks;

/// <summary>
/// Existing tickets. The checks only read them, and only those that reading does not change (docs/service/tickets.md 2, 5, 6).
/// </summary>
[Collection(OneService.Name)]
public sealed class TicketChecks(Service service)
{
    /// <summary>The members that every version of the service has sent.</summary>
    private static readonly HashSet<string> Members =
    [
        "id", "ticket_number", "channel_source", "distinct_id", "status", "priority", "assignee", "anonymous_traits", "ai_resolved", "escalation_reason",
        "created_at", "updated_at", "message_count", "last_message_at", "last_message_text", "unread_team_count", "unread_customer_count", "session_id",
        "session_context", "sla_due_at", "slack_channel_id", "slack_thread_ts", "slack_team_id", "email_subject", "email_from", "email_to", "cc_participants", "person",
    ];

    [SkippableFact]
    public Task Tickets_come_with_the_newest_change_first() => service.CheckAsync(static async check =>
    {
        Page<Ticket> page = await check.Client.Tickets.ListPageAsync(limit: 20);

        Assert.Equal(
            page.Results.Select(static ticket => ticket.UpdatedAt)
                .OrderDescending(), page.Results.Select(static ticket => ticket.UpdatedAt));
        Assert.True(page.Count >= page.Results.Count);
    });

    [SkippableFact]
    public Task Tickets_come_by_their_number_when_that_is_asked() => service.CheckAsync(static async check =>
    {
        Page<Ticket> page = await check.Client.Tickets.ListPageAsync(new TicketQuery { OrderBy = TicketOrder.TicketNumber }, limit: 20);

        Assert.Equal(
            page.Results.Select(static ticket => ticket.TicketNumber).Order(), page.Results.Select(static ticket => ticket.TicketNumber));
    });

    [SkippableFact]
    public Task A_ticket_has_the_members_of_the_contract_and_no_value_that_is_new() => service.CheckAsync(static async check =>
    {
        JsonElement results = (await check.GetAsync(check.Tickets + "?limit=20")).Is(200).Json.GetProperty("results");
        if (results.GetArrayLength() == 0)
        {
            throw Check.NotApplicable("the project has no ticket.");
        }

        Assert.All(
            results.EnumerateArray(),
            static ticket => Assert.Superset(Members, ticket.EnumerateObject().Select(static member => member.Name).ToHashSet()));
        Page<Ticket> page = await check.Client.Tickets.ListPageAsync(limit: 20);
        Assert.All(page.Results, static ticket => Assert.True(
            ticket.Status.Known is not null
                && ticket.ChannelSource.Known is not null
                && (ticket.Priority is null or { Value: "" } || ticket.Priority.Value.Known is not null),
            $"{ticket.Status.Value}, {ticket.ChannelSource.Value}, {ticket.Priority?.Value}: one of these is new."));
    });

    [SkippableFact]
    public Task A_filter_lets_only_those_through_that_fit() => service.CheckAsync(static async check =>
    {
        int all = (await check.Client.Tickets.ListPageAsync(limit: 1)).Count;
        int counted = 0;
        foreach (TicketStatus status in Enum.GetValues<TicketStatus>())
        {
            Page<Ticket> page = await check.Client.Tickets.ListPageAsync(new TicketQuery { Status = [status] }, limit: 20);
            Assert.All(page.Results, ticket => Assert.Equal(status, ticket.Status));
            counted += page.Count;
        }

        Assert.Equal(all, counted);
    });

    [SkippableFact]
    public Task A_value_of_a_filter_that_does_not_exist_is_ignored() => service.CheckAsync(static async check =>
    {
        int all = (await check.GetAsync(check.Tickets + "?limit=1")).Is(200).Json.GetProperty("count").GetInt32();

        int filtered = (await check.GetAsync(check.Tickets + "?limit=1&status=bogus&sla=bogus&order_by=bogus", isMistake: true)).Is(200).Json.GetProperty("count").GetInt32();

        Assert.Equal(all, filtered);
    });

    [SkippableFact]
    public Task A_saved_view_that_does_not_exist_is_no_filter_but_a_mistake() => service.CheckAsync(static async check =>
    {
        Answer answer = await check.GetAsync(check.Tickets + "?limit=1&view=nosuchid");
        if (answer.Status == 200)
        {
            throw Check.NotApplicable("this service is older and knows no filter by a view.");
        }

        answer.IsError(400, "validation_error", "invalid_input", "view");
    });

    [SkippableFact]
    public Task A_ticket_is_found_by_its_number_and_by_its_id() => service.CheckAsync(static async check =>
    {
        Page<Ticket> page = await check.Client.Tickets.ListPageAsync(limit: 100);
        Ticket read = page.Results.FirstOrDefault(static ticket => ticket.UnreadTeamCount == 0)
            ?? throw Check.NotApplicable("the project has no ticket that was read, and reading one would mark it.");

        Ticket byNumber = await check.Client.Tickets.GetAsync(read.TicketNumber);
        Ticket byId = await check.Client.Tickets.GetAsync(read.Id);

        Assert.Equal((read.Id, read.UpdatedAt), (byNumber.Id, byNumber.UpdatedAt));
        Assert.Equal((read.TicketNumber, read.UpdatedAt), (byId.TicketNumber, byId.UpdatedAt));
    });

    [SkippableFact]
    public Task A_change_that_does_not_fit_is_refused_and_changes_nothing() => service.CheckAsync(static async check =>
    {
        Page<Ticket> page = await check.Client.Tickets.ListPageAsync(new TicketQuery { OrderBy = TicketOrder.TicketNumber }, limit: 1);
        Ticket before = page.Results is [var first, ..] ? first : throw Check.NotApplicable("the project has no ticket.");

        (await check.SendAsync(HttpMethod.Patch, $"{check.Tickets}{before.Id}/", """{"status":"bogus"}""", isMistake: true)).IsError(400, "validation_error", "invalid_choice", "status");

        Page<Ticket> after = await check.Client.Tickets.ListPageAsync(new TicketQuery { OrderBy = TicketOrder.TicketNumber }, limit: 1);
        Assert.Equal(
            (before.Id, before.UpdatedAt, before.Status), (after.Results[0].Id, after.Results[0].UpdatedAt, after.Results[0].Status));
    });

    [SkippableFact]
    public Task Unread_messages_are_counted() => service.CheckAsync(static async check =>
    {
        Answer answer = await check.GetAsync(check.Tickets + "unread_count/");
        if (answer.Status == 403)
        {
            throw Check.NotApplicable("this service is older and tells no key.");
        }

        Assert.Equal(
            JsonValueKind.Number,
            Assert.Single(answer.Is(200).Json.EnumerateObject(), static member => member.Name == "count").Value.ValueKind);
    });
}
