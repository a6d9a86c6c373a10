using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>tickets.md 1.2, 1.3 and conversations.md 1.3 to 1.5: who may call, and in which order a request is refused.</summary>
public sealed class AccessTests
{
    private const string KeysRefused = "This action does not support personal API key access";
    private const string Credentials = "Authentication credentials were not provided.";

    [Theory, BothDoors]
    public async Task Unknown_paths_are_told_so_even_without_credentials(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        foreach (string path in new[]
        {
            "/", "/api/projects/1/tickets/", "/api/projects/1/conversations/tickets/5/nothing/", "/api/projects/1/conversations/a.b/",
            "/api/teams/1/conversations/", "/api/projects/1/conversations/tickets/a%2Fb/",
        })
        {
            (await service.CallAsync(HttpMethod.Get, path, Callers.Nobody, accept: "text/html"))
                .IsError(404, "invalid_request", "not_found", "Endpoint not found.");
        }
    }

    [Theory, BothDoors]
    public async Task The_accept_header_comes_before_the_credentials(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        foreach (string accept in new[] { "text/event-stream", "text/html, image/*" })
        {
            (await service.CallAsync(HttpMethod.Get, Service.Tickets, Callers.Nobody, accept: accept))
                .IsError(406, "invalid_request", "not_acceptable", "Could not satisfy the request Accept header.");
        }

        foreach (string accept in new[] { "*/*", "application/json", "text/event-stream, application/json;q=0.5" })
        {
            _ = (await service.CallAsync(HttpMethod.Get, Service.Tickets, accept: accept)).Is(200);
        }
    }

    [Theory, BothDoors]
    public async Task Without_valid_credentials_the_answer_is_401(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string challenge = $"Bearer resource_metadata=\"{service.BaseAddress.GetLeftPart(UriPartial.Authority)}/.well-known/oauth-protected-resource\"";

        Answer nobody = await service.GetAsync(Service.Tickets, Callers.Nobody);
        nobody.IsError(401, "authentication_error", "not_authenticated", Credentials);
        Assert.Equal(challenge, nobody.Headers.NonValidated["WWW-Authenticate"].ToString());
        foreach (string key in new[] { "phx_nope", "phc_project" })
        {
            (await service.GetAsync(Service.Tickets, new Caller(key)))
                .IsError(401, "authentication_error", "authentication_failed", "Personal API key found in request Authorization header is invalid.");
        }

        (await service.GetAsync(Service.Tickets, new Caller(SessionId: "sess-unknown"))).IsError(401, "authentication_error", "not_authenticated");
        service.Options.Generation = Generation.SeedEra;
        Assert.Equal("Bearer", (await service.GetAsync(Service.Tickets, Callers.Nobody)).Headers.NonValidated["WWW-Authenticate"].ToString());
    }

    [Theory, BothDoors]
    public async Task A_key_may_travel_in_the_query_or_the_body(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        _ = (await service.GetAsync(Service.Tickets + "?personal_api_key=phx_tr", Callers.Nobody)).Is(200);
        _ = (await service.PostAsync(Service.Tickets, new { personal_api_key = "phx_all" }, Callers.Nobody)).Is(201);
        (await service.GetAsync(Service.Tickets + "?personal_api_key=phx_nope", Callers.Nobody))
            .IsError(401, "authentication_error", "authentication_failed", "Personal API key found in request query string is invalid.");
    }

    [Theory, BothDoors]
    public async Task Sessions_need_the_csrf_token_on_writes(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        _ = (await service.GetAsync(Service.Tickets, new Caller(SessionId: "sess-7"))).Is(200);
        _ = (await service.PatchAsync(Service.Tickets + "1/", new { }, Callers.Session)).Is(200);
        (await service.PatchAsync(Service.Tickets + "1/", new { }, new Caller(SessionId: "sess-7"))).IsForbidden("CSRF Failed: CSRF cookie not set.");
        (await service.PatchAsync(Service.Tickets + "1/", new { }, Callers.Session with { CsrfHeader = null })).IsForbidden("CSRF Failed: CSRF token missing.");
        (await service.PatchAsync(Service.Tickets + "1/", new { }, Callers.Session with { CsrfHeader = "csrf-8" }))
            .IsForbidden("CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect.");
    }

    [Theory, BothDoors]
    public async Task Scopes_bind_keys_and_tokens_and_write_includes_read(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        _ = (await service.GetAsync(Service.Tickets, Callers.TicketReader)).Is(200);
        (await service.PatchAsync(Service.Tickets + "1/", new { }, Callers.TicketReader)).IsForbidden("API key missing required scope 'ticket:write'");
        (await service.GetAsync(Service.Tickets, Callers.ConversationReader)).IsForbidden("API key missing required scope 'ticket:read'");
        _ = (await service.GetAsync(Service.Conversations, Callers.ConversationWriter)).Is(200);
        (await service.GetAsync(Service.Conversations, Callers.TicketReader)).IsForbidden("API key missing required scope 'conversation:read'");
        _ = (await service.GetAsync(Service.Tickets, new Caller("pha_all"))).Is(200);
        (await service.GetAsync(Service.Tickets, new Caller("pha_none"))).IsForbidden("OAuth token has no scopes and cannot access this resource");

        (await service.GetAsync(Service.Views, Callers.ConversationReader)).IsForbidden("API key missing required scope 'ticket:read'");
        service.Options.Generation = Generation.SeedEra;
        _ = (await service.GetAsync(Service.Views, Callers.ConversationReader)).Is(200);
        (await service.GetAsync(Service.Views, Callers.TicketReader)).IsForbidden("API key missing required scope 'conversation:read'");
    }

    [Theory, BothDoors]
    public async Task Projects_are_found_and_guarded(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        foreach (string project in new[] { "42", "abc", "@other", "-1" })
        {
            (await service.GetAsync($"/api/projects/{project}/conversations/tickets/")).IsError(404, "invalid_request", "not_found", "Project not found.");
        }

        (await service.GetAsync(Service.Tickets, Callers.Outsider)).IsForbidden("You don't have access to the project.");
        (await service.GetAsync(Service.Tickets, Callers.OnlyProject2)).IsForbidden("API key does not have access to the requested project: ID 1.");
        _ = (await service.GetAsync("/api/projects/2/conversations/tickets/", Callers.OnlyProject2)).Is(200);
        foreach (string current in new[] { "@current", "%40current" })
        {
            Answer answer = await service.GetAsync($"/api/projects/{current}/conversations/tickets?limit=1");
            Assert.Equal(5, answer.Json.GetProperty("count").GetInt32());
            Assert.EndsWith("/api/projects/@current/conversations/tickets?limit=1&offset=1", answer.Json.Text("next"), StringComparison.Ordinal);
        }
    }

    [Theory, BothDoors]
    public async Task A_verb_no_route_maps_is_403_for_keys_and_405_for_sessions(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        (await service.CallAsync(HttpMethod.Put, Service.Tickets, body: new { })).IsForbidden(KeysRefused);
        (await service.CallAsync(HttpMethod.Put, Service.Tickets, Callers.Session, new { }))
            .IsError(405, "invalid_request", "method_not_allowed", "Method \"PUT\" not allowed.");
        (await service.CallAsync(HttpMethod.Put, Service.Tickets, Callers.Nobody, new { })).IsError(401, "authentication_error", "not_authenticated");

        string view = Service.Views + "AbCd1234/";
        (await service.CallAsync(HttpMethod.Put, view, body: new { })).IsError(405, "invalid_request", "method_not_allowed");
        (await service.CallAsync(HttpMethod.Put, view, Callers.TicketReader, new { })).IsForbidden("API key missing required scope 'ticket:write'");
        service.Options.Generation = Generation.SeedEra;
        (await service.CallAsync(HttpMethod.Put, view, body: new { })).IsForbidden(KeysRefused);
        (await service.CallAsync(HttpMethod.Patch, view, Callers.Session, new { })).IsError(405, "invalid_request", "method_not_allowed");
    }

    [Theory, BothDoors]
    public async Task Session_only_operations_refuse_keys_and_tokens_unless_relaxed(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Title = "Mine" }).Id;
        string conversation = $"{Service.Conversations}{id}/";
        (HttpMethod Method, string Path, object? Body, int Status)[] calls =
        [
            (HttpMethod.Post, conversation + "append_message/", new { content = "x" }, 201),
            (HttpMethod.Get, conversation + "queue/", null, 200),
            (HttpMethod.Post, conversation + "queue/", new { content = "x" }, 200),
            (HttpMethod.Patch, $"{conversation}queue/{id}/", new { content = "x" }, 404),
            (HttpMethod.Delete, $"{conversation}queue/{id}/", null, 404),
            (HttpMethod.Post, conversation + "queue/clear/", new { }, 200),
            (HttpMethod.Patch, conversation + "cancel/", new { }, 204),
            (HttpMethod.Post, Service.Tickets + "bulk_update_status/", new { ids = new[] { id }, status = "open" }, 200),
            (HttpMethod.Post, Service.Tickets + "bulk_update_tags/", new { ids = new[] { id }, action = "add", tags = new[] { "x" } }, 200),
            (HttpMethod.Delete, Service.Tickets + "1/", null, 204),
        ];
        foreach ((HttpMethod method, string path, object? body, _) in calls)
        {
            (await service.CallAsync(method, path, body: body)).IsForbidden(KeysRefused);
            (await service.CallAsync(method, path, new Caller("pha_all"), body)).IsForbidden(KeysRefused);
        }

        service.Options.ApiKeys = ApiKeyMode.Relaxed;
        foreach ((HttpMethod method, string path, object? body, int status) in calls)
        {
            // No scope is asked for, as the service has none for these.
            _ = (await service.CallAsync(method, path, Callers.ConversationReader, body)).Is(status);
        }

        (await service.GetAsync(conversation + "queue/", Callers.Nobody)).IsError(401, "authentication_error", "not_authenticated");
        (await service.GetAsync(Service.Tickets, Callers.ConversationReader)).IsForbidden("API key missing required scope 'ticket:read'");
        (await service.CallAsync(HttpMethod.Put, Service.Tickets, body: new { })).IsForbidden(KeysRefused);
    }

    [Theory, BothDoors]
    public async Task Scopes_of_the_other_ticket_operations_are_those_of_their_generation(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string id = Guid.NewGuid().ToString();
        string[] reads = ["unread_count/", "2/messages/", $"2/messages/{id}/full_email/"];
        (HttpMethod Method, string Path)[] writes =
        [
            (HttpMethod.Post, "compose/"), (HttpMethod.Post, "2/reply/"), (HttpMethod.Post, "2/ai_feedback/"),
            (HttpMethod.Patch, $"2/notes/{id}/"), (HttpMethod.Delete, $"2/notes/{id}/"),
        ];
        foreach (string path in reads)
        {
            (await service.GetAsync(Service.Tickets + path, Callers.ConversationWriter)).IsForbidden("API key missing required scope 'ticket:read'");
            Assert.NotEqual(403, (await service.GetAsync(Service.Tickets + path, Callers.TicketReader)).Status);
        }

        foreach ((HttpMethod method, string path) in writes)
        {
            (await service.CallAsync(method, Service.Tickets + path, Callers.TicketReader, new { })).IsForbidden("API key missing required scope 'ticket:write'");
            Assert.NotEqual(403, (await service.CallAsync(method, Service.Tickets + path, body: new { })).Status);
        }

        service.Options.Generation = Generation.SeedEra;
        (await service.GetAsync(Service.Tickets + "unread_count/")).IsForbidden(KeysRefused);
        (await service.PostAsync(Service.Tickets + "compose/", new { })).IsForbidden(KeysRefused);
        (await service.PostAsync(Service.Tickets + "bulk_update_tags/", new { })).IsForbidden(KeysRefused);
        (await service.PostAsync(Service.Tickets + "2/suggest_reply/", new { })).IsForbidden(KeysRefused);
        (await service.DeleteAsync(Service.Tickets + "1/", Callers.TicketReader)).IsForbidden("API key missing required scope 'ticket:write'");
        foreach (string path in new[] { "2/messages/", $"2/messages/{id}/full_email/", "2/reply/", "2/ai_feedback/", $"2/notes/{id}/" })
        {
            (await service.GetAsync(Service.Tickets + path, Callers.Session)).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
        }
    }

    [Theory, BothDoors]
    public async Task What_is_not_imitated_says_so(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        (await service.PostAsync($"{Service.Conversations}{Guid.NewGuid()}/open/", new { }, Callers.Session))
            .IsError(501, "server_error", "not_imitated", "This version of the fake does not imitate POST {conversation}/open/ yet.");
    }

    [Theory, BothDoors]
    public async Task The_older_prefix_is_rewritten_and_may_be_marked_deprecated(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        const string Old = "/api/environments/1/conversations/tickets/";

        Answer plain = await service.GetAsync(Old + "?limit=1");
        Assert.Contains("/api/projects/1/conversations/tickets/?", plain.Json.Text("next"), StringComparison.Ordinal);
        Assert.False(plain.Headers.Contains("Deprecation"));
        service.Options.DeprecationHeaders = true;
        Answer marked = await service.GetAsync(Old);
        Assert.Equal("true", marked.Headers.GetValues("Deprecation").Single());
        Assert.Equal("</api/projects/1/conversations/tickets/>; rel=\"successor-version\"", marked.Headers.GetValues("Link").Single());
        Assert.False((await service.GetAsync(Service.Tickets)).Headers.Contains("Deprecation"));

        service.Options.Generation = Generation.SeedEra;
        (await service.GetAsync(Old)).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
        (await service.GetAsync("/api/projects/1/conversations/")).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
        Answer views = await service.GetAsync(Service.Views);
        Assert.False(views.Headers.Contains("Deprecation"));
        Assert.True(views.Json.IsNull("next"));
    }

    [Theory, BothDoors]
    public async Task Bodies_are_json_objects(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        string ticket = Service.Tickets + "1/";
        Answer broken = await service.CallAsync(HttpMethod.Patch, ticket, body: "{\"status\": ");
        broken.IsError(400, "invalid_request", "parse_error");
        Assert.StartsWith("JSON parse error - ", broken.Json.Text("detail"), StringComparison.Ordinal);
        (await service.CallAsync(HttpMethod.Patch, ticket, body: """{"escalation_reason": "\ud83d"}""")).IsError(400, "invalid_request", "parse_error");
        (await service.CallAsync(HttpMethod.Patch, ticket, body: "[]")).IsInvalid("invalid_input", null, "Invalid data. Expected a dictionary, but got list.");
        (await service.CallAsync(HttpMethod.Patch, ticket, body: "x", contentType: "text/plain"))
            .IsError(415, "invalid_request", "unsupported_media_type", "Unsupported media type \"text/plain\" in request.");
        (await service.CallAsync(HttpMethod.Patch, ticket, body: "a=b", contentType: "application/x-www-form-urlencoded")).IsError(501, "server_error", "not_imitated");
        _ = (await service.CallAsync(HttpMethod.Patch, ticket)).Is(200);
    }

    [Theory, BothDoors]
    public async Task Keys_are_limited_to_480_calls_a_minute_and_sessions_are_not(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.RateLimits = true);
        for (int i = 0; i < 480; i++)
        {
            _ = (await service.GetAsync(Service.Tickets + "?limit=1")).Is(200);
        }

        service.Clock.Advance(TimeSpan.FromSeconds(48.5));
        Answer throttled = await service.GetAsync(Service.Tickets);
        throttled.IsError(429, "throttled_error", "throttled", "Request was throttled. Expected available in 12 seconds.");
        Assert.False(throttled.Headers.Contains("Retry-After"));
        _ = (await service.GetAsync(Service.Tickets, Callers.Session)).Is(200);
        _ = (await service.GetAsync(Service.Tickets, new Caller("pha_all"))).Is(200);
        service.Clock.Advance(TimeSpan.FromSeconds(12));
        _ = (await service.GetAsync(Service.Tickets)).Is(200);
    }
}
