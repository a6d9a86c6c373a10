namespace Conversations.Client.Pipeline.Hosts;

/// <summary>The application's choice to send the reads of a client through the host's handlers.</summary>
/// <param name="ClientName">The name of the client's HttpClient.</param>
internal sealed record HostResilienceChoice(string ClientName);
