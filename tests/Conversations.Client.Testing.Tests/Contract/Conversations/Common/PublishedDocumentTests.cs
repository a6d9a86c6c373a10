using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Common;

/// <summary>docs/service/conversations.md 9: where the service differs from the published document.</summary>
public sealed class PublishedDocumentTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 9", Evidence.Code)]
    public async Task A_send_is_never_a_201_and_never_json(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Answer created = await AnswerAsync(service, Turn(Guid.NewGuid()));
        Assert.Equal((200, "text/event-stream"), (created.Status, created.ContentType?.ToString()));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 9", Evidence.Code)]
    public async Task An_append_is_a_201_and_has_no_content(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Answer appended = await service.PostAsync(Path(Seed(service), "append_message/"), new { content = "x" }, Callers.Session);
        Assert.Equal(["id"], appended.Is(201).Json.EnumerateObject().Select(member => member.Name));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 9", Evidence.Tested)]
    public async Task A_cancel_is_a_204_and_removing_a_queued_message_a_200(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        Answer queued = await service.PostAsync(Path(id, "queue/"), new { content = "x" }, Callers.Session);
        string item = Path(id, $"queue/{queued.Json.GetProperty("messages")[0].Text("id")}/");
        Assert.Equal(EmptyQueue, (await service.DeleteAsync(item, Callers.Session)).Is(200).Text);
        Assert.Equal("", (await service.PatchAsync(Path(id, "cancel/"), new { }, Callers.Session)).Is(204).Text);
    }
}
