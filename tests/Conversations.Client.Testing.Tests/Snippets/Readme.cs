using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Testing.Tests.Snippets;

/// <summary>The code of README, compiled and run. <see cref="SnippetTests"/> compares README with it line by line.</summary>
public sealed class Readme
{
    [Fact]
    public async Task In_your_program()
    {
        await using var fake = new FakeConversationsServer();
        fake.Tickets.Add(new TicketSeed { TicketNumber = 42, SlaDueAt = fake.TimeProvider.GetUtcNow().AddMinutes(30) });
        IConversationsClient client = fake.CreateClient();
        CancellationToken cancellationToken = default;
        List<string> drawn = [];
        void Show(int message, string text, bool isWhole) => drawn.Add($"{message}{(isWhole ? '=' : '+')}{text}");
        void Note(string text) => drawn.Add(text);

        var id = Guid.NewGuid();
        await using ConversationStream stream = client.Conversations.StreamAsync(id, "How many signups this week?");
        await foreach (string text in stream.ReadTextAsync(cancellationToken))
        {
            Console.Write(text);
        }

        Console.WriteLine($" ({stream.Outcome})");

        ConversationReply reply = await client.Conversations.AskAsync(id, "And last week?", cancellationToken: cancellationToken);
        Console.WriteLine($"{reply.Outcome}: {reply.Text}");

        fake.Turns.Next(turn => turn.Say("Let me look.", partials: 2).Tool("execute_sql", "{}", result: "42").Event("later", "{}"));
        ConversationStream why = client.Conversations.StreamAsync(id, "Why?", cancellationToken: cancellationToken);
        await foreach (ConversationStreamEvent streamEvent in why)
        {
            if (streamEvent is MessageEvent { TextUpdate: { } update })
            {
                Show(update.MessageIndex, update.Text, update.Replaces);
            }

            switch (streamEvent)
            {
                case MessageEvent { IsPartial: false, Message: AssistantMessage { ToolCalls: [_, ..] calls } }:
                    Note($"runs {calls[0].Name}");
                    break;
                case MessageEvent { Message: FailureMessage failure }:
                    Note($"failed: {failure.Content}");
                    break;
                case UnknownEvent unknown:
                    Note(unknown.Name);
                    break;
            }
        }

        var atRisk = new TicketQuery { Sla = SlaState.AtRisk, OrderBy = TicketOrder.SlaDueAt, Assignee = [AssigneeFilter.Unassigned] };
        foreach (Ticket ticket in await client.Tickets.ListAsync(atRisk).ToListAsync(cancellationToken))
        {
            await client.Tickets.UpdateAsync(
                ticket.Id,
                new TicketUpdate { Status = TicketStatus.Open, Assignee = Assignee.User(1), SnoozedUntil = null },
                cancellationToken);
        }

        Assert.Equal(StreamOutcome.Completed, reply.Outcome);
        Assert.Equal(["0+Let me", "0+ look.", "runs execute_sql", "later"], drawn);
        Assert.Equal(TicketStatus.Open, fake.Tickets.Single(ticket => ticket.TicketNumber == 42).Status);
    }

    [Fact]
    public async Task Watch_tickets()
    {
        await using var fake = new FakeConversationsServer();
        IConversationsClient client = fake.CreateClient();
        fake.Tickets.Add(new TicketSeed { TicketNumber = 7, Tags = ["vip"] });
        fake.Tickets.Add(new TicketSeed { TicketNumber = 8 });
        DateTimeOffset lastSync = fake.TimeProvider.GetUtcNow().AddDays(-1);
        using var enough = new CancellationTokenSource();
        CancellationToken cancellationToken = enough.Token;
        var stored = new List<int>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var vips = new TicketQuery { Tags = ["vip"] };
            await foreach (TicketChange change in client.Tickets.WatchAsync(vips, lastSync, TimeSpan.FromSeconds(30), cancellationToken))
            {
                Store(change.Ticket);
            }
        });

        Assert.Equal([7], stored);

        void Store(Ticket ticket)
        {
            stored.Add(ticket.TicketNumber);
            enough.Cancel();
        }
    }

    [Fact]
    public void Get_a_client()
    {
        const string apiKey = "phx_key";
        using var client = new ConversationsClient(new ConversationsClientOptions
        {
            ProjectId = "12345",
            BaseAddress = ConversationsHosts.UnitedStates,
            ApiKey = apiKey,
        });

        Assert.Equal("12345", client.ProjectId);
    }

    [Fact]
    public async Task A_scope_that_the_key_lacks_is_caught_by_name()
    {
        await using var fake = new FakeConversationsServer();
        IConversationsClient client = fake.CreateClient(FakeCaller.ApiKey("ticket:read"));
        CancellationToken cancellationToken = default;

        try
        {
            await client.Tickets.UpdateAsync(42, new TicketUpdate { Tags = ["vip"] }, cancellationToken);
        }
        catch (ConversationsPermissionException exception) when (exception.MissingScope is { } scope)
        {
            Console.WriteLine($"The key lacks {scope}.");
        }

        ConversationsPermissionException refused = await Assert.ThrowsAsync<ConversationsPermissionException>(() =>
            client.Tickets.UpdateAsync(42, new TicketUpdate { Tags = ["vip"] }));
        Assert.Equal("ticket:write", refused.MissingScope);
    }

    [Fact]
    public async Task In_your_tests()
    {
        await using var fake = new FakeConversationsServer();
        IConversationsClient client = fake.CreateClient();
        fake.Turns.Next(turn => turn.Say("Let me look.").Tool("execute_sql", """{"query":"select 1"}""", result: "42").Say("It is 42.", partials: 3));

        ConversationReply reply = await client.Conversations.AskAsync(Guid.NewGuid(), "How many?");

        Assert.Equal("It is 42.", reply.Text);
    }

    [Fact]
    public async Task Decide_on_an_approval_and_join_a_turn()
    {
        await using var fake = new FakeConversationsServer();
        IConversationsClient client = fake.CreateClient();
        CancellationToken cancellationToken = default;
        var id = Guid.NewGuid();
        fake.Turns.Next(turn => turn.Say("I would delete it.").Approval("proposal-1", "delete_dashboard"));
        fake.Turns.Next(turn => turn.Say("It is deleted."));

        ConversationReply asked = await client.Conversations.AskAsync(id, "Delete the old dashboard.", cancellationToken: cancellationToken);
        foreach (PendingApproval approval in asked.PendingApprovals)
        {
            ConversationStream resumed = client.Conversations.ResumeAsync(id, ApprovalDecision.Approve(approval.ProposalId));
            await foreach (string text in resumed.ReadTextAsync(cancellationToken))
            {
                Console.Write(text);
            }
        }

        Assert.Equal("It is deleted.", ((AssistantMessage)fake.Conversations[id].Messages[^1]).Content);
        Assert.Equal(
            "It is deleted.",
            string.Concat(await client.Conversations.ReconnectAsync(id, cancellationToken).ReadTextAsync(cancellationToken).ToListAsync())
                .Split("\n\n")[^1]);

        await foreach (string text in client.Conversations.ReconnectAsync(id, cancellationToken).ReadTextAsync(cancellationToken))
        {
            Console.Write(text);
        }
    }

    [Fact]
    public void From_a_configuration()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("PostHog:ProjectId", "12345"), new("PostHog:ApiKey", "phx_key"), new("PostHog:Streaming:MaxReconnects", "7")])
            .Build();
        var services = new ServiceCollection();

        services.AddConversationsClient(configuration.GetSection("PostHog"));

        using ServiceProvider application = services.BuildServiceProvider();
        Assert.Equal("12345", application.GetRequiredService<IConversationsClient>().ProjectId);
        Assert.Equal(7, application.GetRequiredService<IOptions<ConversationsClientOptions>>().Value.Streaming.MaxReconnects);
    }

    [Fact]
    public async Task Under_the_applications_own_registration()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection([new("PostHog:ProjectId", "12345"), new("PostHog:ApiKey", "phx_key")]).Build();
        var services = new ServiceCollection();

        var clock = new FakeTimeProvider();
        await using var fake = new FakeConversationsServer(new FakeConversationsOptions { TimeProvider = clock });
        fake.Tickets.Add(new TicketSeed { TicketNumber = 7, Messages = [new MessageSeed { Content = "Where is my invoice?" }] });
        services.AddConversationsClient(configuration.GetSection("PostHog")).UseFake(fake);
        await using ServiceProvider application = services.BuildServiceProvider();
        IConversationsClient client = application.GetRequiredService<IConversationsClient>();

        fake.Turns.Next(turn => turn.Say("Let me look.").Pause(TimeSpan.FromMinutes(2)).Say("It is 42."));
        Task<ConversationReply> asking = client.Conversations.AskAsync(Guid.NewGuid(), "How many?");
        await fake.Requests.WaitForAsync(Operation.ConversationsCreate, timeout: TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("It is 42.", (await asking).Text);
        Assert.Equal("Where is my invoice?", (await client.Tickets.ListMessagesPageAsync(7)).Results[0].Content);
    }
}
