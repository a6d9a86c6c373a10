using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Rows;

/// <summary>docs/service/conversations.md 3.7: deleting, which only the newest service supports.</summary>
public sealed class DeleteTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.7", Evidence.Code)]
    public async Task Deleting_is_an_empty_204_for_keys_and_sessions(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (Caller caller in new[] { Callers.ConversationWriter, Callers.Session })
        {
            Assert.Equal("", (await service.DeleteAsync(Path(Seed(service)), caller)).Is(204).Text);
        }

        (await service.DeleteAsync(Path(Seed(service)), Callers.ConversationReader)).IsForbidden("API key missing required scope 'conversation:write'");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.7", Evidence.Code)]
    public async Task A_deleted_conversation_is_gone_from_every_route(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        _ = (await service.DeleteAsync(Path(id))).Is(204);
        foreach (Answer gone in new[]
        {
            await service.GetAsync(Path(id)),
            await service.DeleteAsync(Path(id)),
            await service.PatchAsync(Path(id, "cancel/"), new { }, Callers.Session),
            await service.PostAsync(Path(id, "append_message/"), new { content = "x" }, Callers.Session),
        })
        {
            gone.IsError(404, "invalid_request", "not_found", "Not found.");
        }

        (await service.GetAsync(Path(id, "queue/"), Callers.Session)).IsBareError(404, "Conversation not found");
        Assert.Equal(0, (await service.GetAsync(Service.Conversations)).Json.GetProperty("count").GetInt32());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.7", Evidence.Code)]
    public async Task The_id_of_a_deleted_conversation_cannot_be_used_again(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        _ = (await service.DeleteAsync(Path(id))).Is(204);
        (await AnswerAsync(service, Turn(id))).IsBareError(404, "Conversation does not exist");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.7", Evidence.Code)]
    public async Task Deleting_does_not_stop_the_running_turn(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, id);
        using (stream)
        {
            _ = (await service.DeleteAsync(Path(id))).Is(204);
            hold.Release();
            Assert.Equal(["hi", "Done."], Texts(await stream.ToEndAsync()));
            Assert.False(stream.WasCut);
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.7", Evidence.Code)]
    public async Task Only_own_conversations_are_deleted(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string id in Foreign(service))
        {
            (await service.DeleteAsync($"{Service.Conversations}{id}/")).IsError(404, "invalid_request", "not_found", "Not found.");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.7", Evidence.Code)]
    public async Task The_legacy_version_does_not_delete(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        string path = Path(Seed(service));
        (await service.DeleteAsync(path)).IsForbidden("This action does not support personal API key access");
        (await service.DeleteAsync(path, Callers.Session)).IsError(405, "invalid_request", "method_not_allowed", "Method \"DELETE\" not allowed.");
    }
}
