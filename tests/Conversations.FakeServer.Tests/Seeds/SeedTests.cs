using System.Text.Json;

namespace Conversations.FakeServer.Tests.Seeds;

/// <summary><c>POST /__fake/seed</c> and the format of seed files.</summary>
public sealed class SeedTests
{
    [Fact]
    public async Task The_answer_names_what_was_added_in_the_order_sent()
    {
        await using Running fake = await Running.StartAsync();

        JsonElement answer = (await fake.ControlAsync("POST", "seed", """
            {"tickets":[{"ticket_number":50},{"project":1},{"ticket_number":20}],
             "views":[{"name":"b","short_id":"AbCd1234"},{"name":"a"}],
             "conversations":[{"id":"01990000-0000-7000-8000-000000000002"},{}]}
            """)).Is(200).Json;

        Assert.Equal(["tickets", "views", "conversations"], answer.EnumerateObject().Select(static member => member.Name));
        Assert.Equal([50, 51, 20], Each(answer, "tickets").Select(static ticket => ticket.GetProperty("ticket_number").GetInt32()));
        Assert.All(
            Each(answer, "tickets"),
            static ticket => Assert.Equal(["id", "ticket_number", "project"], ticket.EnumerateObject().Select(static member => member.Name)));
        Assert.All(
            Each(answer, "views"),
            static view => Assert.Equal(["id", "short_id", "project"], view.EnumerateObject().Select(static member => member.Name)));
        Assert.Equal("AbCd1234", Each(answer, "views")[0].Text("short_id"));
        Assert.Equal("01990000-0000-7000-8000-000000000002", Each(answer, "conversations")[0].Text("id"));
        Assert.Equal(2, Each(answer, "conversations").Count);
        Assert.Equal("""{"tickets":[],"views":[],"conversations":[]}""", (await fake.ControlAsync("POST", "seed", "{}")).Is(200).Text);
    }

    [Theory]
    [InlineData("""{"tickets":[{},{},{},{"status":"nonsense"}]}""", "tickets[3].status")]
    [InlineData("""{"tickts":[]}""", "tickts")]
    [InlineData("""{"tickets":[{"stat":"new"}]}""", "tickets[0].stat")]
    [InlineData("""{"tickets":[{"messages":[{"content":"a","colour":"red"}]}]}""", "tickets[0].messages[0].colour")]
    [InlineData("""{"projects":[{"id":1,"name":"x"}]}""", "projects[0].name")]
    [InlineData("""{"users":[{"id":"7"}]}""", "users[0].id")]
    [InlineData("""{"keys":[{"key":"x","user":1,"scopes":"*"}]}""", "keys[0].scopes")]
    [InlineData("""{"oauth_tokens":[{"token":"x","user":99}]}""", "oauth_tokens[0].user")]
    [InlineData("""{"sessions":[{"session_id":"s","csrf_token":7}]}""", "sessions[0].csrf_token")]
    [InlineData("""{"persons":[{"id":"x"}]}""", "persons[0].id")]
    [InlineData("""{"email_channels":[{"address":"a@b.example","verified":"yes"}]}""", "email_channels[0].verified")]
    [InlineData("""{"views":[{"name":"x","created_by":99}]}""", "views[0].created_by")]
    [InlineData("""{"conversations":[{"updated_at":"yesterday"}]}""", "conversations[0].updated_at")]
    public async Task A_mistake_is_named_by_its_place_and_nothing_is_kept(string seed, string path)
    {
        await using Running fake = await Running.StartAsync();
        int before = await fake.TicketCountAsync();

        await fake.RefusesAsync("POST", "seed", seed, path);

        Assert.Equal(before, await fake.TicketCountAsync());
    }

    [Fact]
    public async Task Seeding_adds_and_replaces_by_identity()
    {
        await using Running fake = await Running.StartAsync();
        const string Id = "01990000-0000-7000-8000-000000000003";
        int before = await fake.TicketCountAsync();
        for (int round = 1; round <= 2; round++)
        {
            (await fake.ControlAsync("POST", "seed", $$$"""
                {"projects":[{"id":5}],"users":[{"id":6,"first_name":"{{{round}}}","projects":[1,5]}],
                 "roles":[{"id":"{{{Id}}}","name":"{{{round}}}"}],
                 "keys":[{"key":"phx_6","user":6,"scopes":{{{(round == 1 ? "[]" : "[\"*\"]")}}} }],
                 "oauth_tokens":[{"token":"pha_6","user":6,"scopes":{{{(round == 1 ? "[]" : "[\"*\"]")}}} }],
                 "sessions":[{"session_id":"s6","csrf_token":"{{{round}}}","user":6}],
                 "persons":[{"id":"{{{Id}}}","distinct_ids":["p-{{{round}}}"]}],
                 "tickets":[{"project":1,"ticket_number":90,"distinct_id":"p-2","email_subject":"{{{round}}}","assignee":{"type":"role","id":"{{{Id}}}"}}],
                 "views":[{"name":"{{{round}}}","short_id":"AbCd1234","created_by":6}],
                 "conversations":[{"id":"{{{Id}}}","title":"{{{round}}}","user":6}]}
                """)).Is(200);
        }

        Assert.Equal(before + 1, await fake.TicketCountAsync("phx_6"));
        Assert.Equal(before + 1, await fake.TicketCountAsync("pha_6"));
        JsonElement ticket = (await fake.CallAsync("GET", Running.Tickets + "90/")).Is(200).Json;
        Assert.Equal(("2", "2", "p-2"), (ticket.Text("email_subject"), ticket.GetProperty("assignee").GetProperty("role").Text("name"), ticket.GetProperty("person").Text("name")));
        JsonElement view = (await fake.CallAsync("GET", Running.Views + "AbCd1234/")).Is(200).Json;
        Assert.Equal(("2", "2"), (view.Text("name"), view.GetProperty("created_by").Text("first_name")));
        Assert.Equal("2", (await fake.CallAsync("GET", $"{Running.Conversations}{Id}/")).Is(200).Json.Text("title"));
    }

    [Fact]
    public async Task Seeded_values_are_taken_as_they_are()
    {
        await using Running fake = await Running.StartAsync();
        const string Ticket = """
            {"project":1,"id":"01990000-0000-7000-8000-000000000004","ticket_number":91,"channel_source":"github","channel_detail":"github_issue","distinct_id":"d","status":"on_hold","priority":"","assignee":{"type":"user","id":1},"anonymous_traits":{"name":"A"},"identity_verified":true,"ai_resolved":true,"escalation_reason":"why","ai_triage":{"status":"done"},"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-02-01T00:00:00.123456Z","message_count":9,"last_message_at":"2026-03-01T00:00:00Z","last_message_text":"last","unread_team_count":0,"unread_customer_count":4,"session_id":"s","session_context":{"current_url":"u"},"sla_due_at":"2026-04-01T00:00:00Z","snoozed_until":"2026-05-01T00:00:00Z","slack_channel_id":"c","slack_thread_ts":"t","slack_team_id":"w","email_subject":"s","email_from":"a@b.example","email_to":"c@d.example","cc_participants":["e"],"github_repo":"o/r","github_issue_number":5,"zendesk_ticket_id":6,"organization_id":"o","organization_id_source":"person","person":null,"tags":["b"],"user_access_level":"editor"}
            """;
        (await fake.ControlAsync("POST", "seed", $$$"""{"tickets":[{{{Ticket}}}]}""")).Is(200);

        JsonElement read = (await fake.CallAsync("GET", Running.Tickets + "91/")).Is(200).Json;

        foreach (JsonProperty member in JsonSerializer.Deserialize<JsonElement>(Ticket).EnumerateObject()
            .Where(static member => member.Name is not ("project" or "assignee")))
        {
            Assert.Equal((member.Name, member.Value.GetRawText()), (member.Name, read.GetProperty(member.Name).GetRawText()));
        }

        Assert.Equal(1, read.GetProperty("assignee").GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task What_is_left_out_gets_the_services_defaults()
    {
        await using Running fake = await Running.StartAsync();
        int number = Each((await fake.ControlAsync("POST", "seed", """{"tickets":[{}]}""")).Is(200).Json, "tickets")[0].GetProperty("ticket_number").GetInt32();

        JsonElement ticket = (await fake.CallAsync("GET", $"{Running.Tickets}{number}/")).Is(200).Json;

        Assert.Equal(("new", "widget", "", Running.Now), (ticket.Text("status"), ticket.Text("channel_source"), ticket.Text("distinct_id"), ticket.Text("created_at")));
        Assert.All((string[])["priority", "assignee", "snoozed_until", "person"], name => Assert.True(ticket.IsNull(name)));
    }

    [Fact]
    public async Task A_session_calls_with_its_cookies_and_on_writes_with_its_header()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "seed", """{"sessions":[{"session_id":"s1","csrf_token":"c1","user":1}]}""")).Is(200);

        Assert.Equal(200, await StatusAsync("GET", "tickets/unread_count/", null));
        Assert.Equal(204, await StatusAsync("DELETE", "tickets/1/", "c1"));
        Assert.Equal(403, await StatusAsync("DELETE", "tickets/2/", null));
        Assert.Equal(403, await StatusAsync("DELETE", "tickets/2/", "other"));

        async Task<int> StatusAsync(string method, string path, string? csrf)
        {
            using HttpRequestMessage request = Running.Request(method, Running.Conversations + path, null, null);
            request.Headers.TryAddWithoutValidation("Cookie", "sessionid=s1; posthog_csrftoken=c1");
            if (csrf is not null)
            {
                request.Headers.Add("X-CSRFToken", csrf);
            }

            using HttpResponseMessage response = await fake.Http.SendAsync(request);
            return (int)response.StatusCode;
        }
    }

    [Theory]
    [InlineData("@current")]
    [InlineData("%40current")]
    public async Task Current_is_the_first_of_the_users_projects(string project)
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "seed", """
            {"projects":[{"id":8},{"id":9}],"users":[{"id":2,"projects":[9,8]}],"keys":[{"key":"phx_2","user":2,"scopes":["*"]}],"tickets":[{"project":9},{"project":9}]}
            """)).Is(200);

        JsonElement page = (await fake.CallAsync("GET", $"/api/projects/{project}/conversations/tickets/", key: "phx_2")).Is(200).Json;

        Assert.Equal(2, page.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_project_or_user_left_out_is_the_first_there_is_also_where_there_is_no_1()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"projects":[{"id":9},{"id":8}],"users":[{"id":7},{"id":6,"projects":[8]}],"keys":[{"key":"phx_6"}]}""");
        await using Running fake = await Running.StartAsync("--seed", file);
        File.Delete(file);

        JsonElement answer = (await fake.ControlAsync("POST", "seed", """
            {"tickets":[{}],"views":[{"name":"a"}],"conversations":[{}],"persons":[{}],"email_channels":[{"address":"help@acme.example"}],
             "sessions":[{"session_id":"s","csrf_token":"c"}],"oauth_tokens":[{"token":"pha_6"}]}
            """)).Is(200).Json;

        Assert.Equal(8, Each(answer, "tickets")[0].GetProperty("project").GetInt32());
        JsonElement view = (await fake.CallAsync("GET", $"/api/projects/8/conversations/views/{Each(answer, "views")[0].Text("short_id")}/", key: "phx_6")).Is(200).Json;
        Assert.Equal(6, view.GetProperty("created_by").GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData("""{"tickets":[{}]}""", "tickets[0]")]
    [InlineData("""{"views":[{"name":"a"}]}""", "views[0]")]
    [InlineData("""{"conversations":[{}]}""", "conversations[0]")]
    [InlineData("""{"persons":[{}]}""", "persons[0]")]
    [InlineData("""{"email_channels":[{"address":"help@acme.example"}]}""", "email_channels[0]")]
    [InlineData("""{"keys":[{"key":"k"}]}""", "keys[0]")]
    [InlineData("""{"oauth_tokens":[{"token":"t"}]}""", "oauth_tokens[0]")]
    [InlineData("""{"sessions":[{"session_id":"s","csrf_token":"c"}]}""", "sessions[0]")]
    [InlineData("""{"projects":[{"id":1}],"conversations":[{}]}""", "conversations[0]")]
    public async Task Where_there_is_no_project_or_user_at_all_that_is_the_mistake(string seed, string path)
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "{}");
        await using Running fake = await Running.StartAsync("--seed", file);
        File.Delete(file);

        await fake.RefusesAsync("POST", "seed", seed, path);
    }

    [Fact]
    public async Task The_example_of_the_design_loads()
    {
        await using Running fake = await Running.StartAsync();

        (await fake.ControlAsync("POST", "seed", """
            { "projects": [{"id":1,"timezone":"UTC","support_enabled":true,"organization":"org-1"},{"id":2}],
              "users":    [{"id":7,"email":"max@acme.example","first_name":"Max","last_name":"","is_email_verified":true,"hedgehog_config":{},"role_at_organization":"","projects":[1,2]}],
              "roles":    [{"id":"5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b","name":"Tier 2","organization":"org-1"}],
              "keys":     [{"key":"phx_all","user":7,"scopes":["*"],"projects":null}],
              "oauth_tokens": [{"token":"pha_all","user":7,"scopes":["*"],"projects":null}],
              "sessions": [{"session_id":"sess-7","csrf_token":"csrf-7","user":7}],
              "persons":  [{"id":"01970000-0000-7000-8000-000000000001","project":1,"distinct_ids":["u-1"],"properties":{"email":"a@b.example"},"is_identified":true}],
              "email_channels": [{"id":"01980000-0000-7000-8000-000000000001","project":1,"address":"help@acme.example","verified":true}],
              "tickets":  [{"project":1,"status":"open","assignee":{"type":"user","id":7},
                            "messages":[{"content":"Hi","author_type":"customer","author":null,"is_private":false,"deleted":false,"created_at":"2026-06-01T00:00:00Z"}]}],
              "views":    [{"project":1,"name":"Mine","filters":{},"created_by":7,"short_id":"AbCd1234","favorited_by":[7]}],
              "conversations": [{"project":1,"id":"01990000-0000-7000-8000-000000000001","user":7,"title":"Signups","status":"idle","type":"assistant","topic":"surveys","task":null,
                            "slack_thread_key":null,"slack_workspace_domain":null,"is_sandbox":false,"is_internal":false,"deleted":false,"readable":true,
                            "messages":[{"type":"human","id":"h","content":"hi"}],"updated_at":"2026-06-01T00:00:00Z"}] }
            """)).Is(200);

        Assert.Equal("2026-06-01T00:00:00Z", (await fake.CallAsync("GET", Running.Conversations + "01990000-0000-7000-8000-000000000001/", key: "phx_all")).Is(200).Json.Text("updated_at"));
        Assert.True((await fake.CallAsync("GET", Running.Views + "AbCd1234/", key: "phx_all")).Is(200).Json.GetProperty("is_favorited").GetBoolean());
    }

    private static List<JsonElement> Each(JsonElement answer, string name) => [.. answer.GetProperty(name).EnumerateArray()];
}
