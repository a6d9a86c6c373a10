using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Stream;

/// <summary>docs/service/conversations.md 6.3, 6.4, 6.5: which events a turn sends, and in which order.</summary>
public sealed class EventTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.3", Evidence.Code)]
    public async Task A_new_conversation_begins_with_its_event_in_progress_and_without_a_title(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        using TurnStream stream = await PlayAsync(service, Turn(id));
        (string name, JsonElement data) = stream.Events[0];
        Assert.Equal(("conversation", id, "in_progress"), (name, data.GetProperty("id").GetGuid(), data.Text("status")));
        Assert.True(data.IsNull("title"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.5", Evidence.Code)]
    public async Task A_new_conversation_sends_its_event_then_the_human_message_and_one_event_more_once_titled(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        service.Fake.Turns.For(id).Next(turn => turn.Say("Let me look.", partials: 1).Tool("search", "{}", "found").Say("Done."));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal(
            ["conversation", "human", "ai temp-0", "ai", "conversation", "tool", "ai"],
            stream.Events.Select(item => item.Name == "conversation" ? item.Name : item.Data.Text("id") == "temp-0" ? "ai temp-0" : item.Data.Text("type")));
        Assert.Equal("hi", stream.Events[4].Data.Text("title"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.5", Evidence.Code)]
    public async Task A_follow_up_starts_with_the_human_message(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        using TurnStream stream = await PlayAsync(service, Turn(Seed(service)));
        Assert.Equal("human", stream.Events[0].Data.Text("type"));
        Assert.DoesNotContain(stream.Events, item => item.Name == "conversation");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.5", Evidence.Code)]
    public async Task The_human_message_has_an_id_of_the_servers_own_and_the_trace_id_that_was_sent(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var trace = Guid.NewGuid();
        using TurnStream stream = await PlayAsync(service, With(Seed(service), "trace_id", trace));
        JsonElement human = stream.Messages[0];
        Assert.Equal($$"""{"content":"hi","id":"{{human.GetProperty("id").GetGuid()}}","trace_id":"{{trace}}","type":"human"}""", human.GetRawText());
        Assert.NotEqual(trace, human.GetProperty("id").GetGuid());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.4", Evidence.Code)]
    public async Task Partial_messages_hold_the_whole_text_so_far_under_temp_0_and_the_finished_one_comes_once(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Say("añb😀", partials: 9));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal(
            ["a", "añ", "añb", "añb😀"],
            stream.Messages.Where(message => message.Text("id") == "temp-0").Select(message => message.Text("content")));
        Assert.Equal("""{"content":"a","id":"temp-0","tool_calls":[],"type":"ai"}""", stream.Messages[1].GetRawText());
        Assert.Equal(["hi", "añb😀"], Texts(stream));
        Assert.True(Guid.TryParse(stream.Finished[1].Text("id"), out _));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.4", Evidence.Code)]
    public async Task Every_step_starts_again_at_temp_0(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Say("one", partials: 1).Say("two", partials: 1));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal(
            ["one temp", "one", "two temp", "two"],
            stream.Messages.Skip(1).Select(message => message.Text("content") + (message.Text("id") == "temp-0" ? " temp" : "")));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.4", Evidence.Code)]
    public async Task Older_servers_sent_partial_messages_without_an_id(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.Partials = PartialsMode.NoId);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Say("one two", partials: 1));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal("""{"content":"one two","tool_calls":[],"type":"ai"}""", stream.Messages[1].GetRawText());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.5", Evidence.Code)]
    public async Task A_tool_call_stands_on_the_message_before_it_and_the_tool_message_names_it(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Say("Let me look.").Tool("execute_sql", """{"query":"select 1"}""", result: "42").Say("It is 42."));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal(["human", "ai", "tool", "ai"], Types(stream));
        JsonElement call = stream.Messages[1].GetProperty("tool_calls")[0];
        Assert.Equal($$"""[{"args":{"query":"select 1"},"id":"{{call.Text("id")}}","name":"execute_sql","type":"tool_call"}]""", stream.Messages[1].GetProperty("tool_calls").GetRawText());
        Assert.Equal(("Let me look.", call.Text("id"), "42"), (stream.Messages[1].Text("content"), stream.Messages[2].Text("tool_call_id"), stream.Messages[2].Text("content")));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 11", Evidence.Open)]
    public async Task The_title_comes_when_the_switch_says(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((TitleMode title, string[] expected) in new[]
        {
            (TitleMode.Immediately, new[] { "conversation", "message", "conversation", "message", "message" }),
            (TitleMode.AfterFirstReply, ["conversation", "message", "message", "conversation", "message"]),
            (TitleMode.Never, ["conversation", "message", "message", "message"]),
        })
        {
            service.Options.Title = title;
            var id = Guid.NewGuid();
            service.Fake.Turns.For(id).Next(turn => turn.Say("one").Say("two"));
            using TurnStream stream = await PlayAsync(service, Turn(id));
            Assert.Equal(expected, stream.Events.Select(item => item.Name));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 11", Evidence.Open)]
    public async Task A_script_sends_unknown_events_members_and_types_and_its_messages_are_not_filtered(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn
            .Event("status", """{"type":"generation_error"}""")
            .Event("update", """{"id":"m","tool_call_id":"t","content":"working"}""")
            .Message(new UnknownMessage { Raw = JsonSerializer.Deserialize<JsonElement>("""{"type":"ai","id":"a","content":"","more":[1.50]}""") }));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.EndsWith(
            "event: status\ndata: {\"type\":\"generation_error\"}\n\nevent: update\ndata: {\"id\":\"m\",\"tool_call_id\":\"t\",\"content\":\"working\"}\n\n"
            + "event: message\ndata: {\"type\":\"ai\",\"id\":\"a\",\"content\":\"\",\"more\":[1.50]}\n\n",
            stream.Text,
            StringComparison.Ordinal);
    }
}
