using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Conversations.Client.Connection;
using Conversations.Client.Streaming;

namespace Conversations.Client.Tests.Streaming.Bounds;

/// <summary>A stream that somebody forgot to dispose soon costs nothing: no connection, no place in a list, no refused send.</summary>
[Collection(nameof(AllocationTests.Alone))]
public sealed class AbandonedStreamTests
{
    private const string Part = """{"type":"ai","id":"temp-0","content":"Hel"}""";
    private const int Streams = 100;

    public static IReadOnlyList<object?[]> Ways { get; } = [["opened"], ["paused"], ["pending"], ["pending task"], ["pending text"], ["pending before the headers"]];

    private static StubAnswer[] Hanging(string way) =>
        [.. Enumerable.Range(0, Streams).Select(_ => way == "pending before the headers" ? StubAnswer.Silence() : StubAnswer.Messages(Part).Hang())];

    /// <summary>Makes a stream, uses it, and drops it without disposing it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task ForgetAsync(ConversationsClient client, Guid id, string way, StubServer stub)
    {
        int before = stub.Requests.Count;
        ConversationStream stream = client.Conversations.StreamAsync(id, "Hi");
        switch (way)
        {
            case "opened":
                await stream.OpenAsync();
                break;
            case "paused":
                _ = await stream.GetAsyncEnumerator().MoveNextAsync();
                GC.KeepAlive(stream);
                break;
            case "pending text":
                IAsyncEnumerator<TextUpdate> text = stream.ReadTextUpdatesAsync().GetAsyncEnumerator();
                _ = await text.MoveNextAsync();
                Drop(text);
                break;
            case "pending before the headers":
                Drop(stream.GetAsyncEnumerator());
                await stub.ArrivedAsync(before + 1);
                break;
            default:
                IAsyncEnumerator<ConversationStreamEvent> events = stream.GetAsyncEnumerator();
                _ = await events.MoveNextAsync();
                if (way == "pending task")
                {
                    _ = events.MoveNextAsync().AsTask();
                }
                else
                {
                    Drop(events);
                }

                break;
        }

        static void Drop<T>(IAsyncEnumerator<T> enumerator)
        {
#pragma warning disable CA2012 // That nobody takes the result is the point.
            _ = enumerator.MoveNextAsync();
#pragma warning restore CA2012
        }
    }

    private static (ConversationsClient Client, ActiveStreams Streams) Create(StubServer stub)
    {
        ConversationsClient client = stub.CreateClient();
        return (client, ConnectionOf(client).Streams);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connection")]
    private static extern ref ApiConnection ConnectionOf(ConversationsClient client);

    [Theory, BothTransports(Rows = nameof(Ways))]
    public async Task A_stream_or_enumerator_that_was_dropped_keeps_no_connection_and_no_entry_and_blocks_no_send(Transport transport,
        string way)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        StubAnswer[] answers = Hanging(way);
        stub.Answer(answers);
        (ConversationsClient? client, ActiveStreams? streams) = Create(stub);
        using ConversationsClient owned = client;
        var ids = Enumerable.Range(0, Streams).Select(static _ => Guid.NewGuid()).ToList();
        foreach (Guid id in ids)
        {
            await ForgetAsync(client, id, way, stub);
        }

        await Garbage.CollectUntilAsync(() => answers.All(static answer => answer.Freed.IsCompleted), () => $"{answers.Count(static answer => !answer.Freed.IsCompleted)} of {Streams} connections are kept.");
        await Garbage.CollectUntilAsync(() => streams.Count == 0, () => $"{streams.Count} entries are kept.");

        stub.Answer(static _ => StubAnswer.Messages("""{"type":"ai","id":"a","content":"Hello"}"""));
        foreach (Guid id in ids)
        {
            await using ConversationStream next = client.Conversations.StreamAsync(id, "next");
            await next.OpenAsync();
        }
    }

    /// <summary>A loop that waits for the service still uses its stream, so a collection must not end it.</summary>
    [Theory, BothTransports]
    public async Task A_loop_that_waits_is_not_ended_by_a_collection(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer(StubAnswer.Messages(Part).Wait(gate.Task).Write("event: message\ndata: {\"type\":\"ai\",\"id\":\"a\",\"content\":\"Hello\"}\n\n"));
        using ConversationsClient client = stub.CreateClient();
        Task<List<string>> reading = ReadAsync(client);
        await Garbage.CollectAsync(times: 20);
        Assert.False(reading.IsCompleted);
        gate.SetResult();
        Assert.Equal(["Hel", "lo"], await reading);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static async Task<List<string>> ReadAsync(ConversationsClient client)
        {
            List<string> pieces = [];
            await foreach (string piece in OneAnswer.Stream(client).ReadTextAsync())
            {
                pieces.Add(piece);
            }

            return pieces;
        }
    }

    [Fact]
    public async Task A_stream_that_ended_in_order_leaves_no_entry()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(static _ => StubAnswer.Messages("""{"type":"ai","id":"a","content":"Hello"}"""));
        (ConversationsClient? client, ActiveStreams? streams) = Create(stub);
        using ConversationsClient owned = client;
        for (int number = 0; number < Streams; number++)
        {
            ConversationStream stream = client.Conversations.StreamAsync(Guid.NewGuid(), "Hi");
            Assert.Equal(1, await stream.CountAsync());
        }

        Assert.Equal(0, streams.Count);
    }

    /// <summary>The time for each event must not grow with the number of unfinished messages. It once grew about a hundredfold.</summary>
    [Theory]
    [InlineData("events")]
    [InlineData("updates")]
    [InlineData("answered in order")]
    public async Task A_hundred_thousand_temporary_ids_cost_as_little_per_event_as_a_hundred(string way)
    {
        const int many = 100_000;
        const int few = 100;
        byte[] small = Wire(few, way);
        byte[] large = Wire(many, way);
        _ = await MeasureAsync(small, way);
        double perEventOfFew = Enumerable.Range(0, 10).Select(_ => MeasureAsync(small, way).GetAwaiter().GetResult().Total / few).Min();
        double perEventOfMany = (await MeasureAsync(large, way)).Total / many;
        Assert.True(perEventOfMany < 10 * perEventOfFew, string.Create(CultureInfo.InvariantCulture, $"{perEventOfFew * 1e9:F0} ns an event with {few}, {perEventOfMany * 1e9:F0} ns with {many}."));

        static async Task<(double Total, int Count)> MeasureAsync(byte[] wire, string way)
        {
            using ConversationsClient client = OneAnswer.Of(wire, []);
            ConversationStream stream = OneAnswer.Stream(client);
            long start = Stopwatch.GetTimestamp();
            int count = way == "events" ? await stream.CountAsync() : await stream.ReadTextUpdatesAsync().CountAsync();
            return (Stopwatch.GetElapsedTime(start).TotalSeconds, count);
        }

        static byte[] Wire(int count, string way)
        {
            var wire = new StringBuilder();
            for (int number = 0; number < count; number++)
            {
                _ = wire.Append(CultureInfo.InvariantCulture, $"event: message\ndata: {{\"type\":\"ai\",\"id\":\"temp-{number}\",\"content\":\"x\"}}\n\n");
            }

            for (int number = 0; number < count && way == "answered in order"; number++)
            {
                _ = wire.Append(CultureInfo.InvariantCulture, $"event: message\ndata: {{\"type\":\"ai\",\"id\":\"m{number}\",\"content\":\"xy\"}}\n\n");
            }

            return Encoding.UTF8.GetBytes(wire.ToString());
        }
    }
}
