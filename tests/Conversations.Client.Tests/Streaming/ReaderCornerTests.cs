using System.Text;

namespace Conversations.Client.Tests.Streaming;

/// <summary>Corner cases in which the reader was once wrong.</summary>
public sealed class ReaderCornerTests
{
    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\n")]
    public async Task Small_events_in_single_bytes_do_not_add_up_to_a_large_one(string ending)
    {
        byte[] bytes = Bytes(string.Concat(Enumerable.Repeat("data: x\n\n", 1000)).Replace("\n", ending, StringComparison.Ordinal));
        using ConversationsClient client = OneAnswer.Of(
            bytes, OneAnswer.EachByte(bytes), static options => options.Streaming.MaxEventBytes = 64);
        Assert.Equal(1000, await OneAnswer.Stream(client).CountAsync());
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Reads_that_end_inside_a_blank_line_do_not_hide_it(string ending)
    {
        byte[] one = Bytes("data: {\"type\":\"ai\",\"id\":\"temp-0\",\"content\":\"" + new string('x', 10_000) + "\"}" + ending + ending);
        byte[] bytes = Enumerable.Repeat(one, 1700).SelectMany(static each => each).ToArray();
        using ConversationsClient client = OneAnswer.Of(
            bytes, [.. Enumerable.Range(1, 1700).Select(number => (number * one.Length) - ending.Length)]);
        Assert.Equal(1700, await OneAnswer.Stream(client).CountAsync());
    }

    [Fact]
    public async Task Names_of_fields_and_comments_do_not_count_as_data()
    {
        using ConversationsClient lines = OneAnswer.Of(
            Bytes(string.Concat(Enumerable.Repeat("data: x\n", 1000)) + "\n"), [], static options => options.Streaming.MaxEventBytes = 1999);
        Assert.Equal(1, await OneAnswer.Stream(lines).CountAsync());
        using ConversationsClient comments = OneAnswer.Of(
            Bytes(string.Concat(Enumerable.Repeat(":\n", 5000)) + "data: x\n\n"), [], static options => options.Streaming.MaxEventBytes = 64);
        Assert.Equal(1, await OneAnswer.Stream(comments).CountAsync());
    }

    [Theory]
    [InlineData("""{"type":"ai","id":"temp-0","content":"x","tool_calls":7}""")]
    [InlineData("""{"type":"ai","id":"temp-0","content":"x","tool_calls":[{"id":"\ud83d"}]}""")]
    [InlineData("""{"type":"ai","id":"temp-0","content":"x","meta":7}""")]
    [InlineData("""{"type":"ai","id":"temp-0","content":"x","parent_tool_call_id":[]}""")]
    [InlineData("""{"type":"human","type":"ai","id":"temp-0","content":"x"}""")]
    public async Task A_partial_message_of_a_wrong_shape_is_the_same_in_all_ways_of_reading(string message)
    {
        using ConversationsClient client = OneAnswer.Of(Bytes($"data: {message}\n\ndata: {message}\n\ndata: {{\"type\":\"ai\",\"id\":\"b\",\"content\":\"z\"}}\n\n"), []);
        List<ConversationStreamEvent> events = await OneAnswer.Stream(client).ToListAsync();
        Assert.Equal(
            await new ConversationStream(events.ToAsyncEnumerable()).ReadTextUpdatesAsync().ToListAsync(),
            await OneAnswer.Stream(client).ReadTextUpdatesAsync().ToListAsync());
    }

    [Fact]
    public async Task Parts_without_ids_around_a_tool_stay_apart()
    {
        string[] messages = ["""{"type":"ai","content":"One"}""", """{"type":"tool","id":"t","tool_call_id":"c","content":"42"}""", """{"type":"ai","content":"Two"}"""];
        using ConversationsClient client = OneAnswer.Of(Bytes(string.Concat(messages.Select(static message => $"data: {message}\n\n"))), []);
        ConversationStream asEvents = OneAnswer.Stream(client);
        _ = await asEvents.ToListAsync();
        ConversationStream asText = OneAnswer.Stream(client);
        _ = await asText.ReadTextAsync().ToListAsync();
        Assert.Equal(asEvents.Thread.Messages, asText.Thread.Messages);
    }

    [Theory]
    [InlineData("event:\ndata: {\"type\":\"ai\",\"id\":\"a\",\"content\":\"x\"}\n\n")]
    [InlineData("event\ndata: {\"type\":\"ai\",\"id\":\"a\",\"content\":\"x\"}\n\n")]
    [InlineData("event: odd\nevent:\ndata: {\"type\":\"ai\",\"id\":\"a\",\"content\":\"x\"}\n\n")]
    public async Task An_empty_name_is_message(string wire)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Stream(wire));
        using ConversationsClient client = stub.CreateClient();
        Assert.Equal("x", (await OneAnswer.AskAsync(client)).Text);
    }
}
