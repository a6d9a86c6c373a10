using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Testing.Tests.Streams;

/// <summary>A fake on a clock that the test moves, and a client behind one of its transports.</summary>
public sealed class StreamFixture : IAsyncDisposable
{
    private StreamFixture(FakeTimeProvider time)
    {
        Time = time;
        Fake = new(new FakeConversationsOptions { TimeProvider = time });
    }

    public FakeTimeProvider Time { get; }

    public FakeConversationsServer Fake { get; }

    public IConversationsClient Client { get; private set; } = null!;

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The thread as the service keeps it.</summary>
    public IReadOnlyList<string> Stored => [.. Fake.Conversations[Id].Messages.Select(Show)];

    public static async Task<StreamFixture> StartAsync(Transport transport, FakeCaller? caller = null, Action<ConversationsClientOptions>? configure = null, ReadCounter? counter = null)
    {
        var fixture = new StreamFixture(new(new DateTimeOffset(2026, 6, 3, 11, 0, 0, TimeSpan.Zero)));
        fixture.Client = await fixture.ClientAsync(transport, caller, configure, counter);
        return fixture;
    }

    public async Task<IConversationsClient> ClientAsync(Transport transport, FakeCaller? caller = null, Action<ConversationsClientOptions>? configure = null, ReadCounter? counter = null)
    {
        ConversationsClientOptions? options = null;
        IConversationsClient client = Fake.CreateClient(caller, own =>
        {
            configure?.Invoke(own);
            options = own;
        });
        if (transport == Transport.Kestrel)
        {
            options!.BaseAddress = (await Fake.StartAsync()).BaseAddress;
        }

        if (counter is null)
        {
            return transport == Transport.InMemory ? client : new ConversationsClient(options!);
        }

        counter.InnerHandler = transport == Transport.InMemory ? Fake.CreateHandler() : new SocketsHttpHandler();
        return new ConversationsClient(options!, counter);
    }

    /// <summary>Moves the clock on until a task has ended.</summary>
    public async Task<T> RunAsync<T>(Task<T> task, TimeSpan? step = null)
    {
        for (var turn = 0; !task.IsCompleted; turn++)
        {
            Assert.True(turn < 20_000, "It hangs.");
            Time.Advance(step ?? TimeSpan.FromMilliseconds(50));
            await Task.Delay(turn % 10 == 9 ? 1 : 0);
        }

        return await task;
    }

    public static string Show(ConversationMessage message) => message switch
    {
        HumanMessage human => $"human:{human.Content}",
        AssistantMessage assistant => $"ai:{assistant.Content}{string.Concat((assistant.ToolCalls ?? []).Select(static call => "!" + call.Name))}",
        ToolMessage tool => $"tool:{tool.Content}",
        FailureMessage failure => $"failure:{failure.Content}",
        _ => message.Type,
    };

    public static IEnumerable<string> Show(ConversationThread thread) => thread.Messages.Select(Show);

    public async ValueTask DisposeAsync()
    {
        (Client as IDisposable)?.Dispose();
        await Fake.DisposeAsync();
    }
}
