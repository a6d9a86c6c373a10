namespace Conversations.Client.Tests.Architecture.Coverage;

/// <summary>What is deliberately left out, each with its reason.</summary>
internal static class Left
{
    /// <summary>Operations that no group of the client has, with the call on the generated interface.</summary>
    internal static IReadOnlyDictionary<string, (string Reason, Func<IConversationsClient, Task> Call)> WithoutFacade { get; } =
        new Dictionary<string, (string, Func<IConversationsClient, Task>)>
        {
            ["tickets.replace"] = (
            "the service leaves alone what it does not mention, so it does what `tickets.update` does; `IConversationsApi.ReplaceTicketAsync` sends it",
            static client => client.Api.ReplaceTicketAsync("1", "42", new() { Tags = [] })),
        };

    /// <summary>Operations of the service that the contract, the client and the fake leave out.</summary>
    internal static IReadOnlyDictionary<(string Method, string Path), string> OutOfTheContract { get; } =
        new Dictionary<(string, string), string>
        {
            [("POST", "/api/environments/{project_id}/conversations/{conversation_id}/open/")] =
            "it starts the sandbox runtime, is closed to keys and does not stream; the fake refuses as the service does, and answers 501 where it would start",
        };
}
