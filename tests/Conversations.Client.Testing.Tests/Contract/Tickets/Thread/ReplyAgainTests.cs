using Conversations.Client.Testing.Tests.Contract.Tickets.Actions;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Thread;

/// <summary>docs/service/tickets.md 9: sending the same reply again.</summary>
public sealed class ReplyAgainTests
{
    private const string InProgress = "This message is already being sent. Check the thread before sending it again.";

    private static readonly string Two = TicketCalls.Of(2);
    private static readonly object Same = new { message = "Same" };
    private static readonly object Note = new { message = "Same", is_private = true };

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Tested)]
    public async Task The_same_reply_within_120_seconds_is_200_with_the_first_and_sends_nothing(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string first = (await ReplyAsync(service, Same)).Is(201).Text;
        service.Clock.Advance(TimeSpan.FromSeconds(120) - TimeSpan.FromTicks(1));
        Assert.Equal(first, (await ReplyAsync(service, new { message = " Same " })).Is(200).Text);
        Assert.Equal((1, 1), (service.Stored(2).MessageCount, service.Stored(2).UnreadCustomerCount));
        service.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.NotEqual(first, (await ReplyAsync(service, Same)).Is(201).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Tested)]
    public async Task A_reply_of_another_author_ticket_text_formatting_or_privacy_is_another_one(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await ReplyAsync(service, Same)).Is(201);
        _ = (await ReplyAsync(service, new { message = "same" })).Is(201);
        _ = (await ReplyAsync(service, new { message = "Same", rich_content = 1 })).Is(201);
        _ = (await ReplyAsync(service, Note)).Is(201);
        _ = (await ReplyAsync(service, Same, Callers.OtherUser)).Is(201);
        _ = (await service.PostAsync(TicketCalls.Of(1) + "reply/", Same)).Is(201);
        _ = (await ReplyAsync(service, new { message = "Same", is_private = false, rich_content = (object?)null }, Callers.Session)).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task The_same_formatting_with_its_members_in_another_order_is_the_same_reply(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await ReplyAsync(service, new { message = "Same", rich_content = new { a = new object[] { new { b = 1, c = 2 } }, d = 3 } }))
            .Is(201);
        _ = (await ReplyAsync(service, new { message = "Same", rich_content = new { d = 3, a = new object[] { new { c = 2, b = 1 } } } }))
            .Is(200);
        _ = (await ReplyAsync(service, new { message = "Same", rich_content = new { d = 3, a = new object[] { new { c = 1, b = 2 } } } }))
            .Is(201);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task A_first_reply_that_was_edited_or_deleted_holds_nothing_back(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string first = (await ReplyAsync(service, Note)).Is(201).Json.Text("id")!;
        _ = (await service.PatchAsync($"{Two}notes/{first}/", new { message = "Edited" })).Is(200);
        string second = (await ReplyAsync(service, Note)).Is(201).Json.Text("id")!;
        _ = (await service.DeleteAsync($"{Two}notes/{second}/")).Is(204);
        _ = (await ReplyAsync(service, Note)).Is(201);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Tested)]
    public async Task A_reply_is_compared_with_every_stored_message_of_the_last_120_seconds_however_it_came_there(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        var first = new MessageSeed
        {
            Id = Guid.Parse("0197aaaa-0000-0000-0000-000000000001"),
            Content = "Seeded",
            AuthorType = AuthorType.Support,
            Author = 7,
            RichContent = TicketCalls.Parse("""{"b":1,"a":2}"""),
            CreatedAt = Fixtures.Now.AddSeconds(-119),
        };
        service.Fake.Tickets.Add(new TicketSeed
        {
            TicketNumber = 6,
            Messages =
            [
                first,
                first with { Id = null, Content = "Old", CreatedAt = Fixtures.Now.AddSeconds(-120) },
                first with { Id = null, Content = "Deleted", Deleted = true },
                first with { Id = null, Content = "Private", IsPrivate = true },
                first with { Id = null, Content = "Eva's", Author = 8 },
                first with { Id = null, Content = "Nobody's", Author = null },
            ],
        });

        Assert.Equal(first.Id.ToString(), (await SixAsync("Seeded")).Is(200).Json.Text("id"));
        Assert.Equal(4, service.Stored(6).MessageCount);
        foreach (string content in new[] { "Old", "Deleted", "Private", "Eva's", "Nobody's" })
        {
            _ = (await SixAsync(content)).Is(201);
        }

        string composed = (await service.ComposeAsync(("message", "Composed"))).Text("id")!;
        Assert.Equal("human", (await service.PostAsync($"{Service.Tickets}{composed}/reply/", new { message = "Composed" })).Is(200).Json.Text("author_type"));

        Task<Answer> SixAsync(string message) =>
            service.PostAsync(TicketCalls.Of(6) + "reply/", new { message, rich_content = new { a = 2, b = 1 } });
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Tested)]
    public async Task While_the_first_reply_is_under_way_the_same_is_409(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsReply).Nth(1).Delay(TimeSpan.FromSeconds(20));
        Task<Answer> first = ReplyAsync(service, Same);
        await service.Clock.BegunAsync(1);

        (await ReplyAsync(service, Same)).IsDetail(409, InProgress, "reply_in_progress");
        _ = (await ReplyAsync(service, Note)).Is(201);
        Assert.Equal(0, service.Stored(2).MessageCount);
        service.Clock.Advance(TimeSpan.FromSeconds(20));

        string sent = (await first).Is(201).Text;
        Assert.Equal(sent, (await ReplyAsync(service, Same)).Is(200).Text);
        Assert.Equal(1, service.Stored(2).MessageCount);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Open)]
    public async Task The_409_comes_at_once_also_where_every_reply_takes_its_time(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsReply).Delay(TimeSpan.FromSeconds(20));
        Task<Answer> first = ReplyAsync(service, Same);
        await service.Clock.BegunAsync(1);
        (await ReplyAsync(service, Same)).IsDetail(409, InProgress, "reply_in_progress");
        service.Clock.Advance(TimeSpan.FromSeconds(20));
        _ = (await first).Is(201);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task A_reply_under_way_for_30_seconds_holds_nobody_up_any_more(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsReply).Nth(1).Delay(TimeSpan.FromSeconds(60));
        Task<Answer> first = ReplyAsync(service, Same);
        await service.Clock.BegunAsync(1);

        service.Clock.Advance(TimeSpan.FromSeconds(29));
        (await ReplyAsync(service, Same)).IsDetail(409, InProgress, "reply_in_progress");
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = (await ReplyAsync(service, Same)).Is(201);
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        _ = (await first).Is(201);
        Assert.Equal(2, service.Stored(2).MessageCount);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Open)]
    public async Task A_reply_whose_caller_gives_up_while_it_is_under_way_is_sent_all_the_same(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsReply).Nth(1).Delay(TimeSpan.FromSeconds(20));
        using var gone = new CancellationTokenSource();
        Task<Answer> first = service.PostAsync(Two + "reply/", Same, gone: gone.Token);
        await service.Clock.BegunAsync(1);
        await gone.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        service.Clock.Advance(TimeSpan.FromSeconds(20));
        _ = await service.Fake.Requests.WaitForAsync(Operation.TicketsReply, TimeSpan.FromSeconds(30));
        _ = (await ReplyAsync(service, Same)).Is(200);
        Assert.Equal(1, service.Stored(2).MessageCount);
    }

    private static Task<Answer> ReplyAsync(Service service, object body, Caller? caller = null) =>
        service.PostAsync(Two + "reply/", body, caller);
}
