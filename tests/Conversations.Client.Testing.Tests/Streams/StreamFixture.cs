namespace Conversations.Client.Testing.Tests.Streams;

/// <summary>A fake on a clock that the test moves, and a client over one of its transports.</summary>
public sealed class StreamFixture : IAsyncDisposable
{
    private WatchedReads? _watch;

    private StreamFixture(TestClock time)
    {
        Time = time;
        Fake = new(new FakeConversationsOptions { TimeProvider = time });
    }

    public TestClock Time { get; }

    public FakeConversationsServer Fake { get; }

    public IConversationsClient Client { get; private set; } = null!;

    /// <summary>What the client has received, if the test asked to watch it.</summary>
    public WatchedReads Watch => _watch ?? throw new InvalidOperationException("The client of this test is not watched.");

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The thread as the service stores it.</summary>
    public IReadOnlyList<string> Stored => [.. Fake.Conversations[Id].Messages.Select(Show)];

    public static async Task<StreamFixture> StartAsync(
        Transport transport, FakeCaller? caller = null, Action<ConversationsClientOptions>? configure = null, bool isWatched = false)
    {
        var fixture = new StreamFixture(new(new DateTimeOffset(2026, 6, 3, 11, 0, 0, TimeSpan.Zero)));
        fixture.Client = await fixture.ClientAsync(transport, caller, configure, isWatched);
        return fixture;
    }

    public async Task<IConversationsClient> ClientAsync(
        Transport transport, FakeCaller? caller = null, Action<ConversationsClientOptions>? configure = null, bool isWatched = false)
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

        if (!isWatched)
        {
            return transport == Transport.InMemory ? client : new ConversationsClient(options!);
        }

        _watch = new(transport == Transport.InMemory ? Fake.CreateHandler() : null);
        return new ConversationsClient(options!, _watch);
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
        _watch?.Dispose();
        await Fake.DisposeAsync();
    }
}
