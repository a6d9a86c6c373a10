using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>tickets.md, section 5: the list, its filters, its order, and 1.6, its pages.</summary>
public sealed class TicketListTests
{
    private static readonly int[] All = [1, 2, 3, 4, 5];

    [Theory, BothDoors]
    public async Task A_list_is_a_page_newest_change_first(Door door)
    {
        await using Service service = await Service.OpenAsync(door);

        Answer answer = await service.GetAsync(Service.Tickets);

        Assert.Equal([3, 2, 1, 5, 4], answer.Numbers());
        Assert.Equal(["count", "next", "previous", "results"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(5, answer.Json.GetProperty("count").GetInt32());
        Assert.True(answer.Json.IsNull("next") && answer.Json.IsNull("previous"));
        Assert.Equal("application/json", answer.ContentType?.ToString());
    }

    [Theory, BothDoors]
    public async Task Members_of_a_ticket_come_in_the_contract_order(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string[] newest =
        [
            "id", "ticket_number", "channel_source", "channel_detail", "distinct_id", "status", "priority", "assignee", "anonymous_traits",
            "identity_verified", "ai_resolved", "escalation_reason", "ai_triage", "created_at", "updated_at", "message_count", "last_message_at",
            "last_message_text", "unread_team_count", "unread_customer_count", "session_id", "session_context", "sla_due_at", "snoozed_until",
            "slack_channel_id", "slack_thread_ts", "slack_team_id", "email_subject", "email_from", "email_to", "cc_participants", "github_repo",
            "github_issue_number", "zendesk_ticket_id", "organization_id", "organization_id_source", "person", "tags", "user_access_level",
        ];
        string[] onlyNewest = ["identity_verified", "ai_triage", "zendesk_ticket_id", "organization_id", "organization_id_source", "user_access_level"];

        Assert.Equal(newest, await MembersAsync());
        service.Options.Generation = Generation.SeedEra;
        Assert.Equal(newest.Except(onlyNewest), await MembersAsync());

        async Task<IEnumerable<string>> MembersAsync() =>
            (await service.GetAsync(Service.Tickets)).Json.GetProperty("results")[0].EnumerateObject().Select(member => member.Name);
    }

    [Theory, BothDoors]
    public async Task Filters_narrow_and_invalid_values_are_ignored(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        await HasAsync(service, "status=new,open", 1, 2);
        await HasAsync(service, "status= open ,bogus", 2);
        await HasAsync(service, "status=bogus", All);
        await HasAsync(service, "status=all", All);
        await HasAsync(service, "status=NEW", All);
        await HasAsync(service, "status=new&status=open", 2);
        await HasAsync(service, "priority=high,low", 2, 3);
        await HasAsync(service, "priority=critical");
        await HasAsync(service, "channel_source=email", 2);
        await HasAsync(service, "channel_source=email,slack", All);
        await HasAsync(service, "channel_detail=github_issue", 4);
        await HasAsync(service, "distinct_ids=u-1, u-3,", 1, 3);
        await HasAsync(service, "emails=BOB@example.com", 2);
        await HasAsync(service, "emails=bob@example.com&distinct_ids=u-3", 2, 3);
        await HasAsync(service, "emails=bob@example.com&distinct_ids=u-3&status=pending", 3);
        await HasAsync(service, "snoozed=TRUE", 5);
        await HasAsync(service, "snoozed=false", 1, 2, 3, 4);
        await HasAsync(service, "snoozed=maybe", All);
        await HasAsync(service, "ai_triage_result=persisted", 3);
        await HasAsync(service, "ai_triage_result=in_progress,bogus", 4);
    }

    [Theory, BothDoors]
    public async Task Assignees_are_a_list_in_the_newest_state_and_one_value_before(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        await HasAsync(service, "assignee=user:7", 2);
        await HasAsync(service, $"assignee=role:{Fixtures.Role},user:8", 3, 5);
        await HasAsync(service, "assignee=me,Unassigned", 1, 2, 4);
        await HasAsync(service, "assignee=User:7", All);
        await HasAsync(service, "assignee=user:99");

        service.Options.Generation = Generation.SeedEra;
        await HasAsync(service, "assignee=user:7", 2);
        await HasAsync(service, "assignee=me", All);
        await HasAsync(service, "assignee=user:7,user:8", All);
    }

    [Theory, BothDoors]
    public async Task Tags_are_a_json_array_as_text(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        await HasAsync(service, "tags=" + Uri.EscapeDataString("""["billing"]"""), 1, 2);
        await HasAsync(service, "tags=" + Uri.EscapeDataString("""["billing","urgent"]"""), 1, 2, 4);
        await HasAsync(service, "tags=" + Uri.EscapeDataString("""["Billing"]"""));
        await HasAsync(service, "tags=billing", All);
        await HasAsync(service, "tags=[]", All);
        await HasAsync(service, "tags_all=" + Uri.EscapeDataString("""["billing","urgent"]"""), 2);
        await HasAsync(service, "tags_exclude=" + Uri.EscapeDataString("""["billing"]"""), 3, 4, 5);

        service.Options.Generation = Generation.SeedEra;
        await HasAsync(service, "tags_all=" + Uri.EscapeDataString("""["billing","urgent"]"""), All);
    }

    [Theory, BothDoors]
    public async Task Search_looks_into_names_subjects_and_all_messages_that_are_not_deleted(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        await HasAsync(service, "search=wonder", 1);
        await HasAsync(service, "search=ALICE@", 1);
        await HasAsync(service, "search=billing", 2);
        await HasAsync(service, "search=passwords", 4);
        await HasAsync(service, "search=card+number", 5);
        await HasAsync(service, "search=zebra");
        await HasAsync(service, "search=100%25", 4);
        await HasAsync(service, "search=%25", 4);
        await HasAsync(service, "search=bob@example.com");
        await HasAsync(service, "search=3", 3);
        await HasAsync(service, "search=%233", 3);
        await HasAsync(service, "search=" + new string('x', 201), All);

        service.Options.Generation = Generation.SeedEra;
        await HasAsync(service, "search=%233");
    }

    [Theory, BothDoors]
    public async Task Sla_compares_with_the_clock(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        await HasAsync(service, "sla=breached", 2);
        await HasAsync(service, "sla=at-risk", 3);
        await HasAsync(service, "sla=on-track", 4);
        await HasAsync(service, "sla=late", All);

        service.Clock.Advance(TimeSpan.FromMinutes(31));
        await HasAsync(service, "sla=breached", 2, 3);
    }

    [Theory, BothDoors]
    public async Task Dates_are_absolute_relative_or_now(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        await HasAsync(service, "date_from=2026-06-02", 2, 3);
        await HasAsync(service, "date_from=2026-6-2", 2, 3);
        await HasAsync(service, "date_from=2026-06", 1, 2, 3);
        await HasAsync(service, "date_from=2026", All);
        await HasAsync(service, "date_from=20260602", 2, 3);
        await HasAsync(service, "date_from=2026-06-03T12:30:00%2B02:00", 3);
        await HasAsync(service, "date_to=2026-06-02", 1, 2, 4, 5);
        await HasAsync(service, "date_from=-2d", 2, 3);
        await HasAsync(service, "date_from=-24h", 3);
        await HasAsync(service, "date_from=-30M", 3);
        await HasAsync(service, "date_from=-1799s");
        await HasAsync(service, "date_from=-1dStart", 2, 3);
        await HasAsync(service, "date_from=dStart", 3);
        await HasAsync(service, "date_from=mStart", 2, 3);
        await HasAsync(service, "date_from=-1w", 1, 2, 3);
        await HasAsync(service, "date_from=-1m", All);
        await HasAsync(service, "date_from=30min", All);
        await HasAsync(service, "date_from=garbage", []);
        await HasAsync(service, "date_from=-7D", []);
        await HasAsync(service, "date_to=garbage", All);
        await HasAsync(service, "date_from=all", All);
        await HasAsync(service, "date_to=all", All);
    }

    [Fact]
    public async Task Dates_without_an_offset_are_in_the_time_zone_of_the_project()
    {
        await using Service service = await Service.OpenAsync(Door.InMemory);
        const string Project2 = "/api/projects/2/conversations/tickets/";

        // Midnight in Berlin is 22:00 of the day before, so the ticket of 2026-06-01T00:00Z is two hours into the first.
        Assert.Equal(1, (await service.GetAsync(Project2 + "?date_from=2026-06-01")).Json.GetProperty("count").GetInt32());
        Assert.Equal(0, (await service.GetAsync(Project2 + "?date_from=2026-06-01T02:00:01")).Json.GetProperty("count").GetInt32());
        Assert.Equal(0, (await service.GetAsync(Project2 + "?date_to=2026-06-01T01:59:59")).Json.GetProperty("count").GetInt32());
    }

    [Theory, BothDoors]
    public async Task Order_is_one_column_and_nulls_stand_where_the_generation_puts_them(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        await OrderAsync(service, "created_at", 1, 2, 3, 4, 5);
        await OrderAsync(service, "-ticket_number", 5, 4, 3, 2, 1);
        await OrderAsync(service, "sla_due_at", 2, 3, 4, 5, 1);
        await OrderAsync(service, "-sla_due_at", 4, 3, 2, 5, 1);
        await OrderAsync(service, "snoozed_until", 5, 4, 3, 2, 1);
        await OrderAsync(service, "status", 3, 2, 1, 5, 4);
        await OrderAsync(service, "created_at,status", 3, 2, 1, 5, 4);

        service.Options.Generation = Generation.SeedEra;
        await OrderAsync(service, "sla_due_at", 2, 3, 4, 5, 1);
        await OrderAsync(service, "-sla_due_at", 5, 1, 4, 3, 2);
    }

    [Theory, BothDoors]
    public async Task Links_keep_every_parameter_sorted_by_name(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string root = service.BaseAddress.GetLeftPart(UriPartial.Authority) + Service.Tickets;

        Answer middle = await service.GetAsync(Service.Tickets + "?status=new,open,pending&search=a+b&offset=1&limit=1&search=");
        Assert.Equal($"{root}?limit=1&offset=2&search=a+b&search=&status=new%2Copen%2Cpending", middle.Json.Text("next"));
        Assert.Equal($"{root}?limit=1&search=a+b&search=&status=new%2Copen%2Cpending", middle.Json.Text("previous"));

        Answer end = await service.GetAsync(Service.Tickets + "?offset=50");
        Assert.Empty(end.Numbers());
        Assert.Equal(5, end.Json.GetProperty("count").GetInt32());
        Assert.True(end.Json.IsNull("next"));
        Assert.Equal($"{root}?limit=100", end.Json.Text("previous"));

        Assert.Equal($"{root}?limit=2&offset=2", (await service.GetAsync(Service.Tickets + "?limit=2")).Json.Text("next"));
    }

    [Theory, BothDoors]
    public async Task Bad_limits_and_offsets_are_the_defaults_and_large_limits_are_clamped(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        foreach (string query in new[] { "limit=0", "limit=-1", "limit=x", "offset=-5", "offset=x", "limit=99999" })
        {
            Assert.Equal(5, (await service.GetAsync($"{Service.Tickets}?{query}")).Numbers().Count);
        }

        service.Fake.Load(JsonSerializer.Serialize(new { tickets = Enumerable.Range(6, 1001).Select(number => new { project = 1, ticket_number = number }) }));
        Answer page = await service.GetAsync(Service.Tickets + "?limit=99999");
        Assert.Equal(1000, page.Numbers().Count);
        Assert.EndsWith("?limit=1000&offset=1000", page.Json.Text("next"), StringComparison.Ordinal);
    }

    [Theory, BothDoors]
    public async Task A_saved_view_is_the_start_and_explicit_parameters_replace_its_dimensions(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        service.Fake.Load("""
            {"views": [{"project": 1, "name": "Urgent", "short_id": "AbCd1234", "created_by": 7, "filters":
              {"status": ["open", "resolved", "bogus"], "tags": ["urgent"], "assignee": ["nobody"], "sorting": {"columnKey": "created_at", "order": 1}}}]}
            """);

        Assert.Equal([2, 4], (await service.GetAsync(Service.Tickets + "?view=AbCd1234")).Numbers());
        Assert.Equal([4], (await service.GetAsync(Service.Tickets + "?view=AbCd1234&status=resolved")).Numbers());
        Assert.Equal([4, 2], (await service.GetAsync(Service.Tickets + "?view=AbCd1234&status=bogus&order_by=-created_at")).Numbers());
        (await service.GetAsync(Service.Tickets + "?view=abcd1234")).IsInvalid("invalid_input", "view", "No saved ticket view matches this short_id.");

        service.Options.Generation = Generation.SeedEra;
        await HasAsync(service, "view=nothing", All);
    }

    private static async Task HasAsync(Service service, string query, params int[] numbers)
    {
        Answer answer = await service.GetAsync($"{Service.Tickets}?{query}");
        Assert.True(numbers.Order().SequenceEqual(answer.Numbers().Order()), $"{query}: expected {string.Join(' ', numbers)}, got {string.Join(' ', answer.Numbers())}");
        Assert.Equal(numbers.Length, answer.Json.GetProperty("count").GetInt32());
    }

    private static async Task OrderAsync(Service service, string order, params int[] numbers) =>
        Assert.Equal(numbers, (await service.GetAsync($"{Service.Tickets}?order_by={order}")).Numbers());
}
