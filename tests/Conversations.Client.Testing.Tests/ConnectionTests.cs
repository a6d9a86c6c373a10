using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Conversations.Client.Testing.Tests;

/// <summary>How the transport on a port treats connections.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task An_answer_without_a_body_leaves_the_connection_open()
    {
        await using var fake = new FakeConversationsServer();
        await using FakeConversationsHost host = await fake.StartAsync();
        TicketView view = fake.Views.Add(new ViewSeed { Name = "Mine" });
        int connections = 0;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                Interlocked.Increment(ref connections);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = host.BaseAddress };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.ApiKey);

        using HttpResponseMessage deleted = await http.DeleteAsync($"api/projects/1/conversations/views/{view.ShortId}/");
        using HttpResponseMessage listed = await http.GetAsync("api/projects/1/conversations/views/");

        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Equal(200, (int)listed.StatusCode);
        Assert.Equal(1, connections);
    }
}
