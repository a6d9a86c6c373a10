using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conversations.Client.Tests.Pipeline.SentOnce;

/// <summary>
/// From a given request on, reads each request completely and closes the connection cleanly without sending a byte of a response.
/// </summary>
internal sealed class ClosingServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _answered;
    private int _requests;

    /// <param name="answered">How many requests get a response before that, over the same connection.</param>
    internal ClosingServer(int answered)
    {
        _answered = answered;
        _listener.Start();
        _ = RunAsync();
    }

    internal Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many requests arrived.</summary>
    internal int Requests => Volatile.Read(ref _requests);

    public void Dispose() => _listener.Dispose();

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            NetworkStream stream = client.GetStream();
            while (await TryReadAsync(stream) && Interlocked.Increment(ref _requests) <= _answered)
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"count\":1}"u8.ToArray());
            }
        }
    }

    private static async Task<bool> TryReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return false;
            }

            head.Append((char)one[0]);
        }

        string? length = head.ToString().Split("\r\n").FirstOrDefault(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        await stream.ReadExactlyAsync(
            new byte[length is null ? 0 : int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)]);
        return true;
    }
}
