using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Rows;

/// <summary>docs/service/conversations.md 3.6: cancelling.</summary>
public sealed class CancelTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.6", Evidence.Tested)]
    public async Task A_cancel_is_an_empty_204_and_the_conversation_is_idle_by_then(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        service.Fake.Turns.For(id).Next(turn => turn.Say("before").Pause(TimeSpan.FromMinutes(1)).Say("never"));
        using TurnStream stream = await service.SendAsync(Turn(id));
        service.Clock.Advance(TimeSpan.FromSeconds(10));

        Answer cancelled = await service.PatchAsync(Path(id, "cancel/"), new { }, Callers.Session);
        Assert.Equal((204, "", null), (cancelled.Status, cancelled.Text, cancelled.ContentType));

        Conversation after = service.Fake.Conversations[id];
        Assert.Equal((ConversationStatus.Idle, Fixtures.Now.AddSeconds(10)), (after.Status, after.UpdatedAt));
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, service.Fake.Conversations[id].Messages.Count);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.6", Evidence.Code)]
    public async Task The_body_of_a_cancel_is_ignored_even_where_it_is_no_json(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.PatchAsync(Path(Seed(service, ConversationStatus.InProgress), "cancel/"), "{not even", Callers.Session)).Is(204);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.6", Evidence.Tested)]
    public async Task Only_own_conversations_are_cancelled(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string id in Foreign(service))
        {
            (await service.PatchAsync($"{Service.Conversations}{id}/cancel/", new { }, Callers.Session)).IsError(404, "invalid_request", "not_found", "Not found.");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.6", Evidence.Tested)]
    public async Task Cancelling_an_idle_or_a_canceling_conversation_is_a_204_and_leaves_it_so(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (ConversationStatus status in new[] { ConversationStatus.Idle, ConversationStatus.Canceling })
        {
            Guid id = service.Fake.Conversations.Add(
                new ConversationSeed { User = 7, Status = status, UpdatedAt = Fixtures.Now.AddDays(-1) }).Id;
            await CancelAsync(service, id);
            Assert.Equal(
                (status, Fixtures.Now.AddDays(-1)), (service.Fake.Conversations[id].Status, service.Fake.Conversations[id].UpdatedAt));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.6", Evidence.Code)]
    public async Task Cancelling_an_idle_conversation_empties_and_closes_its_queue_on_the_newest_only(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        Guid id = Seed(service);
        await AddAsync(service, Path(id, "queue/"), "one");
        await CancelAsync(service, id);
        Assert.Equal(["one"], Contents(await service.GetAsync(Path(id, "queue/"), Callers.Session)));

        service.Options.ServiceVersion = ServiceVersion.Current;
        await CancelAsync(service, id);
        Assert.Equal(EmptyQueue, (await service.GetAsync(Path(id, "queue/"), Callers.Session)).Text);
        Assert.Equal("not_running", (await service.PostAsync(Path(id, "queue/"), new { content = "x" }, Callers.Session)).Is(409).Json.Text("error"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.6", Evidence.Code)]
    public async Task A_cancel_empties_the_queue_of_the_running_turn(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, id);
        using (stream)
        {
            await AddAsync(service, Path(id, "queue/"), "one", "two");
            await CancelAsync(service, id);
            Assert.Equal(EmptyQueue, (await service.GetAsync(Path(id, "queue/"), Callers.Session)).Text);
            hold.Release();
            Assert.Equal(ConversationStatus.Idle, service.Fake.Conversations[id].Status);
            _ = Assert.Single(service.Fake.Conversations[id].Messages);
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.6", Evidence.Code)]
    public async Task A_cancel_that_fails_is_a_422_and_leaves_idle_on_the_newest_and_canceling_before(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.CancelFails = true);
        foreach ((ServiceVersion version, ConversationStatus left) in new[] { (ServiceVersion.Current, ConversationStatus.Idle),
            (ServiceVersion.Legacy, ConversationStatus.Canceling) })
        {
            service.Options.ServiceVersion = version;
            Guid id = Seed(service, ConversationStatus.InProgress);
            (await service.PatchAsync(Path(id, "cancel/"), new { }, Callers.Session)).IsBareError(422, "Failed to cancel conversation");
            Assert.Equal(left, service.Fake.Conversations[id].Status);
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.6", Evidence.Code)]
    public async Task A_cancel_that_has_nothing_to_do_cannot_fail(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.CancelFails = true);
        await CancelAsync(service, Seed(service, ConversationStatus.Canceling));
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        await CancelAsync(service, Seed(service));
    }
}
