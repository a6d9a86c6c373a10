using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Stream;

/// <summary>docs/service/conversations.md 4: messages in the stream and in a retrieved conversation.</summary>
public sealed class MessageTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 4", Evidence.Code)]
    public async Task Nulls_are_left_out_in_the_stream_and_spelled_out_in_a_retrieved_conversation(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Message(Raw("""{"content":"Hi","id":"m","meta":null,"parent_tool_call_id":null,"type":"ai"}""")));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal("""{"content":"Hi","id":"m","type":"ai"}""", stream.Messages[1].GetRawText());
        Assert.Equal(
            """{"content":"Hi","id":"m","meta":null,"parent_tool_call_id":null,"tool_calls":null,"type":"ai"}""",
            (await StoredAsync(service, id))[1]);
    }

    public static TheoryData<string, string, string> Inner { get; } = new()
    {
        {
            """{"content":"","id":"m","meta":{"form":null,"thinking":[{"own":null}]},"type":"ai"}""",
            """{"content":"","id":"m","meta":{"thinking":[{"own":null}]},"type":"ai"}""",
            """{"content":"","id":"m","meta":{"form":null,"thinking":[{"own":null}]},"parent_tool_call_id":null,"tool_calls":null,"type":"ai"}"""
        },
        {
            """{"content":"","id":"m","meta":{"form":{"options":[{"value":"yes","variant":null}]}},"type":"ai"}""",
            """{"content":"","id":"m","meta":{"form":{"options":[{"value":"yes"}]}},"type":"ai"}""",
            """{"content":"","id":"m","meta":{"form":{"options":[{"href":null,"value":"yes","variant":null}]},"thinking":null},"parent_tool_call_id":null,"tool_calls":null,"type":"ai"}"""
        },
        {
            """{"artifact_id":"a","content":{"blocks":[{"type":"session_replay","session_id":"s","timestamp_ms":1,"title":null},{"type":"loading","own":null}],"content_type":"notebook"},"id":"m","source":"state","type":"ai/artifact"}""",
            """{"artifact_id":"a","content":{"blocks":[{"type":"session_replay","session_id":"s","timestamp_ms":1},{"type":"loading","own":null}],"content_type":"notebook"},"id":"m","source":"state","type":"ai/artifact"}""",
            """{"artifact_id":"a","content":{"blocks":[{"session_id":"s","timestamp_ms":1,"title":null,"type":"session_replay"},{"type":"loading","own":null}],"content_type":"notebook","title":null},"id":"m","parent_tool_call_id":null,"source":"state","type":"ai/artifact"}"""
        },
        {
            """{"artifact_id":"a","content":{"content_type":"new","own":null},"id":"m","source":"state","type":"ai/artifact"}""",
            """{"artifact_id":"a","content":{"content_type":"new","own":null},"id":"m","source":"state","type":"ai/artifact"}""",
            """{"artifact_id":"a","content":{"content_type":"new","own":null},"id":"m","parent_tool_call_id":null,"source":"state","type":"ai/artifact"}"""
        },
        {
            """{"id":"m","tasks":[{"artifact_ids":null,"id":"1"}],"type":"ai/task_execution"}""",
            """{"id":"m","tasks":[{"id":"1"}],"type":"ai/task_execution"}""",
            """{"id":"m","parent_tool_call_id":null,"tasks":[{"artifact_ids":null,"id":"1","progress_text":null}],"type":"ai/task_execution"}"""
        },
        {
            """{"content":"","id":"m","tool_calls":[{"args":{"own":null},"id":"c","name":"search","type":"tool_call"}],"type":"ai"}""",
            """{"content":"","id":"m","tool_calls":[{"args":{"own":null},"id":"c","name":"search","type":"tool_call"}],"type":"ai"}""",
            """{"content":"","id":"m","meta":null,"parent_tool_call_id":null,"tool_calls":[{"args":{"own":null},"id":"c","name":"search","type":"tool_call"}],"type":"ai"}"""
        },
    };

    [Theory, BothTransports(Rows = nameof(Inner))]
    [Rule("docs/service/conversations.md 4", Evidence.Code)]
    public async Task Objects_in_a_message_leave_nulls_out_and_spell_them_out_in_the_same_way_but_raw_json_is_kept(
        Transport transport, string message, string live, string stored)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Message(Raw(message)));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal(live, stream.Messages[1].GetRawText());
        Assert.Equal(stored, (await StoredAsync(service, id))[1]);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 4", Evidence.Code)]
    public async Task A_finished_message_of_the_assistant_with_nothing_in_it_is_never_sent(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed
        {
            User = 7,
            Title = "Titled",
            Messages =
            [
                new AssistantMessage { Id = "a", Content = "" },
                new AssistantMessage { Id = "b", Content = "", ToolCalls = [new ToolCall { Id = "c", Name = "search" }] },
                new AssistantMessage { Id = "c", Content = "", Meta = new MessageMeta { Thinking = [] } },
            ],
        }).Id;
        Assert.Equal(["b", "c"], (await StoredAsync(service, id)).Select(IdOf));
        service.Fake.Turns.For(id).Next(turn => turn.Say("").Say("Done."));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal(["hi", "Done."], Texts(stream));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 4", Evidence.Code)]
    public async Task A_partial_message_may_be_empty_and_is_not_stored(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Message(Raw("""{"content":"","id":"temp-1","meta":{"thinking":[{"type":"thinking"}]},"type":"ai"}""")).Say("Done."));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal("""{"content":"","id":"temp-1","meta":{"thinking":[{"type":"thinking"}]},"type":"ai"}""", stream.Messages[1].GetRawText());
        Assert.Equal(2, (await StoredAsync(service, id)).Length);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 4", Evidence.Code)]
    public async Task A_message_for_the_model_alone_is_not_shown(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed
        {
            User = 7,
            Title = "Titled",
            Messages = [Raw("""{"content":"mode","id":"c","meta":{"type":"mode","mode":"sql"},"type":"context"}"""), new HumanMessage { Id = "h", Content = "hi" }],
        }).Id;
        Assert.Equal("h", IdOf(Assert.Single(await StoredAsync(service, id))));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 4", Evidence.Code)]
    public async Task An_old_visualization_is_read_as_an_artifact_of_the_state(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed
        {
            User = 7,
            Title = "Titled",
            Messages = [Raw("""{"id":"v1","query":"signups","answer":{"kind":"TrendsQuery","series":[]},"type":"ai/viz"}""")],
        }).Id;
        Assert.Equal(
            """{"artifact_id":"v1","content":{"content_type":"visualization","description":null,"name":"signups","plan":null,"query":{"kind":"TrendsQuery","series":[]}},"id":"v1","parent_tool_call_id":null,"source":"state","type":"ai/artifact"}""",
            Assert.Single(await StoredAsync(service, id)));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 4", Evidence.Code)]
    public async Task A_message_of_an_unknown_type_is_kept_with_all_its_members(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Message(Raw("""{"type":"ai/new","id":"n","more":{"a":[1.50]}}""")));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal("""{"type":"ai/new","id":"n","more":{"a":[1.50]}}""", stream.Messages[1].GetRawText());
        Assert.Equal("""{"id":"n","more":{"a":[1.50]},"type":"ai/new"}""", (await StoredAsync(service, id))[1]);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.4", Evidence.Code)]
    public async Task A_message_whose_id_was_sent_before_replaces_it(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn
            .Message(new AssistantMessage { Id = "a", Content = "first" }).Message(new AssistantMessage { Id = "a", Content = "second" }));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        string[] stored = await StoredAsync(service, id);
        Assert.Equal(2, stored.Length);
        Assert.Contains("second", stored[1], StringComparison.Ordinal);
    }

    private static UnknownMessage Raw(string json) => new() { Raw = JsonSerializer.Deserialize<JsonElement>(json) };

    private static string? IdOf(string message) => JsonSerializer.Deserialize<JsonElement>(message).Text("id");

    private static async Task<string[]> StoredAsync(Service service, Guid id) =>
        [.. (await service.GetAsync(Path(id))).Is(200).Json.GetProperty("messages").EnumerateArray().Select(message => message.GetRawText())];
}
