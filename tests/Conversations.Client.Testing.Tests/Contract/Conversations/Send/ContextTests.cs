using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Send;

/// <summary>docs/service/conversations.md 3.3: the strict <c>ui_context</c> and the lenient <c>billing_context</c>.</summary>
public sealed class ContextTests
{
    private const string Billing =
        """{"has_active_subscription":true,"subscription_level":"paid","billing_plan":null,"products":[],"settings":{"autocapture_on":true,"active_destinations":0}}""";

    private const string Insight = """{"type":"insight","id":"Ab3x","query":{"kind":"TrendsQuery"},"more":1}""";

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.3", Evidence.Code)]
    public async Task A_ui_context_of_the_known_members_is_sent_back_on_the_human_message(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string context in new[]
        {
            "{}",
            """{"voice_mode":true,"form_answers":{"a":"b"}}""",
            $$$"""{"insights":[{{{Insight}}},{"type":"insight","id":5,"query":{}}]}""",
            $$$"""{"dashboards":[{"type":"dashboard","id":1,"name":"D","description":null,"insights":[{{{Insight}}}],"filters":{}}]}""",
            """{"events":[{"type":"event","id":"e","name":"E"}],"actions":[{"type":"action","id":1,"name":"A","description":"d"}]}""",
            """{"error_tracking_issues":[{"id":"i"}],"evaluations":[],"notebooks":[{"id":"n"}]}""",
        })
        {
            Assert.Contains($"\"type\":\"human\",\"ui_context\":{context}}}", (await SendAsync(service, context)).Is(200).Text, StringComparison.Ordinal);
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.3", Evidence.Code)]
    public async Task A_ui_context_that_does_not_fit_is_refused_and_named_by_no_field(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string context in new[]
        {
            """[]""", "\"x\"", """{"unknown":1}""", """{"unknown":null}""", """{"dashboards":{}}""", """{"voice_mode":"yes"}""", """{"form_answers":{"a":1}}""",
            """{"insights":[{"type":"dashboard","id":"x","query":{}}]}""", """{"insights":[{"type":"insight","query":{}}]}""",
            """{"dashboards":[{"type":"dashboard","id":"x","insights":[],"filters":{}}]}""", """{"dashboards":[{"type":"dashboard","id":1}]}""",
            """{"actions":[{"type":"action","id":1}]}""", """{"events":[{"type":"event","id":"e","more":1}]}""", """{"notebooks":["n"]}""",
        })
        {
            (await SendAsync(service, context)).IsInvalid("invalid_input", null, "Invalid message content.");
        }

        Assert.Empty(service.Fake.Conversations);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.3", Evidence.Code)]
    public async Task Members_that_are_gone_from_the_newest_were_taken_in_the_legacy_version(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string context in new[] { """{"filters_override":{}}""", """{"variables_override":{}}""", """{"billing":{}}""" })
        {
            service.Options.ServiceVersion = ServiceVersion.Current;
            (await SendAsync(service, context)).IsInvalid("invalid_input", null, "Invalid message content.");
            service.Options.ServiceVersion = ServiceVersion.Legacy;
            _ = (await SendAsync(service, context)).Is(200);
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Tested)]
    public async Task A_billing_context_that_does_not_fit_is_dropped_in_silence(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await AnswerAsync(service, With(Guid.NewGuid(), "billing_context", "x"))).Is(200);
        foreach (string context in new[]
        {
            "\"x\"", "{}", Billing.Replace("paid", "gold", StringComparison.Ordinal), Billing.Replace("\"products\":[]", "\"products\":{}", StringComparison.Ordinal),
            Billing.Replace("true,\"sub", "1,\"sub", StringComparison.Ordinal), Billing.Replace("\"billing_plan\":null,", "", StringComparison.Ordinal),
            Billing.Replace("\"active_destinations\":0", "\"active_destinations\":\"x\"", StringComparison.Ordinal),
            Plus("\"billing_period\":{\"current_period_start\":\"a\",\"current_period_end\":\"b\",\"interval\":\"week\"}"), Plus("\"is_deactivated\":\"no\""),
        })
        {
            Assert.Equal("null", await KeptAsync(service, context));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.3", Evidence.Code)]
    public async Task A_billing_context_that_fits_is_kept(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string context in new[]
        {
            Billing,
            Plus("\"billing_period\":{\"current_period_start\":\"a\",\"current_period_end\":\"b\",\"interval\":\"month\"},\"usage_history\":[],\"trial\":null,\"is_deactivated\":false"),
        })
        {
            Assert.Equal(context, await KeptAsync(service, context));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_history_of_more_than_twenty_spendings_is_dropped(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string twenty = Plus($"\"spend_history\":[{string.Join(',', Enumerable.Repeat("{}", 20))}]");
        Assert.Equal(twenty, await KeptAsync(service, twenty));
        Assert.Equal(Billing, await KeptAsync(service, Plus($"\"spend_history\":[{string.Join(',', Enumerable.Repeat("{}", 21))}]")));
    }

    private static string Plus(string members) => $"{Billing[..^1]},{members}}}";

    private static Task<Answer> SendAsync(Service service, string context)
    {
        var id = Guid.NewGuid();
        return AnswerAsync(service, $$"""{"content":"hi","conversation":"{{id}}","trace_id":"{{id}}","ui_context":{{context}}}""");
    }

    // Only the queue shows what the service kept.
    private static async Task<string> KeptAsync(Service service, string context)
    {
        Answer queued = await service.PostAsync(QueueOf(service), $$"""{"content":"x","billing_context":{{context}}}""", Callers.Session);
        return queued.Is(200).Json.GetProperty("messages")[0].GetProperty("billing_context").GetRawText();
    }
}
