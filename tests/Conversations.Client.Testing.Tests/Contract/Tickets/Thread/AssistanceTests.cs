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

    [Theory, BothTransports, Rule("docs/service/tickets.md 9.2", Evidence.Code)]
    public async Task The_newest_service_has_no_suggestions(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(Suggest, new { }, Callers.Session)).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
    }
}
