using System.Text;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Faults;

/// <summary>Cuts at exact places: the bytes sent before arrive, then the connection breaks.</summary>
public sealed class CutTests
{
    [Theory, BothTransports]
    public async Task A_cut_answer_arrives_to_the_byte(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        byte[] whole = Encoding.UTF8.GetBytes((await service.GetAsync(Service.Tickets)).Text);
        foreach (int bytes in (int[])[0, 1, 1000, whole.Length - 1])
        {
            service.Fake.Faults.On(Operation.TicketsList).Times(1).CutAfterBytes(bytes);
            using HttpResponseMessage response = await service.OpenAnswerAsync(HttpMethod.Get, Service.Tickets);

            (byte[] read, IOException? error) = await Fault.UntilCutAsync(response);

            Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(error).HttpRequestError);
            Assert.Equal(whole[..bytes], read);
            Assert.Equal(whole.Length, response.Content.Headers.ContentLength);
            Assert.Equal(200, service.Fake.Requests[^1].Status);
        }
    }

    [Theory, BothTransports]
    public async Task A_caller_that_reads_the_whole_answer_gets_one_exception(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.Any().CutAfterBytes(5);

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => service.PostAsync(Service.Tickets, new { }));

        Assert.Equal(HttpRequestError.ResponseEnded, error.HttpRequestError);
        Assert.Equal(7, service.Fake.Tickets.Count());
    }

    [Theory, BothTransports]
    public async Task An_answer_no_longer_than_the_cut_comes_whole(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        int length = Encoding.UTF8.GetByteCount((await service.GetAsync(Service.Tickets)).Text);
        service.Fake.Faults.Any().Nth(1).CutAfterBytes(length);
        service.Fake.Faults.Any().Nth(2).CutAfterBytes(int.MaxValue);

        Assert.Equal(5, (await service.GetAsync(Service.Tickets)).Is(200).Json.GetProperty("count").GetInt32());
        Assert.Equal(5, (await service.GetAsync(Service.Tickets)).Is(200).Json.GetProperty("count").GetInt32());
    }

    [Theory, BothTransports]
    public async Task An_answer_without_a_body_is_lost_whole(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        TicketView view = service.Fake.Views.Add(new ViewSeed { Name = "Mine" });
        TicketView other = service.Fake.Views.Add(new ViewSeed { Name = "Other" });
        service.Fake.Faults.On(Operation.ViewsDelete).Nth(1).CutAfterBytes(0);
        service.Fake.Faults.On(Operation.ViewsDelete).Nth(2).CutAfterBytes(1);

        _ = await Assert.ThrowsAsync<HttpRequestException>(() => service.DeleteAsync(Service.Views + view.ShortId));

        Assert.Equal((Operation.ViewsDelete, 0), service.Recorded());
        Assert.Equal(other.Id, Assert.Single(service.Fake.Views).Id);
        Assert.Equal(204, (await service.DeleteAsync(Service.Views + other.ShortId)).Status);
    }

    [Theory, BothTransports]
    public async Task A_cut_stream_arrives_to_the_byte_and_its_turn_goes_on(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        int length = Encoding.UTF8.GetByteCount(await Fault.WholeAsync(service, chunk: 64));
        foreach (int bytes in (int[])[0, 1, 100, length - 1, length])
        {
            var id = Guid.NewGuid();
            service.Fake.Faults.Any().Times(1).CutAfterBytes(bytes);
            service.Fake.Turns.Next(turn => turn.Say("Hé", partials: 2).ChunkEvery(64));
            using TurnStream stream = await service.SendAsync(Fault.Turn(id));

            (byte[] read, IOException? error) = await Fault.UntilCutAsync(stream.Response);

            Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(error).HttpRequestError);
            Assert.Equal(bytes, read.Length);
            Assert.Equal(ConversationStatus.Idle, service.Fake.Conversations[id].Status);
            Assert.Equal(200, service.Fake.Requests[^1].Status);
        }
    }

    [Theory, BothTransports]
    public async Task After_a_cut_the_running_turn_can_be_joined_again(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.Replay = ReplayMode.TailOnly);
        var id = Guid.NewGuid();
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Faults.Any().Times(1).CutAfterEvents(2);
        service.Fake.Turns.Next(turn => turn.Hold(hold).Say("late"));
        using TurnStream cut = await (await service.SendAsync(Fault.Turn(id))).ToEndAsync();

        using TurnStream joined = await service.SendAsync(new { content = (string?)null, conversation = id, trace_id = id });
        hold.Release();
        await joined.ToEndAsync();

        Assert.True(cut.WasCut);
        Assert.Equal("late", Assert.Single(joined.Finished).Text("content"));
    }

    [Theory, BothTransports]
    public async Task A_stream_is_cut_after_whole_events(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        int all = (await Fault.WholeAsync(service, chunk: 7)).Split("\n\n").Length - 1;
        Assert.Equal(6, all);
        for (int events = 0; events <= all; events++)
        {
            service.Fake.Faults.Any().Times(1).CutAfterEvents(events);
            service.Fake.Turns.Next(turn => turn.Say("Hé", partials: 2).ChunkEvery(7));
            using TurnStream stream = await (await service.SendAsync(Fault.Turn())).ToEndAsync();

            Assert.True(stream.WasCut);
            Assert.Equal(events, stream.Events.Count);
            Assert.True(events == 0 || stream.Text.EndsWith("}\n\n", StringComparison.Ordinal));
        }
    }

    [Theory, BothTransports]
    public async Task A_stream_of_fewer_events_comes_whole(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.Any().CutAfterEvents(100);

        using TurnStream stream = await (await service.SendAsync(Fault.Turn())).ToEndAsync();

        Assert.False(stream.WasCut);
        Assert.Equal(200, (await service.GetAsync(Service.Tickets)).Status);
    }

    [Theory, BothTransports]
    public async Task Keepalives_are_bytes_but_no_events(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Faults.Any().Nth(1).CutAfterEvents(3);
        service.Fake.Turns.Next(turn => turn.Hold(hold).Say("Hi"));
        using TurnStream stream = await service.SendAsync(Fault.Turn());
        await stream.UntilAsync(it => it.Events.Count == 2);

        service.Clock.Advance(TimeSpan.FromSeconds(15));
        service.Clock.Advance(TimeSpan.FromSeconds(15));
        await stream.UntilAsync(it => it.Blocks.Count == 4);
        hold.Release();
        await stream.ToEndAsync();

        Assert.True(stream.WasCut);
        Assert.Equal(3, stream.Events.Count);
    }

    [Theory, BothTransports]
    public async Task Any_line_end_and_several_fields_make_one_event(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.Any().CutAfterEvents(4);
        service.Fake.Turns.Next(turn => turn.Raw("event: a\r\ndata: 1\r\ndata: 2\r\n\r\n: c\r\rid: 7\r\r: d\n\n\n"u8).Say("never"));

        using TurnStream stream = await service.SendAsync(Fault.Turn());
        (byte[] read, _) = await Fault.UntilCutAsync(stream.Response);

        Assert.EndsWith("\n\nevent: a\r\ndata: 1\r\ndata: 2\r\n\r\n: c\r\rid: 7\r\r", Encoding.UTF8.GetString(read), StringComparison.Ordinal);
    }
}
