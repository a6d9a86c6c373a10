using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Thread;

/// <summary>docs/service/tickets.md 9, 9.2: feedback on the AI, and its suggestions in the legacy version.</summary>
public sealed class AssistanceTests
{
    private static readonly string Feedback = TicketCalls.Of(2) + "ai_feedback/";
    private static readonly string Suggest = TicketCalls.Of(2) + "suggest_reply/";

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task Feedback_is_202_without_a_body_and_its_message_is_not_looked_for(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string rating in new[] { "good", "bad" })
        {
            Assert.Equal("", (await service.PostAsync(Feedback, new { message_id = "any", rating })).Is(202).Text);
        }

        _ = (await service.PostAsync(Feedback, new
        {
            message_id = new string('x', 200),
            rating = "bad",
            feedback_text = new string('x', 2000)
        }))
            .Is(202);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task The_text_of_feedback_may_be_empty_and_is_a_text(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (object text in new object[] { "", "  ", 7 })
        {
            Assert.Equal("", (await service.PostAsync(Feedback, new { message_id = "any", rating = "bad", feedback_text = text })).Is(202).Text);
        }

        (await service.PostAsync(Feedback, new { message_id = "any", rating = "bad", feedback_text = (string?)null })).IsInvalid("null", "feedback_text", "This field may not be null.");
        (await service.PostAsync(Feedback, new { message_id = "any", rating = "bad", feedback_text = true })).IsInvalid("invalid_input", "feedback_text", "Not a valid string.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task Feedback_needs_a_message_id_and_a_rating_and_has_limits(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(Feedback, new { rating = "good" })).IsInvalid("required", "message_id", "This field is required.");
        (await service.PostAsync(Feedback, new { message_id = new string('x', 201), rating = "good" })).IsInvalid("max_length", "message_id", "Ensure this field has no more than 200 characters.");
        (await service.PostAsync(Feedback, new { message_id = "any" })).IsInvalid("required", "rating", "This field is required.");
        (await service.PostAsync(Feedback, new { message_id = "any", rating = "fine" })).IsInvalid("invalid_choice", "rating", "\"fine\" is not a valid choice.");
        (await service.PostAsync(Feedback, new { message_id = "any", rating = "bad", feedback_text = new string('x', 2001) }))
            .IsInvalid("max_length", "feedback_text", "Ensure this field has no more than 2000 characters.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9.2", Evidence.Code)]
    public async Task The_legacy_version_suggests_a_reply_to_a_ticket_with_messages(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        Answer suggested = (await service.PostAsync(TicketCalls.Of(4) + "suggest_reply/", new { }, Callers.Session)).Is(200);
        Assert.Equal(["suggestion"], suggested.Json.Names());
        Assert.Contains("sorted now", suggested.Json.Text("suggestion"), StringComparison.Ordinal);
        (await service.PostAsync(Suggest, new { }, Callers.Session)).IsDetail(400, "No messages in this ticket");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9.2", Evidence.Tested)]
    public async Task A_suggestion_is_kept_as_a_private_message_of_the_ai_without_a_user(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        Ticket before = service.Stored(4);
        string? suggestion = (await service.PostAsync(TicketCalls.Of(4) + "suggest_reply/", new { }, Callers.Session)).Is(200).Json.Text("suggestion");
        Ticket after = service.Stored(4);
        Assert.Equal(
            (before.MessageCount, before.LastMessageText, before.UpdatedAt, before.UnreadCustomerCount),
            (after.MessageCount, after.LastMessageText, after.UpdatedAt, after.UnreadCustomerCount));

        service.Options.ServiceVersion = ServiceVersion.Current;
        JsonElement kept = (await service.GetAsync(TicketCalls.Of(4) + "messages/")).Results()[^1];
        Assert.Equal(
            (suggestion, "AI", "PostHog Assistant", null, true, "2026-06-03T11:00:00Z"),
            (kept.Text("content"), kept.Text("author_type"), kept.Text("author_name"), kept.Text("author_email"),
                kept.GetProperty("is_private").GetBoolean(), kept.Text("created_at")));
        await service.HasAsync("search=no%20model", 4);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9.2", Evidence.Code)]
    public async Task Whether_there_are_messages_to_suggest_from_is_judged_by_public_ones_deleted_included(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        (await service.PostAsync(TicketCalls.Of(5) + "suggest_reply/", new { }, Callers.Session)).IsDetail(400, "No messages in this ticket");
        service.Fake.Tickets.Add(new TicketSeed { TicketNumber = 6, Messages = [new() { Content = "Gone", Deleted = true }] });
        _ = (await service.PostAsync(TicketCalls.Of(6) + "suggest_reply/", new { }, Callers.Session)).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9.2", Evidence.Code)]
    public async Task Suggestions_are_limited_like_a_turn_of_the_ai_for_each_user_sessions_included(Transport transport)
    {
        await using Service service = await Service.OpenAsync(
            transport, options => (options.ServiceVersion, options.RateLimits) = (ServiceVersion.Legacy, true));
        for (int minute = 0; minute < 10; minute++)
        {
            for (int i = 0; i < 10; i++)
            {
                _ = (await service.PostAsync(Suggest, new { }, Callers.Session)).Is(400);
            }

            await IsThrottledAsync(minute == 9 ? 85_860 : 60);
            service.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await IsThrottledAsync(85_800);
        _ = (await service.PostAsync(Suggest, new { }, Caller.Session(8))).Is(400);

        async Task IsThrottledAsync(int seconds) => (await service.PostAsync(Suggest, new { }, Callers.Session))
            .IsError(429, "throttled_error", "throttled", $"Request was throttled. Expected available in {seconds} seconds.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9.2", Evidence.Open)]
    public async Task Suggestions_and_sends_use_up_the_same_limit(Transport transport)
    {
        await using Service service = await Service.OpenAsync(
            transport, options => (options.ServiceVersion, options.RateLimits) = (ServiceVersion.Legacy, true));
        for (int i = 0; i < 10; i++)
        {
            (await service.PostAsync(Service.Conversations, new { })).IsInvalid("required", "content");
        }

        _ = (await service.PostAsync(Suggest, new { }, Callers.Session)).Is(429);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9.2", Evidence.Code)]
    public async Task The_newest_service_has_no_suggestions(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(Suggest, new { }, Callers.Session)).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
    }
}
