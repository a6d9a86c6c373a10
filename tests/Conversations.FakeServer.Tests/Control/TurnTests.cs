using System.Text.Json;

namespace Conversations.FakeServer.Tests.Control;

/// <summary><c>POST /__fake/turns</c> and <c>POST /__fake/release/{name}</c>.</summary>
public sealed class TurnTests
{
    [Fact]
    public async Task The_human_message_goes_first_and_the_steps_follow_on_a_clock_that_stands_still()
    {
        TurnStream stream = await PlayAsync("""{"conversation":null,"steps":[{"say":"one two three","partials":2},{"say":"second"}]}""");

        Assert.Equal("conversation", stream.Events[0].Name);
        Assert.Equal(["human", "ai", "ai", "ai", "ai"], stream.Messages.Select(static message => message.Text("type")));
        Assert.Equal(["temp-0", "temp-0"], stream.Messages.Skip(1).Take(2).Select(static message => message.Text("id")));
        Assert.Equal(["one two three", "second"], stream.Finished.Skip(1).Select(static message => message.Text("content")));
        Assert.False(stream.WasCut);
    }

    [Fact]
    public async Task A_tool_step_is_a_call_and_its_answer()
    {
        TurnStream stream = await PlayAsync("""{"steps":[{"say":"Let me look."},{"tool":"execute_sql","args":{"query":"select 1"},"result":"42"},{"tool":"bare","result":""}]}""");

        JsonElement call = stream.Finished[1].GetProperty("tool_calls")[0];
        Assert.Equal(("execute_sql", """{"query":"select 1"}"""), (call.Text("name"), call.GetProperty("args").GetRawText()));
        Assert.Equal((call.Text("id"), "42"), (stream.Finished[2].Text("tool_call_id"), stream.Finished[2].Text("content")));
        Assert.Equal("{}", stream.Finished[3].GetProperty("tool_calls")[0].GetProperty("args").GetRawText());
    }

    [Fact]
    public async Task A_message_is_sent_unfiltered()
    {
        TurnStream stream = await PlayAsync("""{"steps":[{"message":{"type":"ai","id":"a","content":""}},{"message":{"type":"ai/new","id":"b","more":[1.50]}},{"message":{"content":"no type"}}]}""");

        Assert.Contains("""data: {"type":"ai","id":"a","content":""}""", stream.Text, StringComparison.Ordinal);
        Assert.Contains("""data: {"type":"ai/new","id":"b","more":[1.50]}""", stream.Text, StringComparison.Ordinal);
        Assert.Contains("""data: {"content":"no type"}""", stream.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_has_any_name_and_data_and_raw_is_written_as_it_is()
    {
        TurnStream stream = await PlayAsync("""{"steps":[{"event":"status","data":{"type":"ack"}},{"event":"new","data":[1,"a"]},{"event":"bare"},{"raw":": hé\r\n\n"}]}""");

        Assert.Contains("event: status\ndata: {\"type\":\"ack\"}\n\nevent: new\ndata: [1,\"a\"]\n\nevent: bare\ndata: null\n\n: hé\r\n\n", stream.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_waits_on_the_clock()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"say":"before"},{"pause_ms":1500},{"say":"after"}]}""")).Is(204);
        using TurnStream stream = await fake.TurnAsync(Guid.NewGuid());
        await stream.UntilAsync(static it => it.Text.Contains("before", StringComparison.Ordinal));

        (await fake.ControlAsync("POST", "clock", """{"advance_seconds":1}""")).Is(200);
        Assert.DoesNotContain("after", stream.Text, StringComparison.Ordinal);
        (await fake.ControlAsync("POST", "clock", """{"advance_seconds":0.5}""")).Is(200);

        await stream.ToEndAsync();
        Assert.Equal("after", stream.Finished[^1].Text("content"));
    }

    [Fact]
    public async Task A_hold_waits_for_its_release_by_name()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"say":"before"},{"hold":"my gate"},{"say":"after"}]}""")).Is(204);
        using TurnStream stream = await fake.TurnAsync(Guid.NewGuid());
        await stream.UntilAsync(static it => it.Text.Contains("before", StringComparison.Ordinal));

        (await fake.ControlAsync("POST", "release/my%20gate")).Is(204);

        await stream.ToEndAsync();
        Assert.Equal("after", stream.Finished[^1].Text("content"));
        await fake.RefusesAsync("POST", "release/my%20gate", "", "name");
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"hold":"my gate"}]}""")).Is(204);
        (await fake.ControlAsync("POST", "release/my%20gate")).Is(204);
    }

    [Fact]
    public async Task A_failure_can_be_bare()
    {
        TurnStream text = await PlayAsync("""{"steps":[{"fail":"Oops"}]}""");
        TurnStream bare = await PlayAsync("""{"steps":[{"fail":null}]}""");

        Assert.Equal("Oops", text.Messages[^1].Text("content"));
        Assert.Equal("""{"type":"ai/failure"}""", bare.Messages[^1].GetRawText());
    }

    [Fact]
    public async Task An_approval_ends_the_turn_and_is_read_from_the_conversation()
    {
        await using Running fake = await Running.StartAsync("--set", "title=immediately");
        var id = Guid.NewGuid();
        (await fake.ControlAsync("POST", "turns", $$$$"""{"conversation":"{{{{id}}}}","steps":[{"approval":{"proposal_id":"p1","tool_name":"delete_x","preview":"Delete it?","payload":{"a":1}}}]}""")).Is(204);
        using TurnStream stream = await (await fake.TurnAsync(id)).ToEndAsync();

        JsonElement approval = (await fake.CallAsync("GET", $"{Running.Conversations}{id}/")).Is(200).Json.GetProperty("pending_approvals")[0];

        Assert.Equal(
            ("p1", "pending", "delete_x", "Delete it?", """{"a":1}"""),
            (approval.Text("proposal_id"), approval.Text("decision_status"), approval.Text("tool_name"), approval.Text("preview"), approval.GetProperty("payload").GetRawText()));
    }

    [Fact]
    public async Task An_approval_needs_no_preview_and_no_payload()
    {
        await using Running fake = await Running.StartAsync("--set", "title=immediately");
        var id = Guid.NewGuid();
        (await fake.ControlAsync("POST", "turns", """{"steps":[{"approval":{"proposal_id":"p1","tool_name":"x","payload":null}}]}""")).Is(204);
        using TurnStream stream = await (await fake.TurnAsync(id)).ToEndAsync();

        JsonElement approval = (await fake.CallAsync("GET", $"{Running.Conversations}{id}/")).Is(200).Json.GetProperty("pending_approvals")[0];

        Assert.True(approval.IsNull("preview"));
        Assert.Equal("{}", approval.GetProperty("payload").GetRawText());
    }

    [Fact]
    public async Task A_form_is_a_call_of_create_form_that_nothing_answers()
    {
        TurnStream stream = await PlayAsync("""{"steps":[{"form":{"tool_call_id":"toolu_9","args":{"questions":[]}}}]}""");

        JsonElement call = stream.Finished[^1].GetProperty("tool_calls")[0];
        Assert.Equal(("toolu_9", "create_form", """{"questions":[]}"""), (call.Text("id"), call.Text("name"), call.GetProperty("args").GetRawText()));
    }

    [Fact]
    public async Task A_cut_breaks_the_connection_after_what_came_before()
    {
        TurnStream stream = await PlayAsync("""{"steps":[{"say":"before"},{"cut":true},{"say":"after"}]}""");

        Assert.True(stream.WasCut);
        Assert.Equal("before", stream.Finished[^1].Text("content"));
    }

    [Fact]
    public async Task Chunk_bytes_splits_every_write()
    {
        TurnStream stream = await PlayAsync("""{"steps":[{"say":"añb😀c","partials":3}],"chunk_bytes":1}""");

        Assert.Equal("añb😀c", stream.Finished[^1].Text("content"));
    }

    [Fact]
    public async Task A_turn_of_a_conversation_goes_before_one_for_any()
    {
        await using Running fake = await Running.StartAsync();
        var id = Guid.NewGuid();
        (await fake.ControlAsync("POST", "turns", """{"conversation":null,"steps":[{"say":"any"}]}""")).Is(204);
        (await fake.ControlAsync("POST", "turns", $$"""{"conversation":"{{id}}","steps":[{"say":"own 1"}]}""")).Is(204);
        (await fake.ControlAsync("POST", "turns", $$"""{"conversation":"{{id}}","steps":[]}""")).Is(204);

        List<string?> said = [];
        foreach (Guid conversation in (Guid[])[id, id, id])
        {
            using TurnStream stream = await (await fake.TurnAsync(conversation)).ToEndAsync();
            said.Add(stream.Finished[^1].Text("content"));
        }

        Assert.Equal(["own 1", "hi", "any"], said);
    }

    [Theory]
    [InlineData("""{}""", "steps")]
    [InlineData("""{"steps":{}}""", "steps")]
    [InlineData("""{"conversation":"x","steps":[]}""", "conversation")]
    [InlineData("""{"conversation":7,"steps":[]}""", "conversation")]
    [InlineData("""{"steps":[],"chunk_bytes":0}""", "chunk_bytes")]
    [InlineData("""{"steps":[],"chunks":1}""", "chunks")]
    [InlineData("""{"steps":[{"say":"a"},7]}""", "steps[1]")]
    [InlineData("""{"steps":[{}]}""", "steps[0]")]
    [InlineData("""{"steps":[{"sey":"a"}]}""", "steps[0].sey")]
    [InlineData("""{"steps":[{"say":7}]}""", "steps[0].say")]
    [InlineData("""{"steps":[{"say":"a","partial":1}]}""", "steps[0].partial")]
    [InlineData("""{"steps":[{"say":"a","partials":-1}]}""", "steps[0].partials")]
    [InlineData("""{"steps":[{"say":"a","partials":0}]}""", "steps[0].partials")]
    [InlineData("""{"steps":[{"say":"a"},{"say":"b"},{"result":"42"}]}""", "steps[2].result")]
    [InlineData("""{"steps":[{"say":"a"},{"say":"b"},{"say":"c","result":"42"}]}""", "steps[2].result")]
    [InlineData("""{"steps":[{"hold":""}]}""", "steps[0].hold")]
    [InlineData("""{"steps":[{"fail":null},{"approval":{"proposal_id":"p","tool_name":"x"}}]}""", "steps[1].approval")]
    [InlineData("""{"steps":[{"form":{"tool_call_id":"c"}},{"cut":true}]}""", "steps[1].cut")]
    [InlineData("""{"steps":[{"say":"a","cut":true}]}""", "steps[0].cut")]
    [InlineData("""{"steps":[{"tool":"x"}]}""", "steps[0].result")]
    [InlineData("""{"steps":[{"tool":"x","args":[],"result":""}]}""", "steps[0].args")]
    [InlineData("""{"steps":[{"tool":"","result":""}]}""", "steps[0].tool")]
    [InlineData("""{"steps":[{"message":"x"}]}""", "steps[0].message")]
    [InlineData("""{"steps":[{"event":"a\nb"}]}""", "steps[0].event")]
    [InlineData("""{"steps":[{"raw":7}]}""", "steps[0].raw")]
    [InlineData("""{"steps":[{"pause_ms":-1}]}""", "steps[0].pause_ms")]
    [InlineData("""{"steps":[{"pause_ms":1.5}]}""", "steps[0].pause_ms")]
    [InlineData("""{"steps":[{"hold":null}]}""", "steps[0].hold")]
    [InlineData("""{"steps":[{"fail":7}]}""", "steps[0].fail")]
    [InlineData("""{"steps":[{"fail":null},{"say":"after the end"}]}""", "steps[1].say")]
    [InlineData("""{"steps":[{"approval":{"tool_name":"x"}}]}""", "steps[0].approval.proposal_id")]
    [InlineData("""{"steps":[{"approval":{"proposal_id":"p","tool_name":"x","payload":[]}}]}""", "steps[0].approval.payload")]
    [InlineData("""{"steps":[{"approval":{"proposal_id":"p","tool_name":"x","extra":1}}]}""", "steps[0].approval.extra")]
    [InlineData("""{"steps":[{"form":{"args":{}}}]}""", "steps[0].form.tool_call_id")]
    [InlineData("""{"steps":[{"cut":false}]}""", "steps[0].cut")]
    public async Task A_mistake_is_named_by_its_place_and_queues_nothing(string turn, string path)
    {
        await using Running fake = await Running.StartAsync();

        await fake.RefusesAsync("POST", "turns", turn, path);

        using TurnStream stream = await (await fake.TurnAsync(Guid.NewGuid())).ToEndAsync();
        Assert.Contains("hi", stream.Finished[^1].Text("content"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_turn_leaves_no_hold_behind()
    {
        await using Running fake = await Running.StartAsync();
        await fake.RefusesAsync("POST", "turns", """{"steps":[{"hold":"h"},{"nope":1}]}""", "steps[1].nope");
        await fake.RefusesAsync("POST", "release/h", "", "name");
    }

    private static async Task<TurnStream> PlayAsync(string turn)
    {
        await using Running fake = await Running.StartAsync();
        (await fake.ControlAsync("POST", "turns", turn)).Is(204);
        return await (await fake.TurnAsync(Guid.NewGuid())).ToEndAsync();
    }
}
