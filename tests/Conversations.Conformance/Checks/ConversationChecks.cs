using System.Text.Json;

namespace Conversations.Conformance.Checks;

/// <summary>
/// A conversation from its first event to its removal (docs/service/conversations.md 3, 6). Each check that makes a conversation costs AI
/// credits for a short turn.
/// </summary>
[Collection(OneService.Name)]
public sealed class ConversationChecks(Service service)
{
    private const string Question = "Answer with the word yes and nothing else.";

    // A conversation is shown only once it has a title, which comes some time after the first reply.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private const int Looks = 20;

    [SkippableFact]
    public Task A_new_conversation_streams_itself_then_the_message_then_the_answer_and_can_be_read_and_removed() =>
        service.CheckAsync(static async check =>
    {
        Guid id = await MayMakeAsync(check);
        var trace = Guid.NewGuid();

        var events = new List<ConversationStreamEvent>();
        await using (ConversationStream stream = check.Client.Conversations.StreamAsync(id, $"  {Question}\n", new SendOptions { TraceId = trace }))
        {
            await foreach (ConversationStreamEvent streamEvent in stream)
            {
                events.Add(streamEvent);
            }

            Assert.Equal(StreamOutcome.Completed, stream.Outcome);
        }

        Conversation opening = Assert.IsType<ConversationEvent>(events[0]).Conversation;
        Assert.Equal((id, ConversationStatus.InProgress, null), (opening.Id, opening.Status, opening.Title));
        MessageEvent[] messages = events.OfType<MessageEvent>().ToArray();
        HumanMessage human = Assert.IsType<HumanMessage>(messages[0].Message);
        Assert.Equal((Question, trace.ToString()), (human.Content, human.TraceId));
        Assert.All(messages.Skip(1), static message => Assert.IsNotType<HumanMessage>(message.Message));
        MessageEvent[] finished = messages.Where(static message => !message.IsPartial).ToArray();
        Assert.Equal(
            finished.Select(static message => message.Message.Id).Distinct(), finished.Select(static message => message.Message.Id));
        AssistantMessage answer = Assert.IsType<AssistantMessage>(finished[^1].Message);
        Assert.Empty(events.OfType<UnknownEvent>());

        Conversation read = await TitledAsync(check, id);
        Assert.Equal((id, ConversationStatus.Idle), (read.Id, read.Status));
        Assert.Equal(Question, read.Messages.OfType<HumanMessage>().First().Content);
        Assert.Contains(read.Messages, message => message.Id == answer.Id);
        Assert.Contains((await check.Client.Conversations.ListPageAsync(limit: 10)).Results, listed => listed.Id == id);

        Assert.Equal("", (await check.SendAsync(HttpMethod.Delete, $"{check.Conversations}{id}/")).Is(204).Text);
        (await check.GetAsync($"{check.Conversations}{id}/")).IsError(404, "invalid_request", "not_found");
    });

    [SkippableFact]
    public Task An_idle_conversation_cannot_be_joined_and_its_next_turn_begins_with_the_message() =>
        service.CheckAsync(static async check =>
    {
        Guid id = await MayMakeAsync(check);
        await check.Client.Conversations.AskAsync(id, Question);

        (await check.SendAsync(HttpMethod.Post, check.Conversations, $$"""{"conversation":"{{id}}","content":null,"trace_id":"{{Guid.NewGuid()}}"}""", isMistake: true)).IsError(400, "validation_error", "invalid_input");

        await using ConversationStream stream = check.Client.Conversations.StreamAsync(id, Question);
        await using IAsyncEnumerator<ConversationStreamEvent> events = stream.GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        Assert.IsType<HumanMessage>(Assert.IsType<MessageEvent>(events.Current).Message);
        while (await events.MoveNextAsync())
        {
        }
    });

    [SkippableFact]
    public Task A_conversation_that_does_not_exist_cannot_be_joined() => service.CheckAsync(static async check =>
    {
        Answer answer = (await check.SendAsync(HttpMethod.Post, check.Conversations, $$"""{"conversation":"{{Guid.NewGuid()}}","content":null,"trace_id":"{{Guid.NewGuid()}}"}""", isMistake: true)).Is(400);
        Assert.Equal(["error"], answer.Json.EnumerateObject().Select(static member => member.Name));
    });

    [SkippableFact]
    public Task A_message_must_be_there_even_as_null() => service.CheckAsync(static async check =>
        (await check.SendAsync(HttpMethod.Post, check.Conversations, $$"""{"conversation":"{{Guid.NewGuid()}}"}""", isMistake: true)).IsError(400, "validation_error", "required", "content"));

    [SkippableFact]
    public Task A_null_where_none_may_stand_is_refused() => service.CheckAsync(static async check =>
        (await check.SendAsync(HttpMethod.Post, check.Conversations, $$"""{"conversation":"{{Guid.NewGuid()}}","content":null,"trace_id":"{{Guid.NewGuid()}}","agent_mode":null}""", isMistake: true)).IsError(400, "validation_error", "null", "agent_mode"));

    [SkippableFact]
    public Task Conversations_come_with_the_newest_change_first_and_all_have_titles() => service.CheckAsync(static async check =>
    {
        JsonElement results = (await check.GetAsync(check.Conversations + "?limit=20")).Is(200).Json.GetProperty("results");
        Assert.All(
            results.EnumerateArray(), static conversation => Assert.Equal(JsonValueKind.String, conversation.GetProperty("title").ValueKind));

        Page<Conversation> page = await check.Client.Conversations.ListPageAsync(limit: 20);
        Assert.Equal(
            page.Results.Select(static conversation => conversation.UpdatedAt).OrderDescending(),
            page.Results.Select(static conversation => conversation.UpdatedAt));
    });

    [SkippableFact]
    public Task A_conversation_that_does_not_exist_is_not_found() => service.CheckAsync(static async check =>
        (await check.GetAsync($"{check.Conversations}{Guid.NewGuid()}/")).IsError(404, "invalid_request", "not_found"));

    /// <summary>The id for a new conversation, returned once it is certain that the conversation can be removed again.</summary>
    private static async Task<Guid> MayMakeAsync(Check check)
    {
        var id = Guid.NewGuid();
        Answer removal = await check.SendAsync(HttpMethod.Delete, $"{check.Conversations}{id}/");
        if (removal.Status is 403 or 405)
        {
            throw Check.NotApplicable($"this service removes no conversation for this key, so none is made: {removal.Text}");
        }

        removal.IsError(404, "invalid_request", "not_found");
        check.RemoveLater($"conversation {id}", () => check.Client.Conversations.DeleteAsync(id));
        return id;
    }

    private static async Task<Conversation> TitledAsync(Check check, Guid id)
    {
        for (int look = 1; ; look++)
        {
            try
            {
                return await check.Client.Conversations.GetAsync(id);
            }
            catch (ConversationsNotFoundException)
            {
                if (look == Looks)
                {
                    throw Check.NotApplicable($"the service gave the conversation no title within {BetweenLooks * Looks}, and shows none without.");
                }

                await Task.Delay(BetweenLooks, TimeProvider.System);
            }
        }
    }
}
