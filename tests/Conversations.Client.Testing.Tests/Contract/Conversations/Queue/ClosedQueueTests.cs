using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Queue;

/// <summary>docs/service/conversations.md 5.2, 5.6: when a queue accepts no message, and how long it is kept.</summary>
public sealed class ClosedQueueTests
{
    /// <summary>The text of the refusal that <c>openapi.json</c> gives as an example.</summary>
    private static readonly string Published = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Repository.PathOf("openapi.json")))
        .GetProperty("components").GetProperty("responses").GetProperty("QueueConflict")
        .GetProperty("content").GetProperty("application/json").GetProperty("examples").GetProperty("not_running")
        .GetProperty("value").Text("detail")!;

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.2", Evidence.Tested)]
    public async Task After_a_run_that_left_nothing_waiting_the_newest_takes_no_message(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (Action<TurnScript> script in new Action<TurnScript>[] { turn => turn.Say("x"), turn => turn.Fail("Oops!"),
            turn => turn.Form("c", "{}") })
        {
            var id = Guid.NewGuid();
            service.Fake.Turns.For(id).Next(script);
            using TurnStream stream = await PlayAsync(service, Turn(id));
            await IsClosedAsync(service, id);
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.2", Evidence.Tested)]
    public async Task After_an_approval_or_a_cancel_the_newest_takes_no_message(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var asked = Guid.NewGuid();
        service.Fake.Turns.For(asked).Next(turn => turn.Approval("p1", "delete_x"));
        using TurnStream stream = await PlayAsync(service, Turn(asked));
        await IsClosedAsync(service, asked);

        Guid cancelled = Seed(service, ConversationStatus.InProgress);
        await CancelAsync(service, cancelled);
        await IsClosedAsync(service, cancelled);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.2", Evidence.Code)]
    public async Task A_closed_queue_says_so_before_it_says_that_it_is_full_and_after_the_checks_of_the_message(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        using TurnStream stream = await PlayAsync(service, Turn(id));
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        await AddAsync(service, Path(id, "queue/"), "one", "two");
        service.Options.ServiceVersion = ServiceVersion.Current;
        await IsClosedAsync(service, id);
        (await service.PostAsync(Path(id, "queue/"), new { }, Callers.Session)).IsInvalid("required", "content");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.2", Evidence.Code)]
    public async Task A_closed_queue_opens_after_an_hour(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        using TurnStream stream = await PlayAsync(service, Turn(id));
        service.Clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));
        await IsClosedAsync(service, id);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        await AddAsync(service, Path(id, "queue/"), "one");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.2", Evidence.Code)]
    public async Task A_closed_queue_opens_when_a_run_starts(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        using TurnStream before = await PlayAsync(service, Turn(id));
        (TurnStream stream, _) = await HoldAsync(service, id);
        using (stream)
        {
            await AddAsync(service, Path(id, "queue/"), "one");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.2", Evidence.Tested)]
    public async Task A_conversation_that_never_ran_takes_messages_although_it_is_idle(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await AddAsync(service, QueueOf(service), "one", "two");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.2", Evidence.Code)]
    public async Task The_legacy_version_takes_two_messages_in_any_state_and_the_next_run_plays_them(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        Guid id = Seed(service);
        using TurnStream first = await PlayAsync(service, Turn(id));
        await AddAsync(service, Path(id, "queue/"), "one", "two");
        Assert.Equal("queue_full", (await service.PostAsync(Path(id, "queue/"), new { content = "x" }, Callers.Session)).Is(409).Json.Text("error"));
        using TurnStream next = await PlayAsync(service, Turn(id, "next"));
        Assert.Equal(["next", "one", "two"], next.Messages.Where(message => message.Text("type") == "human").Select(message => message.Text("content")));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.6", Evidence.Code)]
    public async Task A_queue_is_forgotten_an_hour_after_its_last_change(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string queue = QueueOf(service);
        await AddAsync(service, queue, "one");
        service.Clock.Advance(TimeSpan.FromMinutes(59));
        await AddAsync(service, queue, "two");
        service.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(["one", "two"], Contents(await service.GetAsync(queue, Callers.Session)));
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(EmptyQueue, (await service.GetAsync(queue, Callers.Session)).Text);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.6", Evidence.Code)]
    public async Task What_was_forgotten_does_not_come_back_with_the_next_message(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string queue = QueueOf(service);
        await AddAsync(service, queue, "one", "two");
        service.Clock.Advance(TimeSpan.FromHours(1));
        await AddAsync(service, queue, "three");
        Assert.Equal(["three"], Contents(await service.GetAsync(queue, Callers.Session)));
    }

    private static async Task IsClosedAsync(Service service, Guid id)
    {
        Answer refused = (await service.PostAsync(Path(id, "queue/"), new { content = "x" }, Callers.Session)).Is(409);
        Assert.Equal(["error", "detail"], refused.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("not_running", Published), (refused.Json.Text("error"), refused.Json.Text("detail")));
    }
}
