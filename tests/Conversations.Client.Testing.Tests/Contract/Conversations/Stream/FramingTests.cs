using System.Text;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Stream;

/// <summary>docs/service/conversations.md 6.1, 6.2: the bytes of events and keepalives.</summary>
public sealed class FramingTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.1", Evidence.Tested)]
    public async Task An_event_is_a_line_with_its_name_one_line_of_json_and_a_blank_line(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Message(new AssistantMessage { Content = "test response" }));
        using TurnStream stream = await PlayAsync(service, new { content = "hi", conversation = id, trace_id = id });
        Assert.Equal(
            $"event: message\ndata: {{\"content\":\"hi\",\"id\":\"{stream.Messages[0].Text("id")}\",\"trace_id\":\"{id}\",\"type\":\"human\"}}\n\n"
            + "event: message\ndata: {\"content\":\"test response\",\"type\":\"ai\"}\n\n",
            stream.Text);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.1", Evidence.Code)]
    public async Task Messages_are_compact_json_in_raw_utf8_with_their_line_breaks_escaped(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn.Say("Hé 😀 \"q\" <&'> \u2028 \u0001\nnew\r\tline"));
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Contains("data: {\"content\":\"Hé 😀 \\\"q\\\" <&'> \u2028 \\u0001\\nnew\\r\\tline\",\"id\":\"", stream.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', stream.Text);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.1", Evidence.Code)]
    public async Task The_conversation_event_is_escaped_to_ascii_with_blanks_after_colons_and_commas(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        using TurnStream stream = await PlayAsync(service, Turn(id, "Grüße 😀"));
        string[] events = [.. stream.Blocks.Where(block => block.StartsWith("event: conversation\n", StringComparison.Ordinal))];
        Assert.StartsWith($"event: conversation\ndata: {{\"id\": \"{id}\", \"status\": \"in_progress\", \"title\": null, \"topic\": null, \"user\": {{\"id\": 7, ", events[0], StringComparison.Ordinal);
        Assert.Contains("\"title\": \"Gr\\u00fc\\u00dfe \\ud83d\\ude00\"", events[1], StringComparison.Ordinal);
        Assert.True(Ascii.IsValid(events[1]));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.2", Evidence.Code)]
    public async Task A_keepalive_comes_after_every_15_seconds_of_silence(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, Seed(service));
        service.Clock.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal(0, KeepAlives(stream));
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = await stream.UntilAsync(it => it.Text.EndsWith("\n\n: keepalive\n\n", StringComparison.Ordinal));
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        hold.Release();
        Assert.Equal(3, KeepAlives(await stream.ToEndAsync()));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.2", Evidence.Code)]
    public async Task Silence_is_counted_from_the_last_thing_that_was_sent(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        service.Fake.Turns.For(id).Next(turn => turn
            .Pause(TimeSpan.FromSeconds(14)).Say("a").Pause(TimeSpan.FromSeconds(14)).Say("b").Pause(TimeSpan.FromSeconds(16)).Say("c"));
        using TurnStream stream = await service.SendAsync(Turn(id));
        service.Clock.Advance(TimeSpan.FromSeconds(44));
        _ = await stream.ToEndAsync();
        Assert.Equal(["a", "b", ": keepalive", "c"], stream.Blocks.Skip(1).Select(block => block.StartsWith(':') ? block : block.Split('"')[3]));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.2", Evidence.Code)]
    public async Task A_keepalive_can_be_the_first_thing_received(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        using TurnStream stream = await service.SendAsync(Turn(Seed(service, ConversationStatus.InProgress), null));
        service.Clock.Advance(TimeSpan.FromSeconds(15));
        _ = await stream.UntilAsync(it => it.Text == ": keepalive\n\n");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 6.2", Evidence.Code)]
    public async Task The_silence_before_a_keepalive_can_be_set_and_older_servers_sent_none(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.KeepAliveInterval = TimeSpan.FromSeconds(2));
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, Seed(service));
        service.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        (TurnStream silent, TurnHold other) = await HoldAsync(service, Seed(service));
        service.Clock.Advance(TimeSpan.FromSeconds(11));
        hold.Release();
        other.Release();
        Assert.Equal((5, 0), (KeepAlives(await stream.ToEndAsync()), KeepAlives(await silent.ToEndAsync())));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 11", Evidence.Open)]
    public async Task A_script_splits_every_write_of_its_turn_keepalives_too(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn => turn.ChunkEvery(1).Hold(hold).Say("añb😀c", partials: 3).Event("new_kind", """{"a":1}""").Raw(": anything\n\n"u8));
        using HttpResponseMessage response = await service.OpenAnswerAsync(HttpMethod.Post, Service.Conversations, Turn(id));
        service.Clock.Advance(TimeSpan.FromSeconds(15));
        hold.Release();
        await using System.IO.Stream body = await response.Content.ReadAsStreamAsync();
        List<byte> bytes = [];
        byte[] buffer = new byte[4096];
        int most = 0;
        while (await body.ReadAsync(buffer) is > 0 and int count)
        {
            bytes.AddRange(buffer[..count]);
            most = Math.Max(most, count);
        }

        // In memory each read returns one write; a socket may join writes.
        Assert.True(transport == Transport.Kestrel || most == 1, $"{most} bytes came at once.");
        Assert.Contains("event: new_kind\ndata: {\"a\":1}\n\n: anything\n\n", Encoding.UTF8.GetString(bytes.ToArray()), StringComparison.Ordinal);
    }
}
