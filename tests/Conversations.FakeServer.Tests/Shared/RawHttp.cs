using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Conversations.FakeServer.Tests.Shared;

/// <summary>
/// Sends a request byte for byte, including what <see cref="HttpClient"/> would correct: targets, hosts, repeated headers.
/// </summary>
internal static class RawHttp
{
    /// <summary>Sends the lines followed by a blank line, and reads until the connection is closed.</summary>
    /// <returns>The status, and the whole response.</returns>
    internal static async Task<(int Status, string Text)> SendAsync(Uri address, params string[] lines)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using NetworkStream stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", [.. lines, "Connection: close", "", ""])));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string text = await reader.ReadToEndAsync();
        return (int.Parse(text.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture), text);
    }
}
