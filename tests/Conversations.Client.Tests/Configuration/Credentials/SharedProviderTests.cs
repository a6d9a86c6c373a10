using System.Diagnostics;

namespace Conversations.Client.Tests.Configuration.Credentials;

/// <summary>A provider works for every call, so that it runs as a part of none; and each tenant's works for that tenant.</summary>
public sealed class SharedProviderTests
{
    private static readonly AsyncLocal<string?> User = new();
    private static readonly string Accepted = $$"""{"id":"{{Examples.ConversationId}}"}""";

    [Fact]
    public async Task A_provider_sees_neither_the_user_nor_the_trace_of_the_call_that_needed_it_first()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Accepted));
        using ConversationsClient client = stub.CreateClient(static options =>
            options.Credential = ConversationsCredential.FromProvider(static async _ =>
            {
                await Task.Yield();
                return ConversationsCredential.PersonalApiKey(User.Value is null && Activity.Current is null ? "phx_nobodys" : "phx_somebodys");
            }));
        using Activity request = new Activity("request of Ann").Start();
        User.Value = "Ann";

        _ = await client.Tickets.ReplyAsync(1, "Hi");

        Assert.Equal("Bearer phx_nobodys", stub.Request["Authorization"]);
        Assert.Equal(("Ann", request), (User.Value, Activity.Current));
    }

    [Fact]
    public async Task A_provider_runs_also_where_the_flow_of_the_execution_is_suppressed()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Accepted));
        using ConversationsClient client = stub.CreateClient(static options =>
            options.Credential = ConversationsCredential.FromProvider(static _ => new(ScriptedProvider.Key(1))));

        Task<TicketMessage> call;
        using (ExecutionContext.SuppressFlow())
        {
            call = client.Tickets.ReplyAsync(1, "Hi");
        }

        Assert.Equal(Examples.ConversationId, (await call).Id.ToString());
    }

    [Fact]
    public async Task A_caller_that_blocks_its_only_thread_gets_the_credential_all_the_same()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Accepted));
        SynchronizationContext? seen = null;
        using ConversationsClient client = stub.CreateClient(options => options.Credential = ConversationsCredential.FromProvider(async _ =>
        {
            seen = SynchronizationContext.Current;
            await Task.Yield();
            return ScriptedProvider.Key(1);
        }));
        SynchronizationContext? before = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(new StuckContext());
#pragma warning disable xUnit1031 // To block is the point.
            Assert.Equal(Examples.ConversationId, client.Tickets.ReplyAsync(1, "Hi").GetAwaiter().GetResult().Id.ToString());
#pragma warning restore xUnit1031
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        Assert.Null(seen);
    }

    [Theory, BothTransports]
    public async Task Two_hundred_tenants_over_one_pool_have_their_own_keys_and_each_provider_is_asked_once(Transport transport)
    {
        const int Tenants = 200;
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(static _ => StubAnswer.Json(Accepted));
        using ConversationsClient client = stub.CreateClient();
        int[] asked = new int[Tenants];
        var credentials = Enumerable.Range(0, Tenants).Select(tenant => ConversationsCredential.FromProvider(async _ =>
        {
            Interlocked.Increment(ref asked[tenant]);
            await Task.Yield();
            return ConversationsCredential.PersonalApiKey($"phx_of{tenant}");
        })).ToList();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Tenants * 5),
            new ParallelOptions { MaxDegreeOfParallelism = 50 },
            async (number, token) =>
            {
                int tenant = number % Tenants;
                _ = await client.With($"{1000 + tenant}", credentials[tenant]).Tickets.ReplyAsync(1, "Hi", cancellationToken: token);
            });

        Assert.All(asked, static times => Assert.Equal(1, times));
        Assert.Equal(Tenants * 5, stub.Requests.Count);
        Assert.All(stub.Requests, static request => Assert.Equal(
            request.Target.Split('/')[3], $"{1000 + int.Parse(request["Authorization"]!["Bearer phx_of".Length..], null)}"));
    }

    [Fact]
    public async Task A_credential_that_is_made_for_each_call_is_asked_for_each_call_because_it_keeps_the_value()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Json(Accepted));
        using ConversationsClient client = stub.CreateClient();
        int asked = 0;

        for (int call = 0; call < 3; call++)
        {
            var fresh = ConversationsCredential.FromProvider(_ => new(ScriptedProvider.Key(Interlocked.Increment(ref asked))));
            _ = await client.With(credential: fresh).Tickets.ReplyAsync(1, "Hi");
        }

        Assert.Equal(3, asked);
    }

    private sealed class StuckContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            // Nothing that is posted here ever runs.
        }
    }
}
