using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Conversations.Client.Tests.Streaming;

/// <summary>
/// What reading a long answer allocates. Partial messages carry the whole text so far, so the bytes on the wire grow with the square of its
/// length. The memory must not.
/// </summary>
[Collection(nameof(Alone))]
public sealed class AllocationTests
{
    private const int Characters = 20_000;
    private const int Generous = 400_000;
    private const int Parts = 500;

    public static TheoryData<string> Texts => ["plain", "rich"];

    [Theory, MemberData(nameof(Texts))]
    public async Task The_text_of_a_long_answer_costs_what_the_text_is_long(string kind)
    {
        long once = await CostAsync(Wire(Text(kind), Parts), ReadTextAsync);
        Assert.True(once < Generous, Told(once));
        long twice = await CostAsync(Wire(Text(kind), 2 * Parts), ReadTextAsync);
        Assert.True(twice < 1.9 * once, $"{Told(once)} {Told(twice)}");
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task Its_updates_do_too(string kind)
    {
        long once = await CostAsync(Wire(Text(kind), Parts), ReadUpdatesAsync);
        Assert.True(once < Generous, Told(once));
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task The_reply_to_a_message_costs_no_more(string kind)
    {
        long once = await CostAsync(Wire(Text(kind), Parts), AskAsync);
        Assert.True(once < Generous, Told(once));
        long twice = await CostAsync(Wire(Text(kind), 2 * Parts), AskAsync);
        Assert.True(twice < 1.9 * once, $"{Told(once)} {Told(twice)}");
    }

    /// <summary>Shows that the measurement works: the events hold every text, so they cost as much as the wire.</summary>
    [Fact]
    public async Task The_events_of_the_same_answer_cost_much_more()
    {
        long events = await CostAsync(Wire(Text("plain"), Parts), static async client =>
        {
            await foreach (ConversationStreamEvent each in OneAnswer.Stream(client))
            {
                Assert.NotNull(each);
            }
        });
        Assert.True(events > 25 * Generous, Told(events));
    }

    private static async Task ReadTextAsync(ConversationsClient client)
    {
        int length = 0;
        await foreach (string piece in OneAnswer.Stream(client).ReadTextAsync())
        {
            length += piece.Length;
        }

        Assert.Equal(Characters, length);
    }

    private static async Task ReadUpdatesAsync(ConversationsClient client)
    {
        int length = 0;
        await foreach (TextUpdate update in OneAnswer.Stream(client).ReadTextUpdatesAsync())
        {
            length += update.Text.Length;
        }

        Assert.Equal(Characters, length);
    }

    private static async Task AskAsync(ConversationsClient client) =>
        Assert.Equal(Characters, (await OneAnswer.AskAsync(client)).Text.Length);

    /// <summary>
    /// The fewest bytes that one reading allocates in the whole process, once the pools are filled and the code is compiled.
    /// </summary>
    private static async Task<long> CostAsync(byte[] wire, Func<ConversationsClient, Task> readAsync)
    {
        using ConversationsClient client = OneAnswer.Of(wire, []);
        long best = long.MaxValue;
        for (int round = 0; round < 6; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await readAsync(client);
            best = Math.Min(best, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return best;
    }

    private static byte[] Wire(string text, int parts)
    {
        var wire = new StringBuilder();
        for (int part = 1; part <= parts; part++)
        {
            int length = Characters * part / parts;
            // No service splits a surrogate pair.
            length -= char.IsHighSurrogate(text[length - 1]) ? 1 : 0;
            _ = wire.Append(CultureInfo.InvariantCulture, $"event: message\ndata: {{\"content\":{Quote(text[..length])},\"id\":\"temp-0\",\"tool_calls\":[],\"type\":\"ai\"}}\n\n");
        }

        _ = wire.Append(CultureInfo.InvariantCulture, $"event: message\ndata: {{\"content\":{Quote(text)},\"id\":\"a\",\"tool_calls\":[],\"type\":\"ai\"}}\n\n");
        return Encoding.UTF8.GetBytes(wire.ToString());
    }

    private static string Text(string kind)
    {
        string words = kind == "plain" ? "The quick brown fox jumps over the lazy dog. " : "\"Grüße\", said\n\t世界 \\ 🎉 to 👩‍👩‍👧.\r\n";
        return string.Concat(Enumerable.Repeat(words, (Characters / words.Length) + 1))[..(Characters - 1)]
            .TrimEnd('\ud83c', '\ud83d')
            .PadRight(Characters, '.');
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, Raw);

    private static readonly JsonSerializerOptions Raw =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Told(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes were allocated.");

    /// <summary>Nothing else runs at the same time, because the test counts the bytes of the whole process.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
