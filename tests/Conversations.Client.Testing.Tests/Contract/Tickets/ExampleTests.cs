using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets;

/// <summary>docs/service/tickets.md 13: the examples, byte for byte.</summary>
public sealed class ExampleTests
{
    private const string Person =
        """{"id":"01970000-1111-0000-aaaa-222233334444","name":"ana@lumen.example","distinct_ids":["ana@lumen.example","0196-anon"],"properties":{"email":"ana@lumen.example","plan":"team"},"created_at":"2026-01-15T07:00:00Z","is_identified":true}""";

    private const string Ticket =
        """{"id":"01978c3e-52aa-0000-91d4-3b6f2f0c7e11","ticket_number":42,"channel_source":"email","channel_detail":null,"distinct_id":"ana@lumen.example","status":"open","priority":"high","assignee":{"id":7,"type":"user","user":{"email":"max@acme.example"},"role":null},"anonymous_traits":{"name":"Ana Ruiz","email":"ana@lumen.example"},"identity_verified":true,"ai_resolved":false,"escalation_reason":null,"ai_triage":{},"created_at":"2026-06-02T08:00:00.120000Z","updated_at":"2026-06-03T10:30:00.554321Z","message_count":3,"last_message_at":"2026-06-03T10:30:00.554321Z","last_message_text":"Any news on my invoice?","unread_team_count":1,"unread_customer_count":0,"session_id":null,"session_context":{},"sla_due_at":"2026-06-03T12:00:00Z","snoozed_until":null,"slack_channel_id":null,"slack_thread_ts":null,"slack_team_id":null,"email_subject":"Invoice 881","email_from":"ana@lumen.example","email_to":"help@acme.example","cc_participants":["boss@lumen.example"],"github_repo":null,"github_issue_number":null,"zendesk_ticket_id":null,"organization_id":null,"organization_id_source":null,"person":"""
        + Person
        + ""","tags":["billing","vip"],"user_access_level":"editor"}""";

    [Theory, BothTransports, Rule("docs/service/tickets.md 13", Evidence.Code)]
    public async Task The_example_of_a_ticket_comes_out_as_it_was_seeded(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load(SeedOf(Ticket));
        JsonElement sent = (await service.GetAsync(Service.Tickets + "?search=42")).Results().Single();
        Assert.Equal(Ticket.Replace("2026-01-15T07:00:00Z", "2026-06-03T11:00:00Z", StringComparison.Ordinal), sent.GetRawText());
        Assert.Equal(
            sent.GetRawText().Replace("\"unread_team_count\":1", "\"unread_team_count\":0", StringComparison.Ordinal),
            (await service.GetAsync(TicketCalls.Of(42))).Is(200).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 13", Evidence.Open)]
    public async Task A_person_is_as_old_as_its_seeding(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load(SeedOf(Ticket));
        service.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(
            Person.Replace("2026-01-15T07:00:00Z", "2026-06-03T11:00:00Z", StringComparison.Ordinal),
            (await service.OpenTicketAsync(42)).Raw("person"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 13", Evidence.Code)]
    public async Task The_example_of_a_view_is_kept_with_its_filters_as_sent(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        const string Filters = """{"status":["new","open"],"sla":"breached","assignee":["me"],"sorting":{"columnKey":"sla_due_at","order":1}}""";
        JsonElement view = (await service.CallAsync(HttpMethod.Post, Service.Views, body: $$"""{"name": "Breached and mine", "filters": {{Filters}}}""")).Is(201).Json;
        Assert.Equal(("Breached and mine", Filters, false), (view.Text("name"), view.Raw("filters"), view.GetProperty("is_favorited").GetBoolean()));
        await service.HasAsync($"view={view.Text("short_id")}", 2);
        await service.HasAsync($"view={view.Text("short_id")}&assignee=unassigned");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 13", Evidence.Code)]
    public async Task The_example_of_a_message_comes_out_as_it_was_seeded(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Tickets.Add(new TicketSeed
        {
            TicketNumber = 8,
            Messages =
            [
                new()
                {
                    Id = Guid.Parse("0197aaaa-0000-0000-0000-000000000001"),
                    Content = "We are looking into it.",
                    AuthorType = AuthorType.Support,
                    Author = 7,
                    CreatedAt = new DateTimeOffset(2026, 6, 3, 9, 0, 0, TimeSpan.Zero),
                },
            ],
        });
        Assert.Equal(
            """{"id":"0197aaaa-0000-0000-0000-000000000001","content":"We are looking into it.","rich_content":null,"author_type":"support","author_name":"Max","author_email":"max@acme.example","is_private":false,"has_full_email_content":false,"version":0,"created_at":"2026-06-03T09:00:00Z"}""",
            (await service.GetAsync(TicketCalls.Of(8) + "messages/")).Results().Single().GetRawText());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 13", Evidence.Framework)]
    public async Task The_example_of_a_page_has_these_links(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load("""{"tickets": [{"ticket_number": 8, "status": "new"}]}""");
        string root = service.BaseAddress.GetLeftPart(UriPartial.Authority) + Service.Tickets;
        Answer page = await service.GetAsync(Service.Tickets + "?limit=1&offset=1&status=new,open");
        Assert.StartsWith(
            $$"""{"count":3,"next":"{{root}}?limit=1&offset=2&status=new%2Copen","previous":"{{root}}?limit=1&status=new%2Copen","results":[{""", page.Is(200).Text, StringComparison.Ordinal);
    }

    // The fake adds the person of a ticket and the names of its assignee by itself.
    private static string SeedOf(string ticket)
    {
        JsonElement person = TicketCalls.Parse(Person);
        string seed = ticket.Replace($"\"person\":{Person}", "\"person\":null", StringComparison.Ordinal)
            .Replace(",\"user\":{\"email\":\"max@acme.example\"},\"role\":null", "", StringComparison.Ordinal);
        return $$"""
            {"tickets": [{{seed}}], "persons": [{"id": "{{person.Text("id")}}", "distinct_ids": {{person.Raw("distinct_ids")}}, "properties": {{person.Raw("properties")}}, "is_identified": true}]}
            """;
    }
}
