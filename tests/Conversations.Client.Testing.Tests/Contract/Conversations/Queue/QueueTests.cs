using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Queue;

/// <summary>docs/service/conversations.md 5.1, 5.2, 5.3, 5.4, 5.5: the queue and its calls.</summary>
public sealed class QueueTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.1", Evidence.Tested)]
    public async Task The_queue_of_a_fresh_conversation_is_empty(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(EmptyQueue, (await service.GetAsync(QueueOf(service), Callers.Session)).Is(200).Text);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5", Evidence.Tested)]
    public async Task Every_success_is_a_200_with_the_whole_queue_first_in_first_out(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string queue = QueueOf(service);
        Assert.Equal(["one"], Contents(await service.PostAsync(queue, new { content = "one" }, Callers.Session)));
        Answer both = await service.PostAsync(queue, new { content = "two" }, Callers.Session);
        Assert.Equal(["one", "two"], Contents(both));
        Assert.Equal(both.Text, (await service.GetAsync(queue, Callers.Session)).Is(200).Text);
        Assert.Equal(["messages", "max_queue_messages"], both.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(2, both.Json.GetProperty("max_queue_messages").GetInt32());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5", Evidence.Tested)]
    public async Task A_queued_message_has_all_its_members_null_where_nothing_was_sent(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement message = (await service.PostAsync(QueueOf(service), new { content = " one " }, Callers.Session))
            .Is(200).Json.GetProperty("messages")[0];
        Assert.Equal(
            $$"""{"id":"{{message.GetProperty("id").GetGuid()}}","content":"one","created_at":"2026-06-03T11:00:00+00:00","contextual_tools":null,"ui_context":null,"billing_context":null,"agent_mode":null,"session_id":null}""",
            message.GetRawText());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.2", Evidence.Code)]
    public async Task A_queued_message_keeps_tools_context_and_mode_as_they_were_sent(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        JsonElement message = (await service.PostAsync(
            QueueOf(service),
            new
            {
                content = "x",
                contextual_tools = new { a = 1 },
                ui_context = new { voice_mode = true },
                billing_context = "unfit",
                agent_mode = "sql"
            },
            Callers.Session)).Is(200).Json.GetProperty("messages")[0];
        Assert.EndsWith(
            """ "contextual_tools":{"a":1},"ui_context":{"voice_mode":true},"billing_context":null,"agent_mode":"sql","session_id":null}"""[1..],
            message.GetRawText(),
            StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.2", Evidence.Code)]
    public async Task A_queued_message_is_checked_as_a_sent_one_and_needs_its_text(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string queue = QueueOf(service);
        await RefusedAsync(new { }, "required", "content", "This field is required.");
        await RefusedAsync(new { content = (string?)null }, "null", "content", "This field may not be null.");
        await RefusedAsync(new { content = " " }, "blank", "content", "This field may not be blank.");
        await RefusedAsync(new { content = new string('x', 40_001) }, "max_length", "content", "Ensure this field has no more than 40000 characters.");
        await RefusedAsync(new { content = "x", agent_mode = "bogus" }, "invalid_choice", "agent_mode", "\"bogus\" is not a valid choice.");
        await RefusedAsync(new { content = "x", ui_context = new { unknown = 1 } }, "invalid_input", null, "Invalid message content.");
        foreach (string name in new[] { "contextual_tools", "ui_context", "billing_context", "agent_mode" })
        {
            await RefusedAsync(new Dictionary<string, object?> { ["content"] = "x", [name] = null }, "null", name, "This field may not be null.");
        }

        Assert.Equal(EmptyQueue, (await service.GetAsync(queue, Callers.Session)).Text);

        async Task RefusedAsync(object body, string code, string? attribute, string detail) =>
            (await service.PostAsync(queue, body, Callers.Session)).IsInvalid(code, attribute, detail);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.2", Evidence.Tested)]
    public async Task A_third_message_is_refused_as_queue_full_after_its_own_checks(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string queue = QueueOf(service);
        await AddAsync(service, queue, "one", "two");
        (await service.PostAsync(queue, new { }, Callers.Session)).IsInvalid("required", "content");
        Assert.Equal(
            """{"error":"queue_full","detail":"Only two messages can be queued at a time."}""",
            (await service.PostAsync(queue, new { content = "three" }, Callers.Session)).Is(409).Text);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.3", Evidence.Code)]
    public async Task Changing_a_queued_message_changes_its_text_alone(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string queue = QueueOf(service);
        await AddAsync(service, queue, "one", "two");
        string before = (await service.GetAsync(queue, Callers.Session)).Text;
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        Answer changed = await service.PatchAsync($"{queue}{await IdAsync(service, queue)}/", new { content = " ONE ", agent_mode = "bogus" }, Callers.Session);
        Assert.Equal(before.Replace("\"one\"", "\"ONE\"", StringComparison.Ordinal), changed.Is(200).Text);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.3", Evidence.Code)]
    public async Task A_changed_text_has_the_limits_of_a_new_one(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string queue = QueueOf(service);
        await AddAsync(service, queue, "one");
        string item = $"{queue}{await IdAsync(service, queue)}/";
        (await service.PatchAsync(item, new { }, Callers.Session)).IsInvalid("required", "content");
        (await service.PatchAsync(item, new { content = (string?)null }, Callers.Session)).IsInvalid("null", "content");
        (await service.PatchAsync(item, new { content = "" }, Callers.Session)).IsInvalid("blank", "content");
        (await service.PatchAsync(item, new { content = new string('x', 40_001) }, Callers.Session)).IsInvalid("max_length", "content");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.3", Evidence.Code)]
    public async Task A_message_that_is_not_queued_is_a_bare_404_before_the_body_counts(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string queue = QueueOf(service);
        foreach (string id in new[] { Guid.NewGuid().ToString(), "nonsense" })
        {
            Assert.Equal("""{"detail":"Queue message not found."}""", (await service.PatchAsync($"{queue}{id}/", new { }, Callers.Session)).Is(404).Text);
            Assert.Equal("""{"detail":"Queue message not found."}""", (await service.DeleteAsync($"{queue}{id}/", Callers.Session)).Is(404).Text);
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.4", Evidence.Tested)]
    public async Task Removing_a_queued_message_answers_the_rest(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string queue = QueueOf(service);
        await AddAsync(service, queue, "one", "two");
        string item = $"{queue}{await IdAsync(service, queue)}/";
        Assert.Equal(["two"], Contents(await service.DeleteAsync(item, Callers.Session)));
        _ = (await service.DeleteAsync(item, Callers.Session)).Is(404);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.4", Evidence.Tested)]
    public async Task Clearing_ignores_its_body_and_may_be_repeated(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string queue = QueueOf(service);
        await AddAsync(service, queue, "one", "two");
        Assert.Equal(EmptyQueue, (await service.PostAsync(queue + "clear/", "no JSON", Callers.Session)).Is(200).Text);
        Assert.Equal(EmptyQueue, (await service.PostAsync(queue + "clear/", new { }, Callers.Session)).Is(200).Text);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.5", Evidence.Tested)]
    public async Task A_queue_of_an_unknown_or_deleted_conversation_is_404_and_of_another_user_or_project_403(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string[] foreign = Foreign(service);
        await EachAsync(service, foreign[0], answer => answer.IsBareError(403, "Cannot access other users' conversations"));
        await EachAsync(service, foreign[1], answer => answer.IsBareError(403, "Cannot access other users' conversations"));
        await EachAsync(service, foreign[2], answer => answer.IsBareError(404, "Conversation not found"));
        await EachAsync(service, foreign[3], answer => answer.IsBareError(404, "Conversation not found"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.5", Evidence.Framework)]
    public async Task A_queue_of_what_is_no_uuid_breaks_the_service(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await EachAsync(service, "nonsense", answer => answer.IsError(500, "server_error", "error", "A server error occurred."));
    }

    private static async Task<string?> IdAsync(Service service, string queue) =>
        (await service.GetAsync(queue, Callers.Session)).Json.GetProperty("messages")[0].Text("id");

    private static async Task EachAsync(Service service, string id, Action<Answer> check)
    {
        string item = $"queue/{Guid.NewGuid()}/";
        foreach ((HttpMethod method, string path) in new[]
        {
            (HttpMethod.Get, "queue/"), (HttpMethod.Post, "queue/"), (HttpMethod.Post, "queue/clear/"), (HttpMethod.Patch, item), (HttpMethod.Delete, item),
        })
        {
            check(await service.CallAsync(method, $"{Service.Conversations}{id}/{path}", Callers.Session, method == HttpMethod.Get ? null : "{}"));
        }
    }
}
