using System.Net;
using System.Net.Sockets;

namespace Conversations.Client.Tests.Pipeline;

/// <summary>A service that nobody runs.</summary>
internal static class ClosedPort
{
    /// <summary>A client whose every connection is refused. It tries each call once.</summary>
    public static ConversationsClient CreateClient()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        return new(new() { ProjectId = "1", ApiKey = "k", BaseAddress = new($"http://127.0.0.1:{port}"), Retry = { MaxAttempts = 1 } });
    }
}
