using System.Text;
using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>conversations.md, section 6: the event stream.</summary>
public sealed class TurnTests
{
    [Theory, BothDoors]
    public async Task Events_are_these_bytes(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        service.Fake.Turns.Next(turn => turn.Say("Hé 😀 \"q\"\nnew line", partials: 2));

        using TurnStream stream = await service.SendAsync(new { content = "  hi ", conversation = id, trace_id = id });
        await stream.ToEndAsync();

        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-cache, no-transform", stream.Response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal(["no"], stream.Response.Headers.GetValues("X-Accel-Buffering"));
        string human = stream.Messages[0].Text("id")!;
        string final = stream.Messages[^1].Text("id")!;
        Assert.StartsWith($"event: conversation\ndata: {{\"id\": \"{id}\", \"status\": \"in_progress\", \"title\": null, ", stream.Text, StringComparison.Ordinal);
        Assert.Contains($"\n\nevent: message\ndata: {{\"content\":\"hi\",\"id\":\"{human}\",\"trace_id\":\"{id}\",\"type\":\"human\"}}\n\n", stream.Text, StringComparison.Ordinal);
        Assert.Contains("event: message\ndata: {\"content\":\"Hé 😀 \\\"q\\\"\",\"id\":\"temp-0\",\"tool_calls\":[],\"type\":\"ai\"}\n\n", stream.Text, StringComparison.Ordinal);
        Assert.Contains($"event: message\ndata: {{\"content\":\"Hé 😀 \\\"q\\\"\\nnew line\",\"id\":\"{final}\",\"tool_calls\":[],\"type\":\"ai\"}}\n\n", stream.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', stream.Text);
    }

    [Theory, BothDoors]
    public async Task The_conversation_event_is_escaped_to_ascii(Door door)
    {
        await using Service service = await Service.OpenAsync(door);

        using TurnStream stream = await service.SendAsync(Turn(Guid.NewGuid(), "Grüße 😀"));
        await stream.ToEndAsync();

        string titled = stream.Blocks.Last(block => block.StartsWith("event: conversation", StringComparison.Ordinal));
        Assert.Contains("\"title\": \"Gr\\u00fc\\u00dfe \\ud83d\\ude00\"", titled, StringComparison.Ordinal);
        Assert.True(Ascii.IsValid(titled));
    }

    [Theory, BothDoors]
    public async Task Without_a_script_a_turn_answers_by_itself(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();

        using TurnStream stream = await service.SendAsync(Turn(id, "How many signups?"));
        await stream.ToEndAsync();

        JsonElement[] answers = [.. stream.Messages.Where(message => message.Text("type") == "ai")];
        Assert.Contains("How many signups?", answers[^1].Text("content"), StringComparison.Ordinal);
        Assert.True(answers.Length > 3);
        Assert.False(stream.WasCut);
        Assert.Equal(["conversation", "message"], stream.Events.Take(2).Select(item => item.Name));
        JsonElement stored = (await service.GetAsync($"{Service.Conversations}{id}/")).Is(200).Json;
        Assert.Equal("idle", stored.Text("status"));
        Assert.Equal("How many signups?", stored.Text("title"));
        Assert.Equal(["human", "ai"], stored.GetProperty("messages").EnumerateArray().Select(message => message.Text("type")));
    }

    [Theory, BothDoors]
    public async Task Partials_hold_the_whole_text_so_far_and_each_step_starts_again_at_temp_0(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        service.Fake.Turns.Next(turn => turn.Say("one two three four five", partials: 4).Say("añb😀", partials: 9));

        using TurnStream stream = await service.SendAsync(Turn(Guid.NewGuid()));
        await stream.ToEndAsync();

        string[] partials = [.. stream.Messages.Where(message => message.Text("id") == "temp-0").Select(message => message.Text("content")!)];
        Assert.Equal(4 + 4, partials.Length);
        Assert.Equal("one two three four five", partials[3]);
        Assert.Equal(["a", "añ", "añb", "añb😀"], partials[4..]);
        Assert.All(partials[..3].Zip(partials[1..4]), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Equal(["hi", "one two three four five", "añb😀"], stream.Finished.Select(message => message.Text("content")));
    }

    [Theory, BothDoors]
    public async Task A_tool_call_shares_the_message_of_the_text_before_it(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        service.Fake.Turns.For(id).Next(turn => turn.Say("Let me look.").Tool("execute_sql", """{"query":"select 1"}""", result: "42").Say("It is 42."));

        using TurnStream stream = await service.SendAsync(Turn(id));
        await stream.ToEndAsync();

        Assert.Equal(["human", "ai", "tool", "ai"], stream.Messages.Select(message => message.Text("type")));
        JsonElement call = stream.Messages[1].GetProperty("tool_calls")[0];
        Assert.Equal(("execute_sql", """{"query":"select 1"}""", "tool_call"), (call.Text("name"), call.GetProperty("args").GetRawText(), call.Text("type")));
        Assert.Equal("Let me look.", stream.Messages[1].Text("content"));
        Assert.Equal((call.Text("id"), "42"), (stream.Messages[2].Text("tool_call_id"), stream.Messages[2].Text("content")));
        JsonElement stored = (await service.GetAsync($"{Service.Conversations}{id}/")).Json.GetProperty("messages");
        Assert.Equal(
            $$"""{"content":"It is 42.","id":"{{stored[3].Text("id")}}","meta":null,"parent_tool_call_id":null,"tool_calls":[],"type":"ai"}""",
            stored[3].GetRawText());
    }

    [Theory, BothDoors]
    public async Task Silence_is_broken_by_keepalives_every_15_seconds(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.Next(turn => turn.Hold(hold).Say("Done."));
        using TurnStream stream = await service.SendAsync(Turn(Guid.NewGuid()));
        await hold.ReachedAsync();

        service.Clock.Advance(TimeSpan.FromSeconds(14));
        await stream.UntilAsync(it => it.Messages.Count == 1);
        Assert.DoesNotContain(": keepalive", stream.Text, StringComparison.Ordinal);
        service.Clock.Advance(TimeSpan.FromSeconds(2));
        await stream.UntilAsync(it => it.Blocks.Count(block => block == ": keepalive") == 1);
        service.Clock.Advance(TimeSpan.FromSeconds(15));
        await stream.UntilAsync(it => it.Blocks.Count(block => block == ": keepalive") == 2);
        hold.Release();
        await stream.ToEndAsync();

        Assert.Equal(2, stream.Blocks.Count(block => block == ": keepalive"));
        Assert.False(stream.WasCut);
    }

    [Theory, BothDoors]
    public async Task A_pause_waits_on_the_clock_of_the_fake(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        service.Fake.Turns.Next(turn => turn.Say("before").Pause(TimeSpan.FromMinutes(29)).Say("after"));

        using TurnStream stream = await service.SendAsync(Turn(id));
        await stream.UntilAsync(it => it.Finished.Count == 2);
        Assert.Equal("in_progress", (await service.GetAsync($"{Service.Conversations}{id}/")).Json.Text("status"));
        service.Clock.Advance(TimeSpan.FromMinutes(29));
        await stream.ToEndAsync();

        Assert.Equal("after", stream.Finished[^1].Text("content"));
        Assert.Equal("2026-06-03T11:29:00Z", (await service.GetAsync($"{Service.Conversations}{id}/")).Json.Text("updated_at"));
    }

    [Theory, BothDoors]
    public async Task A_failure_is_a_message_and_may_be_bare(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        service.Fake.Turns.Next(turn => turn.Say("half").Fail("Oops!"));
        service.Fake.Turns.Next(turn => turn.Fail());

        using TurnStream first = await service.SendAsync(Turn(id));
        await first.ToEndAsync();
        using TurnStream second = await service.SendAsync(Turn(id));
        await second.ToEndAsync();

        Assert.Equal(("ai/failure", "Oops!"), (first.Messages[^1].Text("type"), first.Messages[^1].Text("content")));
        Assert.Equal("""{"type":"ai/failure"}""", second.Messages[^1].GetRawText());
        Assert.False(first.WasCut || second.WasCut);
        Assert.Equal("idle", (await service.GetAsync($"{Service.Conversations}{id}/")).Json.Text("status"));
    }

    [Theory, BothDoors]
    public async Task A_cut_breaks_the_connection_and_the_turn_goes_on(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        var id = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.Next(turn => turn.Say("before", partials: 2).Cut().Say("between").Hold(hold).Say("after"));

        using TurnStream stream = await service.SendAsync(Turn(id));
        await stream.ToEndAsync();
        Assert.True(stream.WasCut);
        Assert.Equal(["hi", "before"], stream.Finished.Select(message => message.Text("content")));
        Assert.Equal("in_progress", (await service.GetAsync($"{Service.Conversations}{id}/")).Json.Text("status"));

        using TurnStream again = await service.SendAsync(Turn(id, null));
        hold.Release();
        await again.ToEndAsync();
        Assert.False(again.WasCut);
        Assert.Equal(["hi", "before", "between", "after"], again.Finished.Select(message => message.Text("content")));
    }

    [Theory, BothDoors]
    public async Task A_reconnect_replays_everything_or_only_the_tail(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        foreach (ReplayMode replay in new[] { ReplayMode.Full, ReplayMode.TailOnly })
        {
            service.Options.Replay = replay;
            var id = Guid.NewGuid();
            TurnHold hold = service.Fake.Turns.Hold();
            service.Fake.Turns.Next(turn => turn.Say("Thinking", partials: 2).Cut().Hold(hold).Say("Done."));
            using TurnStream first = await service.SendAsync(Turn(id));
            await first.ToEndAsync();

            using TurnStream second = await service.SendAsync(Turn(id, null));
            hold.Release();
            await second.ToEndAsync();

            Assert.Equal(replay == ReplayMode.Full, second.Text.StartsWith(first.Text, StringComparison.Ordinal));
            Assert.Equal("Done.", second.Finished[^1].Text("content"));
            Assert.Equal(replay == ReplayMode.Full ? 3 : 1, second.Finished.Count);
        }
    }

    [Theory, BothDoors]
    public async Task Writes_are_split_as_small_as_the_script_says(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        service.Fake.Turns.Next(turn => turn.ChunkEvery(1).Say("añb😀c", partials: 3).Event("new_kind", """{"a":1}""").Raw(": anything\n\n"u8));

        using TurnStream stream = await service.SendAsync(Turn(Guid.NewGuid()));
        await stream.ToEndAsync();

        Assert.Equal("añb😀c", stream.Finished[^1].Text("content"));
        Assert.Contains("event: new_kind\ndata: {\"a\":1}\n\n: anything\n\n", stream.Text, StringComparison.Ordinal);
    }

    [Theory, BothDoors]
    public async Task Titles_come_when_the_switch_says(Door door)
    {
        await using Service service = await Service.OpenAsync(door, options => options.Title = TitleMode.Never);
        var untitled = Guid.NewGuid();
        using TurnStream never = await service.SendAsync(Turn(untitled));
        await never.ToEndAsync();
        (await service.GetAsync($"{Service.Conversations}{untitled}/")).IsError(404, "invalid_request", "not_found", "Not found.");
        _ = Assert.Single(never.Events, item => item.Name == "conversation");

        service.Options.Title = TitleMode.Immediately;
        using TurnStream now = await service.SendAsync(Turn(Guid.NewGuid(), "Title me"));
        await now.ToEndAsync();
        Assert.Equal(["conversation", "message", "conversation"], now.Events.Take(3).Select(item => item.Name));
        Assert.Equal("Title me", now.Events[2].Data.Text("title"));
    }
}
