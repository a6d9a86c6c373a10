using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Common;

/// <summary>docs/service/conversations.md 1.7: how often each operation may be called.</summary>
public sealed class RateLimitTests
{
    private static readonly object Research = new { agent_mode = "research" };

    private const string Usage = "You've reached PostHog AI's usage limit for the moment. Please try again ";

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Tested)]
    public async Task Ten_invalid_sends_make_the_eleventh_a_429(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await SendInvalidAsync(service, 10);
        (await AnswerAsync(service, Turn(Guid.NewGuid()))).IsError(429, "throttled_error", "throttled");
        Assert.Empty(service.Fake.Conversations);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Code)]
    public async Task The_text_of_a_429_says_the_wait_rounded_down_and_then_up(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await SendInvalidAsync(service, 10);
        service.Clock.Advance(TimeSpan.FromSeconds(18.5));
        (await AnswerAsync(service, Turn(Guid.NewGuid())))
            .IsError(429, "throttled_error", "throttled", Usage + "in 41 seconds. Expected available in 42 seconds.");
        service.Clock.Advance(TimeSpan.FromSeconds(41));
        (await AnswerAsync(service, Turn(Guid.NewGuid())))
            .IsError(429, "throttled_error", "throttled", Usage + "in 0 seconds. Expected available in 1 second.");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Code)]
    public async Task A_send_is_free_again_a_minute_after_the_first_of_the_ten(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await SendInvalidAsync(service, 10);
        service.Clock.Advance(TimeSpan.FromSeconds(60));
        _ = (await AnswerAsync(service, Turn(Guid.NewGuid()))).Is(200);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Code)]
    public async Task A_hundred_sends_a_day_are_allowed_and_a_wait_of_hours_is_called_later_today(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        for (int i = 0; i < 10; i++)
        {
            await SendInvalidAsync(service, 10);
            service.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        (await AnswerAsync(service, new { })).IsError(429, "throttled_error", "throttled", Usage + "later today. Expected available in 85800 seconds.");
        service.Clock.Advance(TimeSpan.FromHours(23));
        (await AnswerAsync(service, new { })).IsError(429, "throttled_error", "throttled", Usage + "in 50 minutes. Expected available in 3000 seconds.");
        service.Clock.Advance(TimeSpan.FromMinutes(50));
        (await AnswerAsync(service, new { })).IsInvalid("required", "content");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Code)]
    public async Task Sends_are_counted_a_user_by_key_and_session_alike(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await SendInvalidAsync(service, 9);
        (await AnswerAsync(service, new { }, Callers.Session)).IsInvalid("required", "content");
        (await AnswerAsync(service, new { }, Callers.ConversationWriter)).IsError(429, "throttled_error", "throttled");
        (await AnswerAsync(service, new { }, Callers.OtherUser)).IsInvalid("required", "content");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Code)]
    public async Task Research_has_three_sends_a_minute_of_its_own(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await SendInvalidAsync(service, 10);
        await SendInvalidAsync(service, 3, Research);
        (await AnswerAsync(service, Research)).IsError(429, "throttled_error", "throttled");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Code)]
    public async Task Research_has_ten_sends_a_day(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        for (int i = 0; i < 5; i++)
        {
            await SendInvalidAsync(service, 2, Research);
            service.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Answer refused = await AnswerAsync(service, Research);
        refused.IsError(429, "throttled_error", "throttled");
        Assert.EndsWith("Please try again later today, or switch to a regular conversation for continued access. Expected available in 86100 seconds.", refused.Json.Text("detail"), StringComparison.Ordinal);
        (await AnswerAsync(service, new { })).IsInvalid("required", "content");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Code)]
    public async Task A_send_to_a_research_conversation_counts_as_research_whatever_its_mode_and_so_does_opening_it(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Type = ConversationType.DeepResearch }).Id;
        for (int i = 0; i < 2; i++)
        {
            (await AnswerAsync(service, new { conversation = id })).IsInvalid("required", "content");
        }

        _ = (await service.PostAsync(Path(id, "open/"), new { }, Callers.Session)).Is(400);
        (await AnswerAsync(service, new { conversation = id })).IsError(429, "throttled_error", "throttled");
        (await service.PostAsync(Path(id, "open/"), new { }, Callers.Session)).IsError(429, "throttled_error", "throttled");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Tested)]
    public async Task A_429_of_research_names_the_mode_its_beta_and_the_way_out_with_the_wait_rounded_as_elsewhere(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await SendInvalidAsync(service, 3, Research);
        await IsAsync("in 1 minutes", "60 seconds");
        service.Clock.Advance(TimeSpan.FromSeconds(18.5));
        await IsAsync("in 41 seconds", "42 seconds");
        service.Clock.Advance(TimeSpan.FromSeconds(41));
        await IsAsync("in 0 seconds", "1 second");

        async Task IsAsync(string wait, string available) => (await AnswerAsync(service, Research)).IsError(
            429,
            "throttled_error",
            "throttled",
            $"You've reached the usage limit for Research mode, which is currently in beta with limited capacity. Please try again {wait}, or switch to a regular conversation for continued access. Expected available in {available}.");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Framework)]
    public async Task A_request_that_was_refused_with_429_counts_for_no_limit(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await SendInvalidAsync(service, 10);
        for (int i = 0; i < 95; i++)
        {
            _ = (await AnswerAsync(service, new { })).Is(429);
        }

        service.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendInvalidAsync(service, 1);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Code)]
    public async Task Other_calls_are_limited_to_480_a_minute_for_a_key_and_not_for_sessions_and_tokens(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        for (int i = 0; i < 480; i++)
        {
            _ = (await service.GetAsync(Service.Conversations, Callers.ConversationReader)).Is(200);
        }

        service.Clock.Advance(TimeSpan.FromSeconds(48));
        (await service.GetAsync(Service.Conversations, Callers.ConversationReader))
            .IsError(429, "throttled_error", "throttled", "Request was throttled. Expected available in 12 seconds.");
        foreach (Caller caller in new[] { Callers.All, Callers.Session, new Caller("pha_all") })
        {
            _ = (await service.GetAsync(Service.Conversations, caller)).Is(200);
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Code)]
    public async Task Sends_do_not_count_among_the_480(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        for (int i = 0; i < 480; i++)
        {
            _ = await AnswerAsync(service, new { }, Callers.ConversationWriter);
        }

        _ = (await service.GetAsync(Service.Conversations, Callers.ConversationWriter)).Is(200);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.4", Evidence.Code)]
    public async Task A_429_carries_retry_after_only_where_the_switch_says_as_seconds_or_as_a_date(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await SendInvalidAsync(service, 10);
        service.Clock.Advance(TimeSpan.FromSeconds(18.5));
        Assert.False((await AnswerAsync(service, new { })).Headers.Contains("Retry-After"));
        service.Options.RetryAfterHeader = RetryAfterMode.Seconds;
        Assert.Equal("42", (await AnswerAsync(service, new { })).Is(429).Headers.GetValues("Retry-After").Single());
        service.Options.RetryAfterHeader = RetryAfterMode.Date;
        Assert.Equal("Wed, 03 Jun 2026 11:01:00 GMT", (await AnswerAsync(service, new { })).Is(429).Headers.GetValues("Retry-After").Single());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.7", Evidence.Code)]
    public async Task An_installation_without_limits_never_answers_429(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await SendInvalidAsync(service, 120);
    }

    private static Task<Service> OpenAsync(Transport transport) => Service.OpenAsync(transport, options => options.RateLimits = true);

    private static async Task SendInvalidAsync(Service service, int times, object? body = null)
    {
        for (int i = 0; i < times; i++)
        {
            (await AnswerAsync(service, body ?? new { })).IsInvalid("required", "content");
        }
    }
}
