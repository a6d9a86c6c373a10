using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Common;

/// <summary>docs/service/tickets.md 1.1: prefixes, the project, the slash at the end.</summary>
public sealed class PathTests
{
    private const string Old = "/api/environments/1/conversations/tickets/";

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.1", Evidence.Code)]
    public async Task The_project_is_its_number_or_the_word_for_the_current_one(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string project in new[] { "1", "@current", "%40current" })
        {
            Answer page = await service.GetAsync($"/api/projects/{project}/conversations/tickets/");
            Assert.Equal([3, 2, 1, 5, 4], page.Numbers());
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.1", Evidence.Code)]
    public async Task The_slash_at_the_end_is_optional_on_every_route(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Views.Add(new ViewSeed { Name = "Mine", ShortId = "AbCd1234" });
        foreach (string path in new[] { "", "1/", "unread_count/", "4/messages/" })
        {
            _ = (await service.GetAsync((Service.Tickets + path)[..^1])).Is(200);
        }

        _ = (await service.PatchAsync(Service.Tickets + "1", new { })).Is(200);
        _ = (await service.PostAsync(Service.Tickets + "1/reply", new { message = "x" })).Is(201);
        _ = (await service.GetAsync(Service.Views[..^1])).Is(200);
        _ = (await service.GetAsync(Service.Views + "AbCd1234")).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.1", Evidence.Code)]
    public async Task Links_between_pages_end_as_the_path_of_the_request_does(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Contains("/tickets/?", (await service.GetAsync(Service.Tickets + "?limit=1")).Json.Text("next"), StringComparison.Ordinal);
        Assert.Contains("/tickets?", (await service.GetAsync(Service.Tickets[..^1] + "?limit=1")).Json.Text("next"), StringComparison.Ordinal);
        Assert.EndsWith(
            "/api/projects/@current/conversations/tickets?limit=1&offset=1",
            (await service.GetAsync("/api/projects/%40current/conversations/tickets?limit=1")).Json.Text("next"),
            StringComparison.Ordinal);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.1", Evidence.Tested)]
    public async Task Views_answer_under_both_prefixes(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (ServiceVersion version in Enum.GetValues<ServiceVersion>())
        {
            service.Options.ServiceVersion = version;
            Answer older = await service.GetAsync(Service.Views);
            Answer newer = await service.GetAsync(Service.Views.Replace("environments", "projects", StringComparison.Ordinal));
            Assert.Equal(newer.Is(200).Text, older.Is(200).Text);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.1", Evidence.Code)]
    public async Task Tickets_answer_under_the_older_prefix_on_the_newest_service_only(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.GetAsync(Old)).Is(200);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        (await service.GetAsync(Old)).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
        _ = (await service.GetAsync(Service.Tickets)).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.1", Evidence.Tested)]
    public async Task The_older_prefix_is_rewritten_without_a_redirect_and_keeps_method_body_and_query(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("open", (await service.PatchAsync(Old + "1/?status=new", new { status = "open" })).Is(200).Json.Text("status"));
        (await service.PatchAsync(Old + "1/?status=new", new { status = "open" })).IsNotFound();
        Assert.Equal("Mine", (await service.PostAsync(Service.Views, new { name = "Mine" })).Is(201).Json.Text("name"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.1", Evidence.Tested)]
    public async Task The_newest_service_may_mark_the_older_prefix_as_deprecated_and_name_its_successor(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.False((await service.GetAsync(Old)).Headers.Contains("Deprecation"));

        service.Options.DeprecationHeaders = true;
        foreach ((string path, int status) in new[] { (Old, 200), (Old + "99/", 404), (Old + "?view=nope", 400) })
        {
            Answer marked = (await service.GetAsync(path)).Is(status);
            Assert.Equal("true", marked.Headers.GetValues("Deprecation").Single());
            Assert.Equal(
                $"<{path.Split('?')[0].Replace("environments", "projects", StringComparison.Ordinal)}>; rel=\"successor-version\"",
                marked.Headers.GetValues("Link").Single());
        }

        Answer newer = await service.GetAsync(Service.Tickets);
        Assert.False(newer.Headers.Contains("Deprecation") || newer.Headers.Contains("Link"));
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.False((await service.GetAsync(Service.Views)).Headers.Contains("Deprecation"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.1", Evidence.Framework)]
    public async Task Links_between_pages_name_the_newer_prefix_after_a_rewrite(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.PostAsync(Service.Views, new { name = "a" })).Is(201);
        _ = (await service.PostAsync(Service.Views, new { name = "b" })).Is(201);

        Assert.EndsWith("/api/projects/1/conversations/tickets/?limit=1&offset=1", (await service.GetAsync(Old + "?limit=1")).Json.Text("next"), StringComparison.Ordinal);
        Assert.EndsWith("/api/projects/1/conversations/views/?limit=1&offset=1", (await service.GetAsync(Service.Views + "?limit=1")).Json.Text("next"), StringComparison.Ordinal);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.EndsWith("/api/environments/1/conversations/views/?limit=1&offset=1", (await service.GetAsync(Service.Views + "?limit=1")).Json.Text("next"), StringComparison.Ordinal);
    }

    [Theory, BothTransports, Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task A_path_that_no_route_takes_is_told_so_even_without_credentials(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
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
}
