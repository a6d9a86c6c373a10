using System.Net;
using System.Net.Sockets;
using Conversations.Client;

namespace Consumer;

/// <summary>
/// After a body is given up, nothing may still read from its connection, because the next call uses it. Each target reads bodies in its own
/// way, and only this program runs every target.
/// </summary>
internal static class GivenUpBodies
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n";

    public static async Task RunAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var begun = new SemaphoreSlim(0);
        _ = ServeAsync(listener, begun);
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        using var client = new ConversationsClient(
            new ConversationsClientOptions { ProjectId = "1", BaseAddress = address, ApiKey = "phx_consumer",
                RequestTimeout = TimeSpan.FromSeconds(10) });

        for (var round = 0; round < 20; round++)
        {
            using var impatient = new CancellationTokenSource();
            var given = false;
            try
            {
                var call = client.Tickets.CountUnreadAsync(impatient.Token);
                // However slow the machine is, the first piece is on its way before the call is given up.
                Expect.That(await begun.WaitAsync(TimeSpan.FromSeconds(10)), "the first piece of a body");
                await Task.Delay(20);
                await impatient.CancelAsync();
                _ = await call;
            }
            catch (OperationCanceledException)
            {
                given = true;
            }

            Expect.That(given && await client.Tickets.CountUnreadAsync() == 2, "a body that is given up");
        }
    }

    /// <summary>The first response of a pair comes in two pieces, and the client gives it up between them.</summary>
    private static async Task ServeAsync(TcpListener listener, SemaphoreSlim begun)
    {
        var requests = 0;
        while (true)
        {
            var connection = await listener.AcceptTcpClientAsync();
            _ = Task.Run(async () =>
            {
                using (connection)
                {
                    var stream = connection.GetStream();
                    var buffer = new byte[16 * 1024];
                    while (await stream.ReadAsync(buffer) > 0)
                    {
                        if (Interlocked.Increment(ref requests) % 2 == 0)
                        {
                            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Head + """{"count":2}"""));
                            continue;
                        }

                        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Head + """{"cou"""));
                        begun.Release();
                        await Task.Delay(60);
                        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes("""nt":1}"""));
                    }
                }
            });
        }
    }
}
