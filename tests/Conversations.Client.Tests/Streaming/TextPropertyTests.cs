using System.Text;
using System.Text.Json;
using FsCheck.Xunit;

namespace Conversations.Client.Tests.Streaming;

/// <summary>
/// Two parts of the package compute the text of a stream: one from the bytes of partial messages, one from records. Both must give the same
/// text, whatever is written.
/// </summary>
public sealed class TextPropertyTests
{
    /// <summary>Messages in any order, including orders that no service sends.</summary>
    [Property(MaxTest = 600, Arbitrary = [typeof(AnyTurn)])]
    public async Task Bytes_and_records_give_the_same(WildTurn turn) => await SameAsync(turn.Script, turn.Cuts);

    /// <summary>Messages in the order of the service (docs/service/conversations.md 6.5).</summary>
    [Property(MaxTest = 600, Arbitrary = [typeof(AnyTurn)])]
    public async Task The_updates_of_a_turn_add_up_to_the_texts_of_its_thread(OrderlyTurn turn)
    {
        (IReadOnlyList<TextUpdate>? updates, string? text, ConversationThread? thread) = await SameAsync(turn.Script, turn.Cuts);
        var texts = thread.Messages.OfType<AssistantMessage>()
            .Select(static message => message.Content)
            .Where(static content => content.Length > 0)
            .ToList();
        Assert.Equal(texts, Fold(updates).Where(static content => content.Length > 0));
        Assert.All(texts, each => Assert.Contains(each, text, StringComparison.Ordinal));
    }

    [Property(MaxTest = 100, Arbitrary = [typeof(AnyTurn)])]
    public async Task The_reply_to_a_message_has_the_text_of_its_thread(OrderlyTurn turn)
    {
        using ConversationsClient client = Client(turn.Script, turn.Cuts);
        ConversationReply reply = await OneAnswer.AskAsync(client);
        Assert.Equal(reply.Thread.Messages.OfType<AssistantMessage>().LastOrDefault()?.Content ?? "", reply.Text);
        Assert.Equal(Show(await ReadAsync(client)), Show(reply.Thread));
    }

    private static async Task<(IReadOnlyList<TextUpdate> Updates, string Text, ConversationThread Thread)> SameAsync(
        IReadOnlyList<string> script, IReadOnlyList<int> cuts)
    {
        using ConversationsClient client = Client(script, cuts);
        ConversationStream asEvents = OneAnswer.Stream(client);
        ConversationStream asUpdates = OneAnswer.Stream(client);
        ConversationStream asText = OneAnswer.Stream(client);

        List<ConversationStreamEvent> events = await asEvents.ToListAsync();
        List<TextUpdate> updates = await asUpdates.ReadTextUpdatesAsync().ToListAsync();
        List<string> pieces = await asText.ReadTextAsync().ToListAsync();

        Assert.Equal(script.Count, events.Count);
        Assert.Equal(await new ConversationStream(events.ToAsyncEnumerable()).ReadTextUpdatesAsync().ToListAsync(), updates);
        Assert.Equal(await new ConversationStream(events.ToAsyncEnumerable()).ReadTextAsync().ToListAsync(), pieces);
        Assert.Equal(events.OfType<MessageEvent>().Select(static each => each.TextUpdate).OfType<TextUpdate>(), updates);
        Assert.DoesNotContain("", pieces);
        string text = string.Concat(pieces);
        Assert.All(Fold(updates), each => Assert.Contains(each, text, StringComparison.Ordinal));
        string[] folded = Show(ConversationThread.From(events));
        foreach (ConversationStream? stream in new[] { asEvents, asUpdates, asText })
        {
            Assert.Equal(folded, Show(stream.Thread));
            Assert.Equal(asEvents.Outcome, stream.Outcome);
        }

        return (updates, text, asUpdates.Thread);
    }

    private static async Task<ConversationThread> ReadAsync(ConversationsClient client)
    {
        ConversationStream stream = OneAnswer.Stream(client);
        Assert.NotNull(await stream.ToListAsync());
        return stream.Thread;
    }

    private static ConversationsClient Client(IReadOnlyList<string> script, IReadOnlyList<int> cuts) =>
        OneAnswer.Of(Encoding.UTF8.GetBytes(string.Concat(script.Select(static data => $"event: message\ndata: {data}\n\n"))), cuts);

    private static List<string> Fold(IEnumerable<TextUpdate> updates)
    {
        var texts = new List<string>();
        foreach ((int index, string? text, bool replaces) in updates)
        {
            Assert.InRange(index, 0, texts.Count);
            if (index == texts.Count)
            {
                Assert.False(replaces, "There was nothing to replace.");
                texts.Add("");
            }

            texts[index] = replaces ? text : texts[index] + text;
        }

        return texts;
    }

    private static string[] Show(ConversationThread thread) => [.. thread.Entries.Select(static entry => $"{entry.State} {(entry.Message is UnknownMessage unknown ? unknown.Raw.GetRawText() : JsonSerializer.Serialize(entry.Message))}")];
}
