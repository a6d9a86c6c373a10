using System.Reflection;
using System.Threading.RateLimiting;
using Conversations.Fleet;
using StackExchange.Redis;

namespace Conversations.Client.Redis.Tests;

/// <summary>A Redis that forgets, answers nonsense, or was disposed before the budget.</summary>
public sealed class LostCountTests : IAsyncLifetime
{
    private RedisServer? _server;
    private ConnectionMultiplexer? _redis;

    public async Task InitializeAsync()
    {
        if (RedisServer.Path is not null)
        {
            _server = await RedisServer.StartAsync();
            _redis = await ConnectionMultiplexer.ConnectAsync(_server.Address + ",allowAdmin=true");
        }
    }

    public async Task DisposeAsync()
    {
        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        _server?.Dispose();
    }

    [SkippableFact]
    public async Task A_process_does_not_exceed_a_window_by_itself_when_Redis_has_forgotten_all()
    {
        NeedRedis();
        using var budget = new ConversationsBudget("forgotten", new() { CreateLimiter = RedisBudget.Over(_redis!), MaxWait = TimeSpan.Zero });
        for (int call = 0; call < 10; call++)
        {
            Assert.True(await IsGrantedAsync(budget));
        }

        await _redis!.GetServer(_server!.Address).FlushAllDatabasesAsync();

        Assert.False(await IsGrantedAsync(budget));
    }

    [SkippableFact]
    public async Task A_lost_cache_of_scripts_is_not_noticed()
    {
        NeedRedis();
        var failures = new List<Exception>();
        using var budget = new ConversationsBudget("scripts", new()
        {
            CreateLimiter = RedisBudget.Over(_redis!, new() { Unavailable = failures.Add }),
            MaxWait = TimeSpan.Zero,
        });
        Assert.True(await IsGrantedAsync(budget));

        await _redis!.GetServer(_server!.Address).ScriptFlushAsync();

        Assert.True(await IsGrantedAsync(budget));
        Assert.Empty(failures);
    }

    [SkippableFact]
    public async Task A_budget_whose_connection_was_disposed_before_it_ends_those_who_wait()
    {
        NeedRedis();
        ConversationsBudget budget = Patient("late");
        var waiting = new List<Task>();
        foreach (LimitClass each in new[] { LimitClass.Mail, LimitClass.Turns })
        {
            for (int call = 0; call < 10; call++)
            {
                Assert.True((await budget.AcquireAsync("", each, TimeProvider.System, default)).IsAcquired);
            }

            waiting.Add(budget.AcquireAsync("", each, TimeProvider.System, default).AsTask());
            await WaitingAsync(budget, each);
        }

        await _redis!.DisposeAsync();
        budget.Dispose();

        foreach (Task each in waiting)
        {
            _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => each);
        }
    }

    [SkippableFact]
    public async Task A_call_that_is_canceled_in_its_wait_is_canceled_also_when_the_connection_was_disposed()
    {
        NeedRedis();
        using ConversationsBudget budget = Patient("canceled");
        for (int call = 0; call < 10; call++)
        {
            Assert.True(await IsGrantedAsync(budget));
        }

        using var cancel = new CancellationTokenSource();
        Task waiting = budget.AcquireAsync("", LimitClass.Mail, TimeProvider.System, cancel.Token).AsTask();
        await WaitingAsync(budget, LimitClass.Mail);
        await _redis!.DisposeAsync();
        await cancel.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_is_an_outage()
    {
        var failures = new List<Exception>();
        IConnectionMultiplexer nonsense = DispatchProxy.Create<IConnectionMultiplexer, Nonsense>();
        using var budget = new ConversationsBudget("nonsense", new()
        {
            CreateLimiter = RedisBudget.Over(nonsense, new() { Unavailable = failures.Add }),
            MaxWait = TimeSpan.Zero,
        });

        Assert.True(await IsGrantedAsync(budget));
        _ = Assert.Single(failures);
    }

    private ConversationsBudget Patient(string name) =>
        new(name, new() { CreateLimiter = RedisBudget.Over(_redis!), MaxWait = Timeout.InfiniteTimeSpan });

    private static async Task<bool> IsGrantedAsync(ConversationsBudget budget)
    {
        using RateLimitLease lease = await budget.AcquireAsync("", LimitClass.Mail, TimeProvider.System, default);
        return lease.IsAcquired;
    }

    private static async Task WaitingAsync(ConversationsBudget budget, LimitClass limitClass)
    {
        while (budget.GetStatistics(limitClass).Waiting == 0)
        {
            await Task.Yield();
        }
    }

    private static void NeedRedis() =>
        Skip.If(RedisServer.Path is null, "There is no redis-server on this machine: install Debian's package redis-server.");

    /// <summary>A connection whose server answers every script with a text.</summary>
#pragma warning disable CA1852 // The runtime makes a type of it.
    private class Nonsense : DispatchProxy
#pragma warning restore CA1852
    {
        protected override object? Invoke(MethodInfo? method, object?[]? arguments) =>
            method!.Name == "get_IsConnected" ? true
            : method.Name == "get_Multiplexer" ? Create<IConnectionMultiplexer, Nonsense>()
            : method.ReturnType == typeof(IDatabase) ? Create<IDatabase, Nonsense>()
            : method.ReturnType == typeof(ISubscriber) ? Create<ISubscriber, Nonsense>()
            : method.ReturnType == typeof(Task<RedisResult>) ? Task.FromResult(RedisResult.Create((RedisValue)"PONG"))
            : method.ReturnType == typeof(Task) ? Task.CompletedTask
            : null;
    }
}
