using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Single;

/// <summary>docs/service/tickets.md 2.4: the person of a ticket.</summary>
public sealed class PersonTests
{
    private const string Uuid = "0198f3a1-0000-7000-8000-000000000001";

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.4", Evidence.Tested)]
    public async Task The_person_owns_the_distinct_id_and_comes_in_list_and_retrieve(Transport transport)
    {
        await using Service service = await OpenAsync(transport, $$"""{"id": "{{Uuid}}", "distinct_ids": ["u-1", "x"], "properties": {"email": "alice@example.com", "plan": "team"}, "is_identified": true}""");
        const string Person = $$$"""{"id":"{{{Uuid}}}","name":"alice@example.com","distinct_ids":["u-1","x"],"properties":{"email":"alice@example.com","plan":"team"},"created_at":"2026-06-03T11:00:00Z","is_identified":true}""";
        Assert.Equal(Person, (await service.OpenTicketAsync(1)).Raw("person"));
        Assert.Equal(Person, (await service.GetAsync(Service.Tickets + "?status=new")).Results()[0].Raw("person"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.4", Evidence.Tested)]
    public async Task An_email_ticket_without_such_a_person_finds_one_by_the_senders_address_ignoring_case(Transport transport)
    {
        await using Service service = await OpenAsync(transport, """{"distinct_ids": ["b"], "properties": {"email": "BOB@example.com"}}""");
        Assert.Equal("BOB@example.com", (await service.OpenTicketAsync(2)).GetProperty("person").Text("name"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.4", Evidence.Tested)]
    public async Task The_owner_of_the_distinct_id_goes_before_the_owner_of_the_address(Transport transport)
    {
        await using Service service = await OpenAsync(
            transport, """{"distinct_ids": ["b"], "properties": {"email": "bob@example.com"}}""", """{"distinct_ids": ["bob@example.com"], "properties": {"name": "Owner"}}""");
        Assert.Equal("Owner", (await service.OpenTicketAsync(2)).GetProperty("person").Text("name"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.4", Evidence.Tested)]
    public async Task The_address_counts_for_email_tickets_with_a_sender_and_a_distinct_id_only(Transport transport)
    {
        await using Service service = await OpenAsync(transport, """{"distinct_ids": ["b"], "properties": {"email": "b@x.example"}}""", """{"distinct_ids": ["c"], "properties": {"email": ""}}""");
        service.Fake.Load("""
            {"tickets": [
              {"ticket_number": 11, "channel_source": "email", "email_from": "b@x.example", "distinct_id": "d"},
              {"ticket_number": 12, "channel_source": "widget", "email_from": "b@x.example", "distinct_id": "d"},
              {"ticket_number": 13, "channel_source": "email", "email_from": "b@x.example", "distinct_id": ""},
              {"ticket_number": 14, "channel_source": "email", "email_from": "", "distinct_id": "d"},
              {"ticket_number": 15, "channel_source": "email", "email_from": null, "distinct_id": "d"}]}
            """);
        Assert.Equal("b@x.example", (await service.OpenTicketAsync(11)).GetProperty("person").Text("name"));
        foreach (int number in new[] { 12, 13, 14, 15 })
        {
            Assert.True((await service.OpenTicketAsync(number)).IsNull("person"), $"{number}");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.4", Evidence.Tested)]
    public async Task A_person_of_another_project_is_not_attached(Transport transport)
    {
        await using Service service = await OpenAsync(transport, """{"project": 2, "distinct_ids": ["u-1"], "properties": {"email": "bob@example.com"}}""");
        Assert.True((await service.OpenTicketAsync(1)).IsNull("person"));
        Assert.True((await service.OpenTicketAsync(2)).IsNull("person"));
        Assert.False((await service.GetAsync("/api/projects/2/conversations/tickets/1/")).Json.IsNull("person"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.4", Evidence.Code)]
    public async Task A_persons_name_is_email_then_name_then_username_then_an_id_that_does_not_look_generated_then_any_then_a_number(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        const string Generated = "17f8a0-0d6a1b-1c52e5-1fa400-17f8a1";
        foreach ((string person, string name) in new[]
        {
            ("""{"email": "e@x.example", "name": "N", "username": "U"}""", "e@x.example"),
            ("""{"email": "", "name": "N", "username": "U"}""", "N"),
            ("""{"username": "U", "plan": "team"}""", "U"),
            ("{}", "p-1"),
        })
        {
            service.Fake.Load($$"""{"persons": [{"id": "{{Uuid}}", "distinct_ids": ["u-1", "p-1"], "properties": {{person}}}]}""".Replace("\"u-1\", \"p-1\"", "\"" + Uuid + "\", \"" + Generated + "\", \"p-1\", \"u-1\"", StringComparison.Ordinal));
            Assert.Equal(name, (await service.OpenTicketAsync(1)).GetProperty("person").Text("name"));
        }

        service.Fake.Load($$$"""{"tickets": [{"ticket_number": 8, "distinct_id": "{{{Generated}}}"}], "persons": [{"distinct_ids": ["{{{Generated}}}"]}]}""");
        Assert.Equal(Generated, (await service.OpenTicketAsync(8)).GetProperty("person").Text("name"));
        service.Fake.Load("""
            {"tickets": [{"ticket_number": 9, "channel_source": "email", "distinct_id": "d", "email_from": "x"}],
             "persons": [{"distinct_ids": [], "properties": {"email": "x"}}]}
            """);
        Assert.Equal("x", (await service.OpenTicketAsync(9)).GetProperty("person").Text("name"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.4", Evidence.Code)]
    public async Task An_update_never_attaches_the_person(Transport transport)
    {
        await using Service service = await OpenAsync(transport, """{"distinct_ids": ["u-1"]}""");
        foreach (HttpMethod method in new[] { HttpMethod.Patch, HttpMethod.Put })
        {
            JsonElement updated = (await service.CallAsync(method, TicketCalls.Of(1), body: new { status = "open" })).Is(200).Json;
            Assert.True(updated.IsNull("person"));
        }

        Assert.False((await service.OpenTicketAsync(1)).IsNull("person"));
    }

    private static async Task<Service> OpenAsync(Transport transport, params string[] persons)
    {
        Service service = await Service.OpenAsync(transport);
        service.Fake.Load($$"""{"persons": [{{string.Join(',', persons)}}]}""");
        return service;
    }
}
