using System.Net;
using System.Text.Json;
using WireMock.Logging;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace Conversations.Client.Testing.WireMock.Tests;

/// <summary>The fake beside a team's own mappings.</summary>
public sealed class MountTests
{
    [Fact]
    public async Task The_client_creates_pages_and_updates()
    {
        await using var mounted = new MountedServer();
        for (int number = 1; number <= 5; number++)
        {
#pragma warning disable CONV0001 // The fake creates tickets as documented.
            await mounted.Client.Tickets.CreateAsync(new TicketCreate { Priority = TicketPriority.High, Tags = ["äöü"] });
#pragma warning restore CONV0001
        }

        await mounted.Client.Tickets.UpdateAsync(3, new TicketUpdate { Status = TicketStatus.Resolved, Priority = null });

        var numbers = new List<int>();
        await foreach (Page<Ticket> page in mounted.Client.Tickets.ListAsync(new TicketQuery { OrderBy = TicketOrder.TicketNumber })
            .AsPagesAsync(pageSize: 2))
        {
            numbers.AddRange(page.Results.Select(static ticket => ticket.TicketNumber));
        }

        Assert.Equal([1, 2, 3, 4, 5], numbers);
        Assert.Equal(
            (TicketStatus.Resolved, null),
            (mounted.Fake.Tickets.Single(static ticket => ticket.TicketNumber == 3).Status,
                mounted.Fake.Tickets.Single(static ticket => ticket.TicketNumber == 3).Priority));
        Assert.All(mounted.Fake.Tickets, static ticket => Assert.Equal(["äöü"], ticket.Tags));
        Assert.Equal(3, mounted.Fake.Requests.Count(static request => request.Operation == Operation.TicketsList));
    }

    [Fact]
    public async Task A_refusal_is_the_fakes_with_its_headers()
    {
        await using var mounted = new MountedServer();
        using ConversationsClient stranger = mounted.CreateClient(static options => options.ApiKey = "phx_nobody");

        ConversationsAuthenticationException refusal =
            await Assert.ThrowsAsync<ConversationsAuthenticationException>(() => stranger.Tickets.GetAsync(1));
        using var request = new HttpRequestMessage(HttpMethod.Get, mounted.Tickets) { Headers = { { "Authorization", "Bearer phx_nobody" } } };
        using HttpResponseMessage response = await mounted.Http.SendAsync(request);

        Assert.Equal("authentication_failed", refusal.Code);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal($"Bearer resource_metadata=\"{mounted.Server.Url}/.well-known/oauth-protected-resource\"", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task A_path_with_a_nul_character_is_an_empty_400_that_reaches_nobody()
    {
        await using var mounted = new MountedServer();
        foreach (string path in new[] { $"{mounted.Tickets}1%00/", $"/api/projects/{mounted.Fake.ProjectId}/conversations/%00/", "/other%00/" })
        {
            using HttpResponseMessage response = await mounted.Http.GetAsync(new Uri(path, UriKind.Relative));

            Assert.Equal(
                (HttpStatusCode.BadRequest, "", null),
                (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.ToString()));
        }

        Assert.Empty(mounted.Fake.Requests);
        Assert.Empty(mounted.Server.LogEntries);
    }

    [Fact]
    public async Task A_customer_reaches_the_widget_through_the_mount()
    {
        await using var mounted = new MountedServer();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/conversations/v1/widget/message")
        {
            Headers = { { "X-Conversations-Token", mounted.Fake.WidgetToken } },
            Content = new StringContent(
                """{"message":"Hello","widget_session_id":"0197f000-0000-4000-8000-0000000000aa","distinct_id":"u-1"}""",
                System.Text.Encoding.UTF8,
                "application/json"),
        };

        using HttpResponseMessage response = await mounted.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Hello", (await mounted.Client.Tickets.GetAsync(1)).LastMessageText);
        Assert.Equal(Operation.WidgetMessage, mounted.Fake.Requests[0].Operation);
    }

    [Fact]
    public async Task A_mapping_of_the_team_takes_the_place_of_one_route()
    {
        await using var mounted = new MountedServer();
        mounted.Fake.Tickets.Add(new TicketSeed { Status = TicketStatus.Open });
        mounted.Server.Given(Request.Create().WithPath("/api/*/unread_count/").UsingGet()).RespondWith(Response.Create().WithBody("""{"count":7}"""));

        Assert.Equal(7, await mounted.Client.Tickets.CountUnreadAsync());
        Assert.Equal(TicketStatus.Open, (await mounted.Client.Tickets.GetAsync(1)).Status);
        mounted.Fake.Requests.AssertNone(Operation.TicketsUnreadCount);
    }

    [Fact]
    public async Task A_mount_of_a_higher_priority_takes_the_place_of_the_teams_mapping()
    {
        await using var mounted = new MountedServer();
        mounted.Server.Given(Request.Create().WithPath("/api/*"))
            .AtPriority(5)
            .RespondWith(Response.Create().WithStatusCode(HttpStatusCode.Conflict));
        await Assert.ThrowsAsync<ConversationsConflictException>(() => mounted.Client.Tickets.CountUnreadAsync());

        mounted.Server.UseConversations(mounted.Fake, priority: 4);

        Assert.Equal(0, await mounted.Client.Tickets.CountUnreadAsync());
    }

    [Fact]
    public async Task Paths_outside_api_stay_WireMocks()
    {
        await using var mounted = new MountedServer();
        mounted.Server.Given(Request.Create().WithPath("/health")).RespondWith(Response.Create().WithBody("fine"));

        Assert.Equal("fine", await mounted.Http.GetStringAsync(new Uri("/health", UriKind.Relative)));
        using HttpResponseMessage unknown = await mounted.Http.GetAsync(new Uri("/apix/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("No matching mapping found", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(mounted.Fake.Requests);
    }

    [Fact]
    public async Task A_path_below_api_that_no_route_takes_is_the_fakes_with_the_nearest_routes()
    {
        await using var mounted = new MountedServer();

        using HttpResponseMessage unknown = await mounted.Http.GetAsync(new Uri("/api/projects/1/conversations/tikets/x/", UriKind.Relative));

        Assert.Equal("Endpoint not found.", JsonDocument.Parse(await unknown.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString());
        Assert.NotEmpty(Assert.Single(mounted.Fake.Requests).Nearest);
    }

    [Fact]
    public async Task WireMocks_log_holds_the_calls_and_its_matchers_find_them()
    {
        await using var mounted = new MountedServer();
#pragma warning disable CONV0001 // The fake creates tickets as documented.
        await mounted.Client.Tickets.CreateAsync(new TicketCreate { Tags = ["vip"] });
#pragma warning restore CONV0001
        await mounted.Client.Tickets.ListPageAsync();

        ILogEntry created = Assert.Single(mounted.Server.FindLogEntries(Request.Create().UsingPost().WithPath("/api/*/tickets/")));

        Assert.Equal(2, mounted.Server.LogEntries.Count);
        Assert.All(mounted.Server.LogEntries, entry => Assert.Equal(mounted.MountId, entry.MappingGuid));
        Assert.Equal("""{"tags":["vip"]}""", created.RequestMessage!.Body);
        Assert.Equal(201, created.ResponseMessage!.StatusCode);
        Assert.Equal("new", JsonDocument.Parse(created.ResponseMessage.BodyData!.BodyAsString!).RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Links_between_pages_and_percent_encoding_are_those_of_the_request()
    {
        await using var mounted = new MountedServer();
        mounted.Fake.Tickets.Add(new TicketSeed { DistinctId = "a,b c" });
        mounted.Fake.Tickets.Add(new TicketSeed { DistinctId = "a,b c" });

        JsonElement page = JsonDocument.Parse(await mounted.Http.GetStringAsync(new Uri($"{mounted.Tickets}?limit=1&unknown=a%2Cb+c", UriKind.Relative))).RootElement;

        Assert.Equal($"{mounted.Server.Url}{mounted.Tickets}?limit=1&offset=1&unknown=a%2Cb+c", page.GetProperty("next").GetString());
    }

    [Fact]
    public async Task The_mount_can_be_taken_down_again()
    {
        await using var mounted = new MountedServer();

        Assert.True(mounted.Server.DeleteMapping(mounted.MountId));

        await Assert.ThrowsAsync<ConversationsNotFoundException>(() => mounted.Client.Tickets.CountUnreadAsync());
        Assert.Empty(mounted.Fake.Requests);
    }

    /// <summary>The one feature that a mount takes from a server. docs/fake-differences.md says so, until WireMock supports it.</summary>
    [Fact]
    public async Task WireMock_cannot_list_a_mapping_that_is_a_program()
    {
        await using var fake = new FakeConversationsServer();
        using var server = WireMockServer.StartWithAdminInterface();
        server.UseConversations(fake);
        using var http = new HttpClient { BaseAddress = new Uri(server.Url!) };

        Assert.Throws<InvalidCastException>(() => server.MappingModels.ToString());
        using HttpResponseMessage mappings = await http.GetAsync(new Uri("/__admin/mappings", UriKind.Relative));
        using HttpResponseMessage log = await http.GetAsync(new Uri("/__admin/requests", UriKind.Relative));

        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.OK), (mappings.StatusCode, log.StatusCode));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_as_on_a_port_and_not_recorded_by_the_fake()
    {
        await using var mounted = new MountedServer();
        using var large = new StringContent("{}" + new string(' ', 20 * 1024 * 1024), System.Text.Encoding.UTF8, "application/json");

        using HttpResponseMessage answer = await mounted.Http.PostAsync(new Uri(mounted.Tickets, UriKind.Relative), large);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        RecordedRequest request = Assert.Single(mounted.Fake.Requests);
        Assert.Equal((413, null), (request.Status, request.Body));
    }
}
