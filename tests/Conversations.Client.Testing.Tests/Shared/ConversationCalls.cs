namespace Conversations.Client.Testing.Tests.Shared;

/// <summary>What the tests of conversations and their queues ask for again and again.</summary>
internal static class ConversationCalls
{
    /// <summary>The address of a new conversation's queue.</summary>
    public static string Queue(Service service) =>
        $"{Service.Conversations}{service.Fake.Conversations.Add(new ConversationSeed { User = 7 }).Id}/queue/";

    public static async Task AddAsync(Service service, string queue, params string[] contents)
    {
        foreach (string content in contents)
        {
            _ = (await service.PostAsync(queue, new { content }, Callers.Session)).Is(200);
        }
    }

    public static string[] Contents(Answer queue) =>
        [.. queue.Is(200).Json.GetProperty("messages").EnumerateArray().Select(message => message.Text("content")!)];

    /// <summary>The body that starts a turn, or joins one with null.</summary>
    public static object Turn(Guid id, string? content = "hi") => new { content, conversation = id, trace_id = Guid.NewGuid() };
}
