using System.Text;

namespace Conversations.Client.Tests.Streaming;

/// <summary>
/// Every case of the standard, with every line ending, with and without a byte order mark, split in every way, read in all three ways.
/// </summary>
public sealed class FramingMatrixTests
{
    private const string Closing = """{"type":"ai","id":"z","content":"Grüße, 世界 🎉"}""";
    private static readonly string[] Endings = ["\n", "\r\n", "\r"];

    /// <summary>The names of the cases, each with a line ending and whether the byte order mark comes first.</summary>
    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            var rows = new TheoryData<string, string, bool>();
            foreach (FramingCase each in FramingCases.All)
            {
                foreach (string ending in each.HasOwnEndings ? ["\n"] : Endings)
                {
                    rows.Add(each.Name, ending, false);
                    if (!each.HasOwnMark)
                    {
                        rows.Add(each.Name, ending, true);
                    }
                }
            }

            return rows;
        }
    }

    /// <summary>Fewer cases for sockets, which may join the pieces.</summary>
    public static IReadOnlyList<object?[]> Selection { get; } = [
        .. FramingCases.All.Select(static (each, position) =>
            new object?[] { each.Name, each.HasOwnEndings ? "\n" : Endings[position % 3], position % 2 == 0 && !each.HasOwnMark }),
    ];

    [Theory, MemberData(nameof(Cases))]
    public async Task A_text_is_read_as_the_standard_says_however_it_is_split(string name, string ending, bool hasMark)
    {
        (byte[]? bytes, ConversationStreamEvent[]? expected) = Build(name, ending, hasMark);
        await EachWayAsync(bytes, [], expected);
        await EachWayAsync(bytes, OneAnswer.EachByte(bytes), expected);
        for (int at = 1; at < bytes.Length; at++)
        {
            if (bytes.Length > 1000 && at % 64 != 0 && bytes[at - 1] == 'x' && bytes[at] == 'x')
            {
                // Splits inside a long run of one letter are all alike.
                continue;
            }

            // Alternates between the two readers of data: all events as records, and the bytes of texts.
            using ConversationsClient client = OneAnswer.Of(bytes, [at]);
            ConversationStream stream = OneAnswer.Stream(client);
            if (at % 2 == 0)
            {
                Assert.Equal(expected, await stream.ToListAsync());
            }
            else
            {
                Assert.Equal(await Given(expected).ReadTextUpdatesAsync().ToListAsync(), await stream.ReadTextUpdatesAsync().ToListAsync());
            }

            Assert.Equal(StreamOutcome.Canceled, stream.Outcome);
        }
    }

    [Theory, BothTransports(Rows = nameof(Selection))]
    public async Task The_same_holds_over_a_connection(Transport transport, string name, string ending, bool hasMark)
    {
        (byte[]? bytes, ConversationStreamEvent[]? expected) = Build(name, ending, hasMark);
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.AnswersHowTurnsStand = false;
        var bodies = new Queue<StubAnswer>(
            [StubAnswer.Stream().Write(bytes), InPieces(bytes, 1), InPieces(bytes, 7), StubAnswer.Stream().Write(bytes)]);
        // Some of the texts contain no event at all, so they do not settle the turn.
        stub.Answer(request => request.Method == "POST" ? bodies.Dequeue() : StubAnswer.Json($$"""{"id":"{{Examples.ConversationId}}","status":"canceling","title":"T","type":"assistant","messages":[],"pending_approvals":[]}"""));
        using ConversationsClient client = stub.CreateClient();
        Assert.Equal(expected, await OneAnswer.Stream(client).ToListAsync());
        Assert.Equal(expected, await OneAnswer.Stream(client).ToListAsync());
        Assert.Equal(
            await Given(expected)
                .ReadTextUpdatesAsync()
                .ToListAsync(), await OneAnswer.Stream(client)
                .ReadTextUpdatesAsync()
                .ToListAsync());
        Assert.Equal(await Given(expected).ReadTextAsync().ToListAsync(), await OneAnswer.Stream(client).ReadTextAsync().ToListAsync());
    }

    [Fact]
    public void Every_case_has_a_name_of_its_own() =>
        Assert.Equal(FramingCases.All.Count, FramingCases.All.Select(static each => each.Name).Distinct().Count());

    private static ConversationStream Given(IEnumerable<ConversationStreamEvent> events) => new(events.ToAsyncEnumerable());

    private static (byte[] Bytes, ConversationStreamEvent[] Events) Build(string name, string ending, bool hasMark)
    {
        FramingCase each = FramingCases.All.Single(one => one.Name == name);
        IEnumerable<ConversationStreamEvent> events = each.Events.Select(static one =>
            new UnknownEvent { Name = one.Name, Data = one.Data });
        string text = each.Text;
        if (each.IsWhole)
        {
            // A known message after the text shows that the reader is at the right place. It also gives the turn a text.
            text += $"event: message\ndata: {Closing}\n\n";
            events = events.Append(new MessageEvent { Message = new AssistantMessage { Id = "z", Content = "Grüße, 世界 🎉" } });
        }

        text = each.HasOwnEndings ? text : text.Replace("\n", ending, StringComparison.Ordinal);
        return (Encoding.UTF8.GetBytes(hasMark ? FramingCase.Mark + text : text), [.. events]);
    }

    private static async Task EachWayAsync(byte[] bytes, IReadOnlyList<int> cuts, ConversationStreamEvent[] expected)
    {
        using ConversationsClient client = OneAnswer.Of(bytes, cuts);
        ConversationStream asEvents = OneAnswer.Stream(client);
        ConversationStream asText = OneAnswer.Stream(client);
        ConversationStream asUpdates = OneAnswer.Stream(client);

        Assert.Equal(expected, await asEvents.ToListAsync());
        Assert.Equal(await Given(expected).ReadTextAsync().ToListAsync(), await asText.ReadTextAsync().ToListAsync());
        Assert.Equal(await Given(expected).ReadTextUpdatesAsync().ToListAsync(), await asUpdates.ReadTextUpdatesAsync().ToListAsync());
        foreach (ConversationStream? stream in new[] { asEvents, asText, asUpdates })
        {
            Assert.Equal(ConversationThread.From(expected).Entries, stream.Thread.Entries);
            Assert.Equal((StreamOutcome.Canceled, 0), (stream.Outcome, stream.ReconnectCount));
        }
    }

    private static StubAnswer InPieces(byte[] bytes, int size)
    {
        var answer = StubAnswer.Stream();
        foreach (byte[] piece in bytes.Chunk(size))
        {
            _ = answer.Write(piece);
        }

        return answer;
    }
}
