using System.Globalization;
using System.Text.Json;

namespace Conversations.Client.Tests.Contract;

/// <summary>For each operation the exact request and an exact answer, over both transports and under cultures that catch accidents.</summary>
public sealed class GoldenWireTests
{
    private const string Projects = "/api/projects/1/conversations";
    private const string Environments = "/api/environments/1/conversations";

    [Fact]
    public void The_cultures_of_these_tests_differ_as_they_should()
    {
        Assert.Equal("ı", "I".ToLower(new CultureInfo("tr-TR")));
        Assert.IsNotType<GregorianCalendar>(new CultureInfo("th-TH").Calendar);
        Assert.NotEqual("2026", new DateTime(2026, 7, 1).ToString("yyyy", new CultureInfo("ar-SA")));
        Assert.NotEqual("-1", (-1).ToString(new CultureInfo("ar-SA")));
    }

    [Theory, BothTransports]
    public Task Tickets_list_sends_every_member_of_a_query(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.Page("", Examples.Ticket)),
        async client =>
        {
            var page = await client.Tickets.ListPageAsync(
                new()
                {
                    Status = [TicketStatus.New, TicketStatus.OnHold, new OpenEnum<TicketStatus>("later")],
                    Priority = [TicketPriority.High],
                    ChannelSource = ChannelSource.Slack,
                    ChannelDetail = ChannelDetail.SlackBotMention,
                    Sla = SlaState.AtRisk,
                    OrderBy = TicketOrder.SlaDueAtDescending,
                    Assignee = [AssigneeFilter.Unassigned, AssigneeFilter.Me, AssigneeFilter.User(7), AssigneeFilter.Role(Guid.Parse(Examples.RoleId))],
                    Tags = ["billing", "a \"quoted\" one", "mit, Komma", "ü"],
                    TagsAll = ["vip"],
                    TagsExclude = ["spam"],
                    DistinctIds = ["u-1", "ana@lumen.example"],
                    Emails = ["ana+1@lumen.example"],
                    Search = "50% off & more #1",
                    DateFrom = DateFilter.Ago(TimeSpan.FromDays(7)),
                    DateTo = DateFilter.At(new DateTimeOffset(2026, 6, 3, 12, 30, 0, 500, TimeSpan.FromHours(2))),
                    Snoozed = false,
                    AiTriageResult = [AiTriageResult.EscalatedWithBest, AiTriageResult.InProgress],
                    View = "kT3xQ9aZ",
                },
                limit: 50,
                offset: 100);
            ReadAs.Same(Examples.Ticket, Assert.Single(page.Results));
            Assert.Equal((1, null, null, false), (page.Count, page.Next, page.Previous, page.HasNext));
        },
        request =>
        {
            Assert.Equal(
                Projects + "/tickets/?status=new%2Con_hold%2Clater&priority=high&channel_source=slack&channel_detail=slack_bot_mention"
                + "&assignee=unassigned%2Cme%2Cuser%3A7%2Crole%3A5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b&date_from=-7d&date_to=2026-06-03T12%3A30%3A00.5%2B02%3A00"
                + "&distinct_ids=u-1%2Cana%40lumen.example&emails=ana%2B1%40lumen.example&search=50%25%20off%20%26%20more%20%231&sla=at-risk"
                + "&tags=%5B%22billing%22%2C%22a%20%5C%22quoted%5C%22%20one%22%2C%22mit%2C%20Komma%22%2C%22%C3%BC%22%5D&tags_all=%5B%22vip%22%5D&tags_exclude=%5B%22spam%22%5D"
                + "&snoozed=false&ai_triage_result=escalated_with_best%2Cin_progress&view=kT3xQ9aZ&order_by=-sla_due_at&limit=50&offset=100",
                request.Target);
            Read(request);
        });

    [Theory, BothTransports]
    public Task Tickets_list_sends_nothing_for_an_empty_query(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.Page("", Examples.SeedTicket)),
        async client =>
        {
            var page = await client.Tickets.ListPageAsync(new() { Status = [], Priority = [], Assignee = [], Tags = [], TagsAll = [], TagsExclude = [], DistinctIds = [], Emails = [], AiTriageResult = [], Search = "", View = "" });
            ReadAs.Same(Examples.SeedTicket, Assert.Single(page.Results));
        },
        request => Assert.Equal(Projects + "/tickets/", request.Target));

    [Theory, BothTransports]
    public Task Tickets_create(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.Ticket, 201),
        async client => ReadAs.Same(Examples.Ticket, await client.Tickets.CreateAsync(new()
        {
            Status = TicketStatus.Open,
            Priority = TicketPriority.High,
            AnonymousTraits = JsonElement.Parse("""{"name":"Ana Ruiz"}"""),
            AiResolved = true,
            EscalationReason = "größer <b>",
            SlaDueAt = new DateTimeOffset(2026, 6, 3, 12, 0, 0, TimeSpan.Zero),
            SnoozedUntil = new DateTimeOffset(2026, 6, 4, 8, 0, 0, 250, TimeSpan.FromHours(-5)),
            Tags = ["vip"],
        })),
        request =>
        {
            Assert.Equal(("POST", Projects + "/tickets/"), (request.Method, request.Target));
            Wrote(request, """{"status":"open","priority":"high","anonymous_traits":{"name":"Ana Ruiz"},"ai_resolved":true,"escalation_reason":"größer <b>","sla_due_at":"2026-06-03T12:00:00+00:00","snoozed_until":"2026-06-04T08:00:00.25-05:00","tags":["vip"]}""");
        });

    [Theory, BothTransports]
    public Task Tickets_create_sends_no_null(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.SeedTicket, 201),
        async client => Assert.Equal("Tier 2", (await client.Tickets.CreateAsync(new())).Assignee?.RoleName),
        request => Wrote(request, "{}"));

    [Theory, BothTransports]
    public Task Tickets_retrieve_by_uuid(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.Ticket),
        async client => ReadAs.Same(Examples.Ticket, await client.Tickets.GetAsync(Guid.Parse(Examples.TicketId))),
        request =>
        {
            Assert.Equal($"{Projects}/tickets/{Examples.TicketId}/", request.Target);
            Read(request);
        });

    [Theory, BothTransports]
    public Task Tickets_retrieve_by_number(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.SeedTicket),
        async client => ReadAs.Same(Examples.SeedTicket, await client.Tickets.GetAsync(1042)),
        request => Assert.Equal(Projects + "/tickets/1042/", request.Target));

    [Theory, BothTransports]
    public Task Tickets_update(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.Ticket),
        async client => ReadAs.Same(Examples.Ticket, await client.Tickets.UpdateAsync(42, new()
        {
            Status = TicketStatus.Pending,
            Priority = null,
            Assignee = Assignee.User(7),
            AnonymousTraits = JsonElement.Parse("{}"),
            AiResolved = false,
            EscalationReason = "",
            SlaDueAt = null,
            SnoozedUntil = new DateTimeOffset(2026, 6, 4, 8, 0, 0, TimeSpan.Zero),
            Tags = [],
        })),
        request =>
        {
            Assert.Equal(("PATCH", Projects + "/tickets/42/"), (request.Method, request.Target));
            Wrote(request, """{"status":"pending","priority":null,"assignee":{"type":"user","id":7},"anonymous_traits":{},"ai_resolved":false,"escalation_reason":"","sla_due_at":null,"snoozed_until":"2026-06-04T08:00:00+00:00","tags":[]}""");
        });

    [Theory, BothTransports]
    public Task Views_list(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.Page("", Examples.View)),
        async client =>
        {
            var view = Assert.Single((await client.Views.ListPageAsync(limit: 5, offset: 10)).Results);
            ReadAs.Same(Examples.View, view);
            Assert.Equal([TicketStatus.New, TicketStatus.Open], view.Filters.Status!);
            Assert.Equal((SlaState.Breached, AssigneeFilter.Me), ((SlaState)view.Filters.Sla!, Assert.Single(view.Filters.Assignee!)));
            Assert.Equal(new() { ColumnKey = "sla_due_at" }, view.Filters.Sorting);
        },
        request =>
        {
            Assert.Equal(Environments + "/views/?limit=5&offset=10", request.Target);
            Read(request);
        });

    [Theory, BothTransports]
    public Task Views_create(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.View, 201),
        async client => ReadAs.Same(Examples.View, await client.Views.CreateAsync("Breached & mine", new()
        {
            Status = [TicketStatus.New],
            Priority = [TicketPriority.Critical],
            Channel = ChannelSource.Email,
            Sla = SlaState.OnTrack,
            AiTriageResult = [AiTriageResult.Persisted],
            Assignee = [AssigneeFilter.Me, AssigneeFilter.Unassigned, AssigneeFilter.User(7), AssigneeFilter.Role(Guid.Parse(Examples.RoleId))],
            Tags = ["vip"],
            TagsMatch = TagsMatch.All,
            TagsExclude = ["spam"],
            DateFrom = DateFilter.Ago(TimeSpan.FromMinutes(90)),
            DateTo = DateFilter.Raw("2026-01-31"),
            Sorting = new() { ColumnKey = "created_at", Descending = true },
            Search = "invoice",
            AdditionalMembers = new Dictionary<string, JsonElement> { ["folder"] = JsonElement.Parse("[1]") },
        })),
        request =>
        {
            Assert.Equal(("POST", Environments + "/views/"), (request.Method, request.Target));
            Wrote(request, """{"name":"Breached & mine","filters":{"status":["new"],"priority":["critical"],"channel":"email","sla":"on-track","aiTriageResult":["persisted"],"assignee":["me","unassigned",{"type":"user","id":7},{"type":"role","id":"5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b"}],"tags":["vip"],"tagsMatch":"all","tagsExclude":["spam"],"dateFrom":"-90M","dateTo":"2026-01-31","sorting":{"columnKey":"created_at","order":-1},"search":"invoice","folder":[1]}}""");
        });

    [Theory, BothTransports]
    public Task Views_create_without_filters(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.View, 201),
        client => client.Views.CreateAsync("All"),
        request => Wrote(request, """{"name":"All"}"""));

    [Theory, BothTransports]
    public Task Views_retrieve(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.View),
        async client => ReadAs.Same(Examples.View, await client.Views.GetAsync("kT3xQ9aZ")),
        request =>
        {
            Assert.Equal(Environments + "/views/kT3xQ9aZ/", request.Target);
            Read(request);
        });

    [Theory, BothTransports]
    public Task Views_update(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.View),
        async client => ReadAs.Same(Examples.View, await client.Views.UpdateAsync("kT3xQ9aZ", new() { IsFavorited = true, Filters = new() { Sla = SlaState.Breached } })),
        request =>
        {
            Assert.Equal(("PATCH", Environments + "/views/kT3xQ9aZ/"), (request.Method, request.Target));
            Wrote(request, """{"filters":{"sla":"breached"},"is_favorited":true}""");
        });

    [Theory, BothTransports]
    public Task Views_delete(Transport transport) => Golden(
        transport,
        StubAnswer.Of(204),
        client => client.Views.DeleteAsync("kT3xQ9aZ"),
        request =>
        {
            Assert.Equal(("DELETE", Environments + "/views/kT3xQ9aZ/"), (request.Method, request.Target));
            Assert.Empty(request.Body);
            Assert.Null(request["Content-Type"]);
        });

    [Theory, BothTransports]
    public Task Conversations_list(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.Page("", Examples.ShortConversation)),
        async client => ReadAs.Same(Examples.ShortConversation, Assert.Single((await client.Conversations.ListPageAsync(limit: 50, offset: 100)).Results)),
        request =>
        {
            Assert.Equal(Environments + "/?limit=50&offset=100", request.Target);
            Read(request);
        });

    [Theory, BothTransports]
    public Task Conversations_retrieve(Transport transport) => Golden(
        transport,
        StubAnswer.Json(Examples.FullConversation),
        async client => ReadAs.Same(Examples.FullConversation, await client.Conversations.GetAsync(Guid.Parse(Examples.ConversationId))),
        request =>
        {
            Assert.Equal($"{Environments}/{Examples.ConversationId}/", request.Target);
            Read(request);
        });

    [Theory, BothTransports]
    public Task Conversations_create(Transport transport) => Golden(
        transport,
        StubAnswer.Stream("event: conversation\ndata: " + Examples.ShortConversation + "\n\n", """
            event: message
            data: {"content":"Let me look.","id":"temp-0","tool_calls":[],"type":"ai"}


            """.ReplaceLineEndings("\n")),
        async client =>
        {
            var events = await client.Conversations.StreamAsync(Guid.Parse(Examples.ConversationId), "How many signups? ü 🎉", new()
            {
                AgentMode = AgentMode.Sql,
                TraceId = Guid.Parse(Examples.TraceId),
                ContextualTools = JsonElement.Parse("""{"search":{"a":1}}"""),
                UiContext = JsonElement.Parse("""{"dashboards":[]}"""),
                BillingContext = JsonElement.Parse("""{"billing_plan":null}"""),
                IsSandbox = true,
                ReplaySessionId = "0197-replay",
            }).ToListAsync();
            ReadAs.Same(Examples.ShortConversation, Assert.IsType<ConversationEvent>(events[0]).Conversation);
            var message = Assert.IsType<MessageEvent>(events[1]);
            Assert.True(message.IsPartial);
            ReadAs.Same("""{"content":"Let me look.","id":"temp-0","tool_calls":[],"type":"ai"}""", message.Message);
        },
        request =>
        {
            Assert.Equal(("POST", Environments + "/"), (request.Method, request.Target));
            Assert.Equal("text/event-stream, application/json", request["Accept"]);
            Assert.Equal("0197-replay", request["X-POSTHOG-SESSION-ID"]);
            // The writer escapes what is beyond the first plane, which is the same text to every reader of JSON.
            Wrote(request, """{"content":"How many signups? ü \uD83C\uDF89","conversation":"0197cccc-0000-7000-8000-000000000001","contextual_tools":{"search":{"a":1}},"ui_context":{"dashboards":[]},"billing_context":{"billing_plan":null},"trace_id":"0197dddd-0000-7000-8000-000000000002","agent_mode":"sql","is_sandbox":true}""");
        });

    [Theory, BothTransports]
    public Task Conversations_create_sends_no_null_but_makes_a_trace_id(Transport transport) => Golden(
        transport,
        StubAnswer.Stream(),
        async client => Assert.Empty(await client.Conversations.StreamAsync(Guid.Parse(Examples.ConversationId), "Hi").ToListAsync()),
        request =>
        {
            Assert.Null(request["X-POSTHOG-SESSION-ID"]);
            var body = JsonElement.Parse(request.Text);
            Assert.Equal(["content", "conversation", "trace_id"], body.EnumerateObject().Select(static member => member.Name));
            Assert.NotEqual(Guid.Empty, body.GetProperty("trace_id").GetGuid());
        });

    [Theory, BothTransports]
    public Task Conversations_reconnect_really_sends_null(Transport transport) => Golden(
        transport,
        StubAnswer.Stream(),
        async client => Assert.Empty(await client.Conversations.ReconnectAsync(Guid.Parse(Examples.ConversationId)).ToListAsync()),
        request =>
        {
            Assert.Equal(("POST", Environments + "/"), (request.Method, request.Target));
            Assert.Equal("text/event-stream, application/json", request["Accept"]);
            Assert.StartsWith("""{"content":null,"conversation":"0197cccc-0000-7000-8000-000000000001","trace_id":""", request.Text, StringComparison.Ordinal);
        });

    [Theory, BothTransports]
    public async Task A_session_sends_cookies_and_its_proof_with_writes(Transport transport)
    {
        await using var stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(Examples.View).With("Set-Cookie", "sessionid=other; Path=/"), StubAnswer.Of(204));
        using var client = stub.CreateClient(static options => options.Credential = ConversationsCredential.Session("s3ss", "csrf"));

        _ = await client.Views.GetAsync("a");
        await client.Views.DeleteAsync("a");

        Assert.Equal(["sessionid=s3ss; posthog_csrftoken=csrf", "sessionid=s3ss; posthog_csrftoken=csrf"], stub.Requests.Select(static request => request["Cookie"]));
        Assert.Equal([null, "csrf"], stub.Requests.Select(static request => request["X-CSRFToken"]));
        Assert.Equal([null, stub.BaseAddress.ToString()], stub.Requests.Select(static request => request["Referer"]));
        Assert.All(stub.Requests, static request => Assert.Null(request["Authorization"]));
    }

    [Theory, BothTransports]
    public async Task Everything_goes_under_projects_when_the_options_say_so(Transport transport)
    {
        await using var stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(Examples.View), StubAnswer.Json(Examples.Page("/api/environments/1/conversations/?offset=1&x=%2C%20a", Examples.ShortConversation)), StubAnswer.Json(Examples.Page("")), StubAnswer.Stream(), StubAnswer.Json(Examples.Ticket));
        using var client = stub.CreateClient(static options => options.PathPrefix = PathPrefix.Projects);

        _ = await client.Views.GetAsync("a b%2F");
        _ = await client.Conversations.ListAsync().ToListAsync();
        _ = await client.Conversations.StreamAsync(Guid.NewGuid(), "Hi").ToListAsync();
        _ = await client.Tickets.GetAsync(1);

        Assert.Equal(
            ["/api/projects/1/conversations/views/a%20b%252F/", "/api/projects/1/conversations/", "/api/projects/1/conversations/?offset=1&x=%2C%20a", "/api/projects/1/conversations/", "/api/projects/1/conversations/tickets/1/"],
            stub.Requests.Select(static request => request.Target));
    }

    [Theory, BothTransports]
    public async Task The_current_project_and_the_suffix_of_the_user_agent_are_sent(Transport transport)
    {
        await using var stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(Examples.Ticket));
        using var client = stub.CreateClient(static options => (options.ProjectId, options.UserAgentSuffix) = ("@current", "acme-desk/2.1 (+https://acme.example)"));

        _ = await client.Tickets.GetAsync(1);

        Assert.Equal("/api/projects/%40current/conversations/tickets/1/", stub.Request.Target.Replace("@", "%40", StringComparison.Ordinal));
        Assert.Matches(@"^Conversations\.Client/[0-9][^ +]* acme-desk/2\.1 \(\+https://acme\.example\)$", stub.Request["User-Agent"]!);
    }

    private static async Task Golden(Transport transport, StubAnswer answer, Func<ConversationsClient, Task> call, Action<StubRequest> check)
    {
        await using var stub = await StubServer.StartAsync(transport);
        using var client = stub.CreateClient();
        var index = 0;
        await Cultures.EachAsync(async () =>
        {
            stub.Answer(answer);
            await call(client);
            var request = stub.Requests[index++];
            Assert.Equal("Bearer " + StubServer.Key, request["Authorization"]);
            Assert.Matches(@"^Conversations\.Client/[0-9][^ +]*$", request["User-Agent"]!);
            Assert.Null(request["Cookie"]);
            Assert.Null(request["X-CSRFToken"]);
            Assert.Null(request["Referer"]);
            check(request);
        });
        Assert.Equal(Cultures.Names.Count, stub.Requests.Count);
    }

    private static void Read(StubRequest request)
    {
        Assert.Equal("GET", request.Method);
        Assert.Empty(request.Body);
        Assert.Null(request["Content-Type"]);
        Assert.Null(request["Accept"] is null or "application/json" ? null : request["Accept"]);
    }

    private static void Wrote(StubRequest request, string body)
    {
        Assert.Equal("application/json; charset=utf-8", request["Content-Type"]);
        Assert.Equal(body, request.Text);
    }
}
