using Conversations.Client.Testing.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Conversations.Client.Testing.Tests;

public sealed class LifetimeTests
{
    [Fact]
    public async Task A_first_test_needs_no_set_up()
    {
        await using var fake = new FakeConversationsServer();
        IConversationsClient client = fake.CreateClient();

        ConversationReply reply = await client.Conversations.AskAsync(Guid.NewGuid(), "How many signups?");

        Assert.Contains("How many signups?", reply.Text, StringComparison.Ordinal);
        Assert.Equal(StreamOutcome.Completed, reply.Outcome);
        Assert.Equal("1", client.ProjectId);
    }

    [Fact]
    public async Task Callers_have_their_own_rights()
    {
        await using var fake = new FakeConversationsServer();
        fake.Directory.Add(new UserSeed { Id = 2, FirstName = "Eva" });
        IConversationsClient reader = fake.CreateClient(FakeCaller.ApiKey("ticket:read"));
        IConversationsClient token = fake.CreateClient(FakeCaller.OAuthToken("ticket:write").As(2));
        IConversationsClient session = fake.CreateClient(FakeCaller.Session().As(2));

        _ = await reader.Tickets.ListPageAsync();
        _ = await Assert.ThrowsAsync<ConversationsPermissionException>(() => reader.Views.CreateAsync("x"));
        Assert.Equal("Eva", (await token.Views.CreateAsync("x")).CreatedBy?.FirstName);
        Assert.Equal(2, (await session.Views.CreateAsync("y")).CreatedBy?.Id);
    }

    [Fact]
    public async Task Both_transports_open_to_one_state()
    {
        await using var fake = new FakeConversationsServer();
        await using FakeConversationsHost host = await fake.StartAsync();
        await using FakeConversationsHost second = await fake.StartAsync();
        IConversationsClient inMemory = fake.CreateClient();
        using var overPort = new ConversationsClient(
            new ConversationsClientOptions { BaseAddress = host.BaseAddress, ApiKey = fake.ApiKey, ProjectId = fake.ProjectId });

#pragma warning disable CONV0001 // The fake creates tickets as documented.
        Ticket ticket = await overPort.Tickets.CreateAsync(new TicketCreate { Status = TicketStatus.Open });
#pragma warning restore CONV0001

        Assert.Equal(ticket.Id, (await inMemory.Tickets.GetAsync(ticket.TicketNumber)).Id);
        Assert.Equal("127.0.0.1", host.BaseAddress.Host);
        Assert.NotEqual(host.BaseAddress, second.BaseAddress);
    }

    [Fact]
    public async Task A_registered_client_calls_the_fake()
    {
        await using var fake = new FakeConversationsServer();
        var services = new ServiceCollection();
        _ = services.AddConversationsClient(options => options.ApiKey = "phx_production").UseFake(fake);
        await using ServiceProvider provider = services.BuildServiceProvider();

#pragma warning disable CONV0001 // The fake creates tickets as documented.
        Ticket ticket = await provider.GetRequiredService<IConversationsClient>().Tickets.CreateAsync(new TicketCreate());
#pragma warning restore CONV0001

        Assert.Equal(ticket.Id, fake.Tickets.Single().Id);
    }

    [Theory, BothTransports]
    public async Task A_reader_that_leaves_does_not_stop_the_turn(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.Next(turn => turn.Say("half").Hold(hold).Say("whole"));
        using (TurnStream stream = await service.SendAsync(new { content = "hi", conversation = id, trace_id = id }))
        {
            await stream.UntilAsync(it => it.Finished.Count == 2);
        }

        hold.Release();

        Assert.Equal(ConversationStatus.Idle, service.Fake.Conversations[id].Status);
        Assert.Equal("whole", Assert.IsType<AssistantMessage>(service.Fake.Conversations[id].Messages[^1]).Content);
    }

    [Fact]
    public async Task Reading_can_be_cancelled_while_the_turn_is_silent()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.Next(turn => turn.Hold(hold));
        using TurnStream stream = await service.SendAsync(new { content = "hi", conversation = Guid.NewGuid(), trace_id = Guid.NewGuid() });
        await using Stream body = await stream.Response.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[4096];
        _ = await body.ReadAsync(buffer);
        _ = await body.ReadAsync(buffer);
        using var gone = new CancellationTokenSource();

        ValueTask<int> silent = body.ReadAsync(buffer, gone.Token);
        Assert.False(silent.IsCompleted);
        await gone.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => silent.AsTask());
    }

    [Theory, BothTransports]
    public async Task Disposing_the_fake_cuts_what_is_open(Transport transport)
    {
        Service service = await Service.OpenAsync(transport);
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.Next(turn => turn.Hold(hold));
        using TurnStream stream = await service.SendAsync(new { content = "hi", conversation = Guid.NewGuid(), trace_id = Guid.NewGuid() });

        await service.Fake.DisposeAsync();
        await stream.ToEndAsync();

        Assert.True(stream.WasCut);
        await service.DisposeAsync();
        using HttpMessageHandler handler = service.Fake.CreateHandler();
        using var http = new HttpClient(handler) { BaseAddress = new Uri("https://fake.example/") };
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => http.GetAsync(new Uri("/", UriKind.Relative)));
        hold.Release();
    }

    [Fact]
    public async Task Reset_brings_the_beginning_back()
    {
        await using var fake = new FakeConversationsServer();
        fake.Load(Fixtures.People);
        fake.Load(Fixtures.Tickets);
        fake.Turns.Next(turn => turn.Say("never"));
        _ = await fake.CreateClient().Tickets.ListPageAsync();

        fake.Reset();

        Assert.Empty(fake.Tickets);
        Assert.Empty(fake.Requests);
        ConversationReply reply = await fake.CreateClient().Conversations.AskAsync(Guid.NewGuid(), "hi");
        Assert.NotEqual("never", reply.Text);
    }

    [Fact]
    public async Task A_hundred_fakes_do_not_know_each_other()
    {
        await Task.WhenAll(Enumerable.Range(1, 100).Select(async tickets =>
        {
            await using var fake = new FakeConversationsServer();
            IConversationsClient client = fake.CreateClient();
#pragma warning disable CONV0001 // The fake creates tickets as documented.
            await Task.WhenAll(Enumerable.Range(0, tickets).Select(_ => client.Tickets.CreateAsync(new TicketCreate())));
#pragma warning restore CONV0001
            Page<Ticket> page = await client.Tickets.ListPageAsync();
            Assert.Equal(tickets, page.Count);
            Assert.Equal(tickets, page.Results.Select(ticket => ticket.TicketNumber).Distinct().Count());
        }));
    }

    [Fact]
    public void A_script_refuses_steps_that_could_not_be_played()
    {
        using var fake = new FakeConversationsServer();
        _ = Assert.Throws<InvalidOperationException>(() => fake.Turns.Next(turn => turn.Fail().Say("after")));
        _ = Assert.Throws<ArgumentException>(() => fake.Turns.Next(turn => turn.Tool("x", "[]", "")));
        _ = Assert.Throws<ArgumentException>(() => fake.Turns.Next(turn => turn.Tool("x", "{", "")));
        _ = Assert.Throws<ArgumentException>(() => fake.Turns.Next(turn => turn.Event("a\nb", "{}")));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => fake.Turns.Next(turn => turn.ChunkEvery(0)));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => fake.Turns.Next(turn => turn.Say("x", partials: 0)));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => fake.Turns.Next(turn => turn.Pause(TimeSpan.FromTicks(-1))));
        _ = Assert.Throws<InvalidOperationException>(() => fake.Turns.Next(turn => turn.Fail().Approval("p", "x")));
        using var other = new FakeConversationsServer();
        _ = Assert.Throws<ArgumentException>(() => fake.Turns.Next(turn => turn.Hold(other.Turns.Hold())));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => fake.Options.KeepAliveInterval = TimeSpan.Zero);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => fake.Options.MaxOpenStreams = -1);
    }
}
