using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Rows;

/// <summary>docs/service/conversations.md 3.5: appending a message without running the model.</summary>
public sealed class AppendTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.5", Evidence.Code)]
    public async Task Appending_is_a_201_with_the_id_of_a_message_of_the_assistant(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        Answer appended = await service.PostAsync(Path(id, "append_message/"), new { content = " From elsewhere " }, Callers.Session);
        Guid message = appended.Is(201).Json.GetProperty("id").GetGuid();
        Assert.Equal($$"""{"id":"{{message}}"}""", appended.Text);
        Assert.Equal(
            $$"""[{"content":"From elsewhere","id":"{{message}}","meta":null,"parent_tool_call_id":null,"tool_calls":null,"type":"ai"}]""",
            (await service.GetAsync(Path(id))).Json.GetProperty("messages").GetRawText());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.5", Evidence.Code)]
    public async Task An_open_stream_does_not_show_an_appended_message(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, id);
        using (stream)
        {
            _ = (await service.PostAsync(Path(id, "append_message/"), new { content = "From elsewhere" }, Callers.Session)).Is(201);
            hold.Release();
            Assert.Equal(["hi", "Done."], Texts(await stream.ToEndAsync()));
        }

        JsonElement stored = (await service.GetAsync(Path(id))).Json.GetProperty("messages");
        Assert.Equal(["hi", "From elsewhere", "Done."], stored.EnumerateArray().Select(message => message.Text("content")));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.5", Evidence.Code)]
    public async Task A_conversation_without_a_title_takes_a_message_and_is_not_changed_otherwise(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed { User = 7, UpdatedAt = Fixtures.Now.AddDays(-1) }).Id;
        _ = (await service.PostAsync(Path(id, "append_message/"), new { content = "x" }, Callers.Session)).Is(201);
        Conversation after = service.Fake.Conversations[id];
        Assert.Equal((null, Fixtures.Now.AddDays(-1), ConversationStatus.Idle), (after.Title, after.UpdatedAt, after.Status));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.5", Evidence.Code)]
    public async Task The_text_is_required_not_null_not_blank_and_of_10000_characters_at_most(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        await RefusedAsync(new { }, "required", "This field is required.");
        await RefusedAsync(new { content = (string?)null }, "null", "This field may not be null.");
        await RefusedAsync(new { content = " " }, "blank", "This field may not be blank.");
        await RefusedAsync(new { content = new[] { "x" } }, "invalid_input", "Not a valid string.");
        await RefusedAsync(new { content = new string('x', 10_001) }, "max_length", "Ensure this field has no more than 10000 characters.");
        _ = (await service.PostAsync(Path(id, "append_message/"), new { content = $" {new string('x', 10_000)} " }, Callers.Session)).Is(201);

        async Task RefusedAsync(object body, string code, string detail) =>
            (await service.PostAsync(Path(id, "append_message/"), body, Callers.Session)).IsInvalid(code, "content", detail);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.5", Evidence.Code)]
    public async Task The_conversation_is_looked_up_before_the_text_and_has_to_be_an_own_one(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string id in Foreign(service))
        {
            (await service.PostAsync($"{Service.Conversations}{id}/append_message/", new { }, Callers.Session)).IsError(404, "invalid_request", "not_found", "Not found.");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.5", Evidence.Code)]
    public async Task An_append_that_fails_is_a_422_after_the_checks_and_stores_nothing(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.AppendFails = true);
        Guid id = Seed(service);
        (await service.PostAsync(Path(id, "append_message/"), new { content = " " }, Callers.Session)).IsInvalid("blank", "content");
        (await service.PostAsync(Path(id, "append_message/"), new { content = "x" }, Callers.Session)).IsBareError(422, "Failed to append message");
        Assert.Empty(service.Fake.Conversations[id].Messages);
    }
}
