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

    private static StubAnswer[] Hanging(string way) => [.. Enumerable.Range(0, Streams).Select(_ => way == "pending before the headers" ? StubAnswer.Silence() : StubAnswer.Messages(Part).Hang())];

    /// <summary>Makes a stream, uses it, and drops it without disposing it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task ForgetAsync(ConversationsClient client, Guid id, string way, StubServer stub)
    {
        var before = stub.Requests.Count;
        var stream = client.Conversations.StreamAsync(id, "Hi");
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
                var text = stream.ReadTextUpdatesAsync().GetAsyncEnumerator();
                _ = await text.MoveNextAsync();
                Drop(text);
                break;
            case "pending before the headers":
                Drop(stream.GetAsyncEnumerator());
                await stub.ArrivedAsync(before + 1);
                break;
            default:
                var events = stream.GetAsyncEnumerator();
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
        var client = stub.CreateClient();
        return (client, ConnectionOf(client).Streams);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connection")]
    private static extern ref ApiConnection ConnectionOf(ConversationsClient client);

    [Theory, BothTransports(Rows = nameof(Ways))]
    public async Task A_stream_or_enumerator_that_was_dropped_keeps_no_connection_and_no_entry_and_blocks_no_send(Transport transport, string way)
    {
        await using var stub = await StubServer.StartAsync(transport);
        var answers = Hanging(way);
        stub.Answer(answers);
        var (client, streams) = Create(stub);
        using var owned = client;
        var ids = Enumerable.Range(0, Streams).Select(static _ => Guid.NewGuid()).ToList();
        foreach (var id in ids)
        {
            await ForgetAsync(client, id, way, stub);
        }

        await Garbage.CollectUntilAsync(() => answers.All(static answer => answer.Freed.IsCompleted), () => $"{answers.Count(static answer => !answer.Freed.IsCompleted)} of {Streams} connections are kept.");
        await Garbage.CollectUntilAsync(() => streams.Count == 0, () => $"{streams.Count} entries are kept.");

        stub.Answer(static _ => StubAnswer.Messages("""{"type":"ai","id":"a","content":"Hello"}"""));
        foreach (var id in ids)
        {
            await using var next = client.Conversations.StreamAsync(id, "next");
            await next.OpenAsync();
        }
    }

    /// <summary>A loop that waits for the service still uses its stream, so a collection must not end it.</summary>
    [Theory, BothTransports]
    public async Task A_loop_that_waits_is_not_ended_by_a_collection(Transport transport)
    {
        await using var stub = await StubServer.StartAsync(transport);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stub.Answer(StubAnswer.Messages(Part).Wait(gate.Task).Write("event: message\ndata: {\"type\":\"ai\",\"id\":\"a\",\"content\":\"Hello\"}\n\n"));
        using var client = stub.CreateClient();
        var reading = ReadAsync(client);
        await Garbage.CollectAsync(times: 20);
        Assert.False(reading.IsCompleted);
        gate.SetResult();
        Assert.Equal(["Hel", "lo"], await reading);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static async Task<List<string>> ReadAsync(ConversationsClient client)
        {
            List<string> pieces = [];
            await foreach (var piece in OneAnswer.Stream(client).ReadTextAsync())
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
        var (client, streams) = Create(stub);
        using var owned = client;
        for (var number = 0; number < Streams; number++)
        {
            var stream = client.Conversations.StreamAsync(Guid.NewGuid(), "Hi");
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
        var small = Wire(few, way);
        var large = Wire(many, way);
        _ = await MeasureAsync(small, way);
        var perEventOfFew = Enumerable.Range(0, 10).Select(_ => MeasureAsync(small, way).GetAwaiter().GetResult().Total / few).Min();
        var perEventOfMany = (await MeasureAsync(large, way)).Total / many;
        Assert.True(perEventOfMany < 10 * perEventOfFew, string.Create(CultureInfo.InvariantCulture, $"{perEventOfFew * 1e9:F0} ns an event with {few}, {perEventOfMany * 1e9:F0} ns with {many}."));

        static async Task<(double Total, int Count)> MeasureAsync(byte[] wire, string way)
        {
            using var client = OneAnswer.Of(wire, []);
            var stream = OneAnswer.Stream(client);
            var start = Stopwatch.GetTimestamp();
            var count = way == "events" ? await stream.CountAsync() : await stream.ReadTextUpdatesAsync().CountAsync();
            return (Stopwatch.GetElapsedTime(start).TotalSeconds, count);
        }

        static byte[] Wire(int count, string way)
        {
            var wire = new StringBuilder();
            for (var number = 0; number < count; number++)
            {
                _ = wire.Append(CultureInfo.InvariantCulture, $"event: message\ndata: {{\"type\":\"ai\",\"id\":\"temp-{number}\",\"content\":\"x\"}}\n\n");
            }

            for (var number = 0; number < count && way == "answered in order"; number++)
            {
                _ = wire.Append(CultureInfo.InvariantCulture, $"event: message\ndata: {{\"type\":\"ai\",\"id\":\"m{number}\",\"content\":\"xy\"}}\n\n");
            }

            return Encoding.UTF8.GetBytes(wire.ToString());
        }
    }
}
