using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Conversations.Client.Tests.Telemetry;

/// <summary>However a stream ends, its span ends with it, and it is no longer counted as open.</summary>
public sealed class StreamEndTests
{
    private const string Human = """{"type":"human","id":"h","content":"Hi"}""";
    private const string Part = """{"type":"ai","id":"temp-0","content":"Hel"}""";
    private const string Final = """{"type":"ai","id":"a","content":"Hello"}""";
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    public static TheoryData<string> Endings => ["break", "dispose", "dispose unread", "exception", "token", "cancel"];

    [Fact]
    public async Task A_message_that_was_refused_ends_the_span_with_the_refusal()
    {
        await using var watched = Watched.Start(StubServer.InMemory(StubAnswer.Json("{}", 402)));
        MetricCollector<long> open = watched.Collect<long>("conversations.client.stream.active");

        await Assert.ThrowsAsync<ConversationsQuotaException>(() => watched.Client.Conversations.StreamAsync(Id, "Hi").OpenAsync());

        Assert.Equal(("incomplete", "402"), (Watched.Tag(watched.StreamSpan, "conversations.stream.outcome"), Watched.Tag(watched.StreamSpan, "error.type")));
        Assert.Equal([1L, -1L], open.GetMeasurementSnapshot().Select(static change => change.Value));
    }

    [Fact]
    public async Task A_stream_that_was_never_read_tells_nothing()
    {
        await using var watched = Watched.Start(StubServer.InMemory());

        await using (watched.Client.Conversations.StreamAsync(Id, "Hi"))
        {
        }

        Assert.Empty(watched.Spans);
    }

    [Theory, MemberData(nameof(Endings))]
    public async Task A_stream_that_ends_early_ends_its_span_and_is_no_longer_open(string ending)
    {
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Messages(Human, Part).Hang()).Answer(static _ => StubAnswer.Of(204)));
        MetricCollector<long> open = watched.Collect<long>("conversations.client.stream.active");
        Activity? before = Activity.Current;

        await EndAsync(watched.Client.Conversations.StreamAsync(Id, "Hi"), ending);

        Assert.Equal([1L, -1L], open.GetMeasurementSnapshot().Select(static change => change.Value));
        Assert.Equal(ending == "cancel" ? "canceled" : "incomplete", Watched.Tag(watched.StreamSpan, "conversations.stream.outcome"));
        Assert.Equal(ActivityStatusCode.Unset, watched.StreamSpan.Status);
        Assert.Same(before, Activity.Current);
    }

    [Fact]
    public async Task A_stream_that_nobody_holds_is_no_longer_open_when_it_was_collected()
    {
        await using var watched = Watched.Start(StubServer.InMemory(StubAnswer.Messages(Human).Hang()));
        MetricCollector<long> open = watched.Collect<long>("conversations.client.stream.active");

        await AbandonAsync(watched.Client);
        Assert.Equal(1, open.GetMeasurementSnapshot().EvaluateAsCounter());
        await Garbage.CollectUntilAsync(
            () => open.GetMeasurementSnapshot().EvaluateAsCounter() == 0 && watched.Spans.Count > 1, static () => "The stream is still open.");

        Assert.Equal("incomplete", Watched.Tag(watched.StreamSpan, "conversations.stream.outcome"));
        Assert.Contains(watched.Logs.GetSnapshot(), static line => line.Id.Name == "StreamAbandoned");
    }

    [Fact]
    public async Task Who_begins_to_listen_in_the_middle_never_sees_fewer_than_no_streams()
    {
        await using var watched = Watched.Start(StubServer.InMemory(StubAnswer.Messages(Human, Final)));
        await using ConversationStream stream = watched.Client.Conversations.StreamAsync(Id, "Hi");
        await stream.OpenAsync();
        MetricCollector<long> open = watched.Collect<long>("conversations.client.stream.active");

        _ = await stream.ToListAsync();

        Assert.Empty(open.GetMeasurementSnapshot());
    }

    private static async Task AbandonAsync(IConversationsClient client)
    {
        ConversationStream stream = client.Conversations.StreamAsync(Id, "Hi");
        await stream.OpenAsync();
    }

    private static async Task EndAsync(ConversationStream stream, string ending)
    {
        using var source = new CancellationTokenSource();
        switch (ending)
        {
            case "break":
                await foreach (ConversationStreamEvent _ in stream)
                {
                    break;
                }

                return;
            case "dispose":
                await stream.GetAsyncEnumerator().MoveNextAsync();
                await stream.DisposeAsync();
                return;
            case "dispose unread":
                await stream.OpenAsync();
                await stream.DisposeAsync();
                return;
            case "exception":
                await Assert.ThrowsAsync<FormatException>(async () =>
                {
                    await foreach (ConversationStreamEvent _ in stream)
                    {
                        throw new FormatException();
                    }
                });
                return;
            case "token":
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
                {
                    await foreach (ConversationStreamEvent _ in stream.WithCancellation(source.Token))
                    {
                        await source.CancelAsync();
                    }
                });
                return;
            default:
                await foreach (ConversationStreamEvent _ in stream)
                {
                    await stream.CancelAsync();
                }

                return;
        }
    }
}
