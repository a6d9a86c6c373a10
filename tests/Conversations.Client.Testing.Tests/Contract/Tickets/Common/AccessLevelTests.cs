using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Common;

/// <summary>docs/service/tickets.md 1.8: tickets with restricted access. 1 is hidden, 2 is read-only, 4 is managed.</summary>
public sealed class AccessLevelTests
{
    private const string NoViewer = "You do not have viewer access to this resource.";
    private const string NoEditor = "You do not have editor access to this resource.";

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.8", Evidence.Code)]
    public async Task A_ticket_says_what_its_caller_may_do_and_by_default_that_is_to_edit(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        Assert.Equal(
            ("viewer", "editor", "manager"),
            ((await service.OpenTicketAsync(2)).Text("user_access_level"), (await service.OpenTicketAsync(3)).Text("user_access_level"),
                (await service.OpenTicketAsync(4)).Text("user_access_level")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.8", Evidence.Code)]
    public async Task Denied_tickets_are_left_out_of_the_list(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await service.HasAsync("", 2, 3, 4, 5);
        await service.HasAsync("status=new");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.8", Evidence.Code)]
    public async Task Reading_needs_a_viewer(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        foreach (string path in new[] { "1/", "1/messages/", $"1/messages/{Guid.NewGuid()}/full_email/" })
        {
            (await service.GetAsync(Service.Tickets + path)).IsForbidden(NoViewer);
        }

        _ = (await service.GetAsync(TicketCalls.Of(2))).Is(200);
        _ = (await service.GetAsync(TicketCalls.Of(2) + "messages/")).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.8", Evidence.Code)]
    public async Task Writing_needs_an_editor(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        string note = $"notes/{Guid.NewGuid()}/";
        foreach ((HttpMethod method, string path) in new[]
        {
            (HttpMethod.Patch, ""), (HttpMethod.Put, ""), (HttpMethod.Delete, ""), (HttpMethod.Post, "reply/"), (HttpMethod.Post, "ai_feedback/"),
            (HttpMethod.Patch, note), (HttpMethod.Delete, note),
        })
        {
            (await service.CallAsync(method, TicketCalls.Of(2) + path, Callers.Session, new { status = "resolved" })).IsForbidden(NoEditor);
        }

        Assert.Equal(TicketStatus.Open, service.Stored(2).Status);
        _ = await service.PatchTicketAsync(4, new { status = "open" });
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.1", Evidence.Code)]
    public async Task A_viewer_who_opens_a_ticket_leaves_it_unread(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        Assert.Equal(2, (await service.OpenTicketAsync(2)).Number("unread_team_count"));
        Assert.Equal(2, service.Stored(2).UnreadTeamCount);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.1", Evidence.Code)]
    public async Task Who_may_not_see_every_ticket_gets_an_unread_count_of_his_own_that_is_not_cached(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        Assert.Equal("""{"count":2}""", (await service.GetAsync(Service.Tickets + "unread_count/")).Is(200).Text);
        service.Fake.Tickets.Add(new TicketSeed { TicketNumber = 9, UnreadTeamCount = 5 });
        Assert.Equal("""{"count":7}""", (await service.GetAsync(Service.Tickets + "unread_count/")).Is(200).Text);

        // Deleting never drops the cache, so only a sum that is not cached has changed.
        _ = (await service.DeleteAsync(TicketCalls.Of(9), Callers.Session)).Is(204);
        Assert.Equal("""{"count":2}""", (await service.GetAsync(Service.Tickets + "unread_count/")).Is(200).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.2", Evidence.Tested)]
    public async Task Bulk_changes_pass_over_what_may_not_be_edited(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        string[] ids = [service.IdOf(1), service.IdOf(2), service.IdOf(3)];
        Assert.Equal(
            $$"""{"updated":1,"ids":["{{ids[2]}}"]}""",
            (await service.PostAsync(Service.Tickets + "bulk_update_status/", new { ids, status = "resolved" }, Callers.Session)).Is(200).Text);
        const string Reason = "Not found or no edit access";
        Assert.Equal(
            $$"""{"updated":[{"id":"{{ids[2]}}","tags":["x"]}],"skipped":[{"id":"{{ids[0]}}","reason":"{{Reason}}"},{"id":"{{ids[1]}}","reason":"{{Reason}}"}]}""",
            (await service.PostAsync(Service.Tickets + "bulk_update_tags/", new { ids, action = "set", tags = new[] { "x" } }, Callers.Session)).Is(200).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.8", Evidence.Code)]
    public async Task The_legacy_version_knows_no_access_levels(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        await service.HasAsync("", TicketCalls.All);
        Assert.Equal("open", (await service.PatchTicketAsync(1, new { status = "open" })).Text("status"));
        Assert.Equal(0, (await service.OpenTicketAsync(2)).Number("unread_team_count"));
    }

    private static async Task<Service> OpenAsync(Transport transport)
    {
        Service service = await Service.OpenAsync(transport);
        service.Fake.Load("""
            {"tickets": [
              {"ticket_number": 1, "status": "new", "unread_team_count": 3, "user_access_level": "none"},
              {"ticket_number": 2, "status": "open", "unread_team_count": 2, "user_access_level": "viewer"},
              {"ticket_number": 4, "status": "resolved", "unread_team_count": 5, "user_access_level": "manager"}]}
            """);
        return service;
    }
}
