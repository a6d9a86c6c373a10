namespace Conversations.Client.Testing.Tests.Shared;

/// <summary>Calls that many tests of conversations and their queues share.</summary>
internal static class ConversationCalls
{
    public const string EmptyQueue = """{"messages":[],"max_queue_messages":2}""";

    public static string Path(Guid id, string below = "") => $"{Service.Conversations}{id}/{below}";

    /// <summary>The address of a new conversation's queue.</summary>
    public static string QueueOf(Service service) => Path(Seed(service), "queue/");

    /// <summary>Adds a conversation of the caller with a title, in a status.</summary>
    public static Guid Seed(Service service, ConversationStatus status = ConversationStatus.Idle) =>
        service.Fake.Conversations.Add(new ConversationSeed { User = 7, Title = "Titled", Status = status }).Id;

    /// <summary>Ids that the caller may not change: of another user, of another project, deleted, unknown, and not a UUID.</summary>
    public static string[] Foreign(Service service) =>
    [
        service.Fake.Conversations.Add(new ConversationSeed { User = 8, Title = "Eva's" }).Id.ToString(),
        service.Fake.Conversations.Add(new ConversationSeed { User = 7, Project = 2, Title = "Elsewhere" }).Id.ToString(),
        service.Fake.Conversations.Add(new ConversationSeed { User = 7, Deleted = true, Title = "Gone" }).Id.ToString(),
        Guid.NewGuid().ToString(),
        "nonsense",
    ];

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

    /// <summary>The same body with one member added or replaced.</summary>
    public static Dictionary<string, object?> With(Guid id, string name, object? value) =>
        new() { ["content"] = "hi", ["conversation"] = id, ["trace_id"] = id, [name] = value };

    public static object Resume(Guid id, object? payload, string? content = null) =>
        new { content, conversation = id, trace_id = id, resume_payload = payload };

    /// <summary>The whole response to a send that is refused, or whose turn ends by itself.</summary>
    public static async Task<Answer> AnswerAsync(Service service, object body, Caller? caller = null)
    {
        using TurnStream stream = await service.SendAsync(body, caller);
        return await stream.AnswerAsync();
    }

    /// <summary>Runs a turn to its end.</summary>
    public static async Task<TurnStream> PlayAsync(Service service, object body) => await (await service.SendAsync(body)).ToEndAsync();

    /// <summary>Starts a turn that runs until the hold is released; its human message has been sent.</summary>
    public static async Task<(TurnStream Stream, TurnHold Hold)> HoldAsync(Service service, Guid id, Action<TurnScript>? before = null)
    {
        TurnHold hold = service.Fake.Turns.Hold();
        service.Fake.Turns.For(id).Next(turn =>
        {
            before?.Invoke(turn);
            _ = turn.Hold(hold).Say("Done.");
        });
        return (await service.SendAsync(Turn(id)), hold);
    }

    public static async Task CancelAsync(Service service, Guid id) =>
        _ = (await service.PatchAsync(Path(id, "cancel/"), new { }, Callers.Session)).Is(204);

    public static IEnumerable<string?> Texts(TurnStream stream) => stream.Finished.Select(message => message.Text("content"));

    public static IEnumerable<string?> Types(TurnStream stream) => stream.Messages.Select(message => message.Text("type"));

    public static int KeepAlives(TurnStream stream) => stream.Blocks.Count(block => block == ": keepalive");
}
