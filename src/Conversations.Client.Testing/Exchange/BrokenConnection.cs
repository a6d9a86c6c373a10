using System.Net.Sockets;

namespace Conversations.Client.Testing.Exchange;

/// <summary>What a caller in memory sees of a broken connection: the exceptions that a socket's handler gives over a port.</summary>
internal static class BrokenConnection
{
    /// <summary>While the body is read: the bytes ended before the answer did.</summary>
    public static HttpIOException InBody() => new(HttpRequestError.ResponseEnded, "The fake cut this connection.");

    /// <summary>Before an answer: the connection was reset.</summary>
    public static HttpRequestException BeforeHeaders()
    {
        var reset = new SocketException((int)SocketError.ConnectionReset);
        return new HttpRequestException("An error occurred while sending the request.", new IOException($"The fake reset this connection: {reset.Message}", reset));
    }
}
