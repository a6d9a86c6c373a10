using System.Globalization;
using Conversations.Client;
using Conversations.Client.Redis;
using StackExchange.Redis;

namespace Conversations.Fleet;

/// <summary>One process of the fleet: callers of each class that never rest.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(string[] args)
    {
        (string number, string service, string redis, string limiter) = (args[1], args[2], args[3], args[4]);
        var settings = new FleetSettings(
            double.Parse(args[5], CultureInfo.InvariantCulture),
            Timeout.InfiniteTimeSpan,
            TimeSpan.FromMilliseconds(double.Parse(args[6], CultureInfo.InvariantCulture)),
            limiter);
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(redis);
        using ConversationsBudget budget = BudgetOf("fleet", settings, connection);
        using ConversationsClient client = ClientOf(service, number, budget);
        await WarmUpAsync(service, number, settings, connection);
        Console.WriteLine("ready");
        _ = await Console.In.ReadLineAsync();
        using var stop = new CancellationTokenSource();
        var callers = Enum.GetValues<LimitClass>()
            .SelectMany(limitClass => Enumerable
                .Range(0, FleetSettings.CallersOf(limitClass))
                .Select(_ => CallAsync(client, limitClass, stop.Token)))
            .ToList();
        _ = await Console.In.ReadLineAsync();
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{connection.OperationCount} {PollingLimiter.Refused}"));
        return 0;
    }

    private static ConversationsBudget BudgetOf(string name, FleetSettings settings, ConnectionMultiplexer redis)
    {
        var options = new BudgetOptions
        {
            MaxWait = Timeout.InfiniteTimeSpan,
            Margin = settings.Margin,
            CreateLimiter = settings.Limiter == "reservation" ? RedisBudget.Over(redis) : limit => new PollingLimiter(redis, limit),
        };
        foreach (LimitClass limitClass in Enum.GetValues<LimitClass>())
        {
            options.Windows[limitClass] = settings.WindowsOf(limitClass);
        }

        return new(name, options);
    }

    private static ConversationsClient ClientOf(string service, string number, ConversationsBudget budget) => new(new()
    {
        ProjectId = "1",
        BaseAddress = new(service),
        ApiKey = "phx_fake",
        UserAgentSuffix = $"worker-{number}",
        Budget = budget,
        Streaming = { ConfirmEnd = false },
        Retry = { MaxAttempts = 1 },
    }, new GrantStamp());

    /// <summary>The first calls of a process are slow, because they are compiled. The fake does not count them yet.</summary>
    private static async Task WarmUpAsync(string service, string number, FleetSettings settings, ConnectionMultiplexer redis)
    {
        using ConversationsBudget budget = BudgetOf($"warm-up-{number}", settings, redis);
        using ConversationsClient client = ClientOf(service, number, budget);
        for (int round = 0; round < 10; round++)
        {
            _ = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.Tickets.ListPageAsync(limit: 1)));
            _ = await client.Tickets.ReplyAsync(1, NewReply());
            _ = await client.Conversations.AskAsync(Guid.NewGuid(), "Hi");
        }
    }

    // The service answers an identical reply with the first one.
    private static TicketReply NewReply() => new() { Message = Guid.NewGuid().ToString() };

    private static async Task CallAsync(ConversationsClient client, LimitClass limitClass, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await (limitClass switch
                {
                    LimitClass.Calls => (Task)client.Tickets.ListPageAsync(limit: 1, cancellationToken: cancellationToken),
                    LimitClass.Mail => client.Tickets.ReplyAsync(1, NewReply(), cancellationToken),
                    LimitClass.Turns => client.Conversations.AskAsync(Guid.NewGuid(), "Hi", cancellationToken: cancellationToken),
                    _ => client.Conversations.AskAsync(Guid.NewGuid(), "Hi", new() { AgentMode = AgentMode.Research }, cancellationToken),
                });
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
            catch (ConversationsException exception)
            {
                await Console.Error.WriteLineAsync(exception.Message);
            }
        }
    }
}
