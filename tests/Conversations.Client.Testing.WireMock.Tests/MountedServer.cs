using WireMock.Server;

namespace Conversations.Client.Testing.WireMock.Tests;

/// <summary>A team's WireMock server with the fake mounted on it.</summary>
internal sealed class MountedServer : IAsyncDisposable
{
    public MountedServer()
    {
        MountId = Server.UseConversations(Fake);
        Client = CreateClient();
        Http = new HttpClient { BaseAddress = new Uri(Server.Url!) };
        Http.DefaultRequestHeaders.Authorization = new("Bearer", Fake.ApiKey);
    }

    public FakeConversationsServer Fake { get; } = new();

    public WireMockServer Server { get; } = WireMockServer.Start();

    public Guid MountId { get; }

    public ConversationsClient Client { get; }

    /// <summary>For requests that a typed client would not send.</summary>
    public HttpClient Http { get; }

    public string Tickets => $"/api/projects/{Fake.ProjectId}/conversations/tickets/";

    public ConversationsClient CreateClient(Action<ConversationsClientOptions>? configure = null)
    {
        var options =
            new ConversationsClientOptions { BaseAddress = new Uri(Server.Url!), ProjectId = Fake.ProjectId, ApiKey = Fake.ApiKey };
        configure?.Invoke(options);
        return new ConversationsClient(options);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await Fake.DisposeAsync();
        Server.Dispose();
    }
}
