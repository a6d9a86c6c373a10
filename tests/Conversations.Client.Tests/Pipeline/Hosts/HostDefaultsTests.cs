using Microsoft.Extensions.DependencyInjection;

namespace Conversations.Client.Tests.Pipeline.Hosts;

/// <summary>
/// What a host puts on every HttpClient, before or after it registers the client, breaks no call, sends none twice, and sees no secret.
/// </summary>
public sealed class HostDefaultsTests
{
    private const string Text = "My card is 4711.";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(40);

    /// <summary>Each default, before and after the client, for a client without and with a key.</summary>
    public static IEnumerable<object?[]> Arrangements =>
        from kind in Enum.GetValues<HostDefault>()
        from isBefore in (bool[])[true, false]
        from isKeyed in (bool[])[true, false]
        select (object?[])[kind, isBefore, isKeyed];

    [Theory, BothTransports(Rows = nameof(Arrangements))]
    public async Task A_read_of_forty_seconds_is_answered(Transport transport, HostDefault kind, bool isBefore, bool isKeyed)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        using HostClient host = Host(stub, kind, isBefore, isKeyed);
        stub.Answer(_ => After(host.Clock, """{"count":3}"""));

        Assert.Equal(3, await host.Clock.RunAsync(host.Client.Tickets.CountUnreadAsync()));

        Assert.Single(stub.Requests);
        SeesNothing(host);
    }

    [Theory, BothTransports(Rows = nameof(Arrangements))]
    public async Task A_change_of_forty_seconds_is_sent_once(Transport transport, HostDefault kind, bool isBefore, bool isKeyed)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        using HostClient host = Host(stub, kind, isBefore, isKeyed);
        stub.Answer(_ => After(host.Clock, $$"""{"id":"{{Examples.ConversationId}}"}"""));

        TicketMessage message = await host.Clock.RunAsync(host.Client.Tickets.ReplyAsync(1, Text));

        Assert.Equal(Examples.ConversationId, message.Id.ToString());
        Assert.Equal("Bearer " + StubServer.Key, stub.Request["Authorization"]);
        SeesNothing(host);
    }

    [Theory, BothTransports(Rows = nameof(Arrangements))]
    public async Task A_stream_of_forty_seconds_comes_to_its_end(Transport transport, HostDefault kind, bool isBefore, bool isKeyed)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        using HostClient host = Host(stub, kind, isBefore, isKeyed);
        TestClock clock = host.Clock;
        stub.Answer(_ => StubAnswer.Messages("""{"type":"ai","id":"temp-0","content":"My card"}""")
            .Wait(Task.Delay(Long, clock))
            .Write($"event: message\ndata: {{\"type\":\"ai\",\"id\":\"a1\",\"content\":\"{Text}\"}}\n\n"));

        ConversationReply reply = await host.Clock.RunAsync(host.Client.Conversations.AskAsync(Guid.NewGuid(), Text));

        Assert.Equal(Text, reply.Text);
        Assert.Single(stub.Requests);
        SeesNothing(host);
    }

    [Theory, BothTransports(Rows = nameof(Arrangements))]
    public async Task Pages_of_forty_seconds_each_are_all_read_once(Transport transport, HostDefault kind, bool isBefore, bool isKeyed)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        using HostClient host = Host(stub, kind, isBefore, isKeyed);
        stub.Answer(request =>
        {
            int page = request.Target.Contains("offset=2", StringComparison.Ordinal) ? 2
                : request.Target.Contains("offset=1", StringComparison.Ordinal) ? 1
                : 0;
            string ticket = Examples.Ticket.Replace(Examples.TicketId, $"{Examples.TicketId[..^1]}{page}", StringComparison.Ordinal);
            return After(host.Clock, Examples.Page(page == 2 ? "" : $"/api/projects/1/conversations/tickets/?offset={page + 1}", ticket));
        });

        IReadOnlyList<Ticket> tickets = await host.Clock.RunAsync(host.Client.Tickets.ListAsync().ToListAsync().AsTask());

        Assert.Equal(3, tickets.Count);
        Assert.Equal(3, stub.Requests.Count);
        SeesNothing(host);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Handlers_that_were_added_to_the_client_itself_stay(bool isBefore)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 503));
        stub.Answer(static _ => StubAnswer.Json("""{"count":3}"""));
        using var host = new HostClient(
            stub,
            before: services =>
            {
                _ = services.ConfigureHttpClientDefaults(static builder => builder.AddStandardHedgingHandler());
                if (isBefore)
                {
                    _ = services.AddHttpClient("Conversations.Client").AddStandardResilienceHandler();
                }
            },
            onBuilder: builder => _ = isBefore ? null : builder.AddStandardResilienceHandler());

        Assert.Equal(3, await host.Clock.RunAsync(host.Client.Tickets.CountUnreadAsync()));
        Assert.Equal(2, stub.Requests.Count);
    }

    [Fact]
    public async Task The_hosts_other_clients_keep_the_defaults()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("{}", 503));
        stub.Answer(static _ => StubAnswer.Json("{}"));
        var services = new ServiceCollection();
        var clock = new TestClock();
        _ = services.AddSingleton<TimeProvider>(clock);
        _ = services.ConfigureHttpClientDefaults(static builder => builder.AddStandardResilienceHandler());
        _ = services.AddConversationsClient(static options => (options.ProjectId, options.ApiKey) = ("1", StubServer.Key));
        _ = services.AddHttpClient("another").ConfigurePrimaryHttpMessageHandler(() => stub.CreateHandler()!);
        await using ServiceProvider provider = services.BuildServiceProvider();
        using HttpClient another = provider.GetRequiredService<IHttpClientFactory>().CreateClient("another");

        using HttpResponseMessage response = await clock.RunAsync(another.GetAsync(stub.BaseAddress));

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(2, stub.Requests.Count);
    }

    private static HostClient Host(StubServer stub, HostDefault kind, bool isBefore, bool isKeyed)
    {
        void Add(IServiceCollection services) => HostDefaults.Add(services, kind);
        return new(stub, isKeyed, isBefore ? Add : null, after: isBefore ? null : Add);
    }

    private static StubAnswer After(TestClock clock, string json) => StubAnswer.JsonAfter(Task.Delay(Long, clock), json);

    private static void SeesNothing(HostClient host)
    {
        Assert.DoesNotContain(StubServer.Key, host.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("My card", host.Log, StringComparison.Ordinal);
    }
}
