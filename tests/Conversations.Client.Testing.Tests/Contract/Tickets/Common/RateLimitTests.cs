using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Common;

/// <summary>docs/service/tickets.md 1.7: how often each operation may be called.</summary>
public sealed class RateLimitTests
{
    private static readonly string Reply = TicketCalls.Of(2) + "reply/";

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.7", Evidence.Code)]
    public async Task A_key_may_call_480_times_a_minute(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await CallAsync(service, 480);
        service.Clock.Advance(TimeSpan.FromSeconds(48.5));
        IsThrottled(await service.GetAsync(Service.Tickets), "12 seconds");
        IsThrottled(await service.GetAsync(Service.Views), "12 seconds");
        service.Clock.Advance(TimeSpan.FromSeconds(12));
        _ = (await service.GetAsync(Service.Tickets)).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.7", Evidence.Code)]
    public async Task A_key_may_call_4800_times_an_hour(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        for (int i = 0; i < 10; i++)
        {
            await CallAsync(service, 480);
            service.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        IsThrottled(await service.GetAsync(Service.Tickets), "3000 seconds");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.7", Evidence.Code)]
    public async Task The_limit_is_counted_a_key_and_binds_neither_sessions_nor_tokens(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await CallAsync(service, 480);
        IsThrottled(await service.GetAsync(Service.Tickets), "60 seconds");
        foreach (Caller other in new[] { Callers.TicketReader, Callers.Session, new("pha_all") })
        {
            _ = (await service.GetAsync(Service.Tickets, other)).Is(200);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.7", Evidence.Code)]
    public async Task Replies_and_composed_tickets_share_ten_a_minute_for_each_user_across_projects_and_credentials(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        for (int i = 0; i < 5; i++)
        {
            (await service.PostAsync(Reply, new { })).IsInvalid("required", "message");
            (await service.PostAsync(Service.Tickets + "compose/", new { }, Callers.Session)).IsInvalid("required", "recipient_email");
        }

        IsThrottled(await service.PostAsync("/api/projects/2/conversations/tickets/1/reply/", new { message = "x" }, Callers.Session), "60 seconds");
        _ = (await service.PostAsync(Reply, new { message = "x" }, Callers.OtherUser)).Is(201);
        service.Clock.Advance(TimeSpan.FromSeconds(60));
        _ = (await service.PostAsync(Reply, new { message = "x" })).Is(201);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.7", Evidence.Code)]
    public async Task Replies_are_at_most_sixty_an_hour(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        for (int i = 0; i < 60; i++)
        {
            (await service.PostAsync(Reply, new { }, Callers.Session)).IsInvalid("required", "message");
            service.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        IsThrottled(await service.PostAsync(Reply, new { message = "x" }), "3000 seconds");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.7", Evidence.Code)]
    public async Task The_limit_of_replies_stands_in_place_of_that_of_keys(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await CallAsync(service, 480);
        IsThrottled(await service.GetAsync(Service.Tickets), "60 seconds");
        _ = (await service.PostAsync(Reply, new { message = "x" })).Is(201);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.7", Evidence.Code)]
    public async Task A_wait_of_one_second_is_written_in_the_singular(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await CallAsync(service, 480);
        service.Clock.Advance(TimeSpan.FromSeconds(59.1));
        IsThrottled(await service.GetAsync(Service.Tickets), "1 second");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task A_429_has_its_seconds_in_the_text_and_no_header_unless_the_fake_is_told_so(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await CallAsync(service, 480);
        Assert.False((await service.GetAsync(Service.Tickets)).Is(429).Headers.Contains("Retry-After"));
        service.Options.RetryAfterHeader = RetryAfterMode.Seconds;
        Assert.Equal("60", (await service.GetAsync(Service.Tickets)).Headers.GetValues("Retry-After").Single());
        service.Options.RetryAfterHeader = RetryAfterMode.Date;
        Assert.Equal("Wed, 03 Jun 2026 11:01:00 GMT", (await service.GetAsync(Service.Tickets)).Headers.GetValues("Retry-After").Single());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.7", Evidence.Code)]
    public async Task Nothing_is_limited_while_the_switch_is_off(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        for (int i = 0; i < 11; i++)
        {
            (await service.PostAsync(Reply, new { })).IsInvalid("required", "message");
        }

        await CallAsync(service, 481);
    }

    private static Task<Service> OpenAsync(Transport transport) => Service.OpenAsync(transport, options => options.RateLimits = true);

    private static async Task CallAsync(Service service, int times)
    {
        for (int i = 0; i < times; i++)
        {
            _ = (await service.GetAsync(Service.Tickets + "?limit=1")).Is(200);
        }
    }

    private static void IsThrottled(Answer answer, string wait) =>
        answer.IsError(429, "throttled_error", "throttled", $"Request was throttled. Expected available in {wait}.");
}
