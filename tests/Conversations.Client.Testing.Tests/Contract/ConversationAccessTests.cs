using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract;

/// <summary>conversations.md 1.1 and 1.3: what differs from the access to tickets.</summary>
public sealed class ConversationAccessTests
{
    private const string KeysRefused = "This action does not support personal API key access";

    [Theory, BothDoors, Rule("conversations 1.1", Evidence.Code)]
    public async Task In_the_seed_era_conversations_answer_under_the_older_prefix_only(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        _ = (await service.GetAsync("/api/projects/1/conversations/")).Is(200);
        service.Options.Generation = Generation.SeedEra;
        (await service.GetAsync("/api/projects/1/conversations/")).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
        _ = (await service.GetAsync(Service.Conversations)).Is(200);
    }

    [Theory, BothDoors, Rule("conversations 1.3", Evidence.Code)]
    public async Task Listing_conversations_needs_conversation_read(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        _ = (await service.GetAsync(Service.Conversations, Callers.ConversationWriter)).Is(200);
        (await service.GetAsync(Service.Conversations, Callers.TicketReader)).IsForbidden("API key missing required scope 'conversation:read'");
    }

    [Theory, BothDoors, Rule("conversations 1.3", Evidence.Code)]
    public async Task Session_only_operations_refuse_keys_and_tokens_unless_the_fake_is_relaxed(Door door)
    {
        await using Service service = await Service.OpenAsync(door);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Title = "Mine" }).Id;
        string conversation = $"{Service.Conversations}{id}/";
        (HttpMethod Method, string Path, object? Body, int Status)[] calls =
        [
            (HttpMethod.Post, conversation + "append_message/", new { content = "x" }, 201),
            (HttpMethod.Get, conversation + "queue/", null, 200),
            (HttpMethod.Post, conversation + "queue/", new { content = "x" }, 200),
            (HttpMethod.Patch, $"{conversation}queue/{id}/", new { content = "x" }, 404),
            (HttpMethod.Delete, $"{conversation}queue/{id}/", null, 404),
            (HttpMethod.Post, conversation + "queue/clear/", new { }, 200),
            (HttpMethod.Patch, conversation + "cancel/", new { }, 204),
        ];
        foreach ((HttpMethod method, string path, object? body, _) in calls)
        {
            (await service.CallAsync(method, path, body: body)).IsForbidden(KeysRefused);
            (await service.CallAsync(method, path, new Caller("pha_all"), body)).IsForbidden(KeysRefused);
        }

        service.Options.ApiKeys = ApiKeyMode.Relaxed;
        foreach ((HttpMethod method, string path, object? body, int status) in calls)
        {
            // No scope is asked for, as the service has none for these.
            _ = (await service.CallAsync(method, path, Callers.ConversationReader, body)).Is(status);
        }

        (await service.GetAsync(conversation + "queue/", Callers.Nobody)).IsError(401, "authentication_error", "not_authenticated");
    }
}
