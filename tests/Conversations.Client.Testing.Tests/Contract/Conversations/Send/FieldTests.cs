using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Send;

/// <summary>docs/service/conversations.md 3.2: the fields of a send, each with the values that it accepts and refuses.</summary>
public sealed class FieldTests
{
    private static readonly string[] Order =
    [
        "content", "conversation", "contextual_tools", "ui_context", "billing_context", "trace_id", "session_id", "agent_mode", "is_sandbox",
    ];

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Framework)]
    public async Task The_first_failing_field_is_reported_in_the_order_of_the_table(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Dictionary<string, object?> body = Order.ToDictionary(name => name, _ => (object?)Array.Empty<int>());
        body["ui_context"] = body["billing_context"] = null;
        foreach (string name in Order)
        {
            Answer refused = await AnswerAsync(service, body);
            Assert.Equal((400, name), (refused.Status, refused.Json.Text("attr")));
            body[name] = name switch
            {
                "content" or "session_id" => "x",
                "conversation" or "trace_id" => Guid.NewGuid(),
                "agent_mode" => "sql",
                "is_sandbox" => false,
                _ => new { },
            };
        }

        _ = (await AnswerAsync(service, body)).Is(200);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task Content_conversation_and_trace_id_are_required(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await AnswerAsync(service, new { })).IsInvalid("required", "content", "This field is required.");
        (await AnswerAsync(service, new { content = "hi" })).IsInvalid("required", "conversation", "This field is required.");
        (await AnswerAsync(service, new { content = "hi", conversation = Guid.NewGuid() })).IsInvalid("required", "trace_id", "This field is required.");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Framework)]
    public async Task A_null_is_refused_in_every_field_but_content_and_resume_payload(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string name in Order[1..])
        {
            (await AnswerAsync(service, With(Guid.NewGuid(), name, null))).IsInvalid("null", name, "This field may not be null.");
        }

        _ = (await AnswerAsync(service, With(Guid.NewGuid(), "resume_payload", null))).Is(200);
        (await AnswerAsync(service, Turn(Seed(service), null))).IsInvalid("invalid_input", null, "Cannot continue streaming from an idle conversation");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task The_text_has_1_to_40000_characters_after_trimming(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await RefusedAsync("", "blank", "This field may not be blank.");
        await RefusedAsync(" \t\n", "blank", "This field may not be blank.");
        await RefusedAsync(new string('x', 40_001), "max_length", "Ensure this field has no more than 40000 characters.");
        await RefusedAsync("a\0b", "null_characters_not_allowed", "Null characters are not allowed.");

        Assert.Contains("\"content\":\"hi\"", (await AnswerAsync(service, Turn(Guid.NewGuid(), "  hi\n"))).Is(200).Text, StringComparison.Ordinal);
        _ = (await AnswerAsync(service, Turn(Guid.NewGuid(), $" {new string('x', 40_000)} "))).Is(200);
        _ = (await AnswerAsync(service, Turn(Guid.NewGuid(), string.Concat(Enumerable.Repeat("😀", 40_000))))).Is(200);

        async Task RefusedAsync(string content, string code, string detail) =>
            (await AnswerAsync(service, Turn(Guid.NewGuid(), content))).IsInvalid(code, "content", detail);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Framework)]
    public async Task A_number_given_for_a_text_becomes_one_and_anything_else_is_refused(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Contains("\"content\":\"5\"", (await AnswerAsync(service, With(Guid.NewGuid(), "content", 5))).Is(200).Text, StringComparison.Ordinal);
        foreach (object other in new object[] { true, new[] { "x" }, new { x = 1 } })
        {
            (await AnswerAsync(service, With(Guid.NewGuid(), "content", other))).IsInvalid("invalid_input", "content", "Not a valid string.");
            (await AnswerAsync(service, With(Guid.NewGuid(), "session_id", other))).IsInvalid("invalid_input", "session_id", "Not a valid string.");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Framework)]
    public async Task An_id_that_is_no_uuid_is_refused(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string name in new[] { "conversation", "trace_id" })
        {
            (await AnswerAsync(service, With(Guid.NewGuid(), name, "x"))).IsInvalid("invalid_input", name, "Must be a valid UUID.");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Framework)]
    public async Task Tools_are_an_object_whose_values_are_not_null(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await RefusedAsync("x", "str");
        await RefusedAsync(new[] { 1 }, "list");
        (await AnswerAsync(service, With(Guid.NewGuid(), "contextual_tools", new { search = (string?)null })))
            .IsInvalid("null", "contextual_tools__search", "This field may not be null.");
        _ = (await AnswerAsync(service, With(Guid.NewGuid(), "contextual_tools", new { search = new { a = 1 }, other = "x" }))).Is(200);

        async Task RefusedAsync(object tools, string type) =>
            (await AnswerAsync(service, With(Guid.NewGuid(), "contextual_tools", tools)))
                .IsInvalid("not_a_dict", "contextual_tools", $"Expected a dictionary of items but got type \"{type}\".");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 8", Evidence.Code)]
    public async Task The_newest_knows_thirteen_modes_and_the_legacy_version_eleven_of_them(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string[] both = ["product_analytics", "sql", "session_replay", "error_tracking", "plan", "execution", "survey", "research", "flags", "llm_analytics"];
        string[] newest = ["user_interview", "customer_analytics"];
        foreach (string mode in both.Concat(newest))
        {
            _ = (await AnswerAsync(service, With(Guid.NewGuid(), "agent_mode", mode))).Is(200);
        }

        service.Options.ServiceVersion = ServiceVersion.Legacy;
        foreach (string mode in both.Append("sandbox"))
        {
            _ = (await AnswerAsync(service, With(Guid.NewGuid(), "agent_mode", mode))).Is(200);
        }

        foreach (string mode in newest.Append("onboarding"))
        {
            (await AnswerAsync(service, With(Guid.NewGuid(), "agent_mode", mode))).IsInvalid("invalid_choice", "agent_mode", $"\"{mode}\" is not a valid choice.");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Framework)]
    public async Task A_mode_that_is_not_known_and_a_sandbox_that_is_no_boolean_are_refused(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await AnswerAsync(service, With(Guid.NewGuid(), "agent_mode", "bogus"))).IsInvalid("invalid_choice", "agent_mode", "\"bogus\" is not a valid choice.");
        (await AnswerAsync(service, With(Guid.NewGuid(), "is_sandbox", "x"))).IsInvalid("invalid_input", "is_sandbox", "Must be a valid boolean.");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_resume_payload_may_be_any_json(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (object payload in new object[] { "x", 5, new[] { 1 }, new { action = "bogus" } })
        {
            _ = (await AnswerAsync(service, Resume(Seed(service), payload))).Is(200);
        }
    }
}
