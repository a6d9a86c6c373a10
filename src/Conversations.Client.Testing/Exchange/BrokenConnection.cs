using System.Net.Sockets;

namespace Conversations.Client.Testing.Exchange;

/// <summary>The exceptions for a broken connection in memory. They are the same that a socket handler throws for a port.</summary>
internal static class BrokenConnection
{
    /// <summary>While the body is read: it ended too early.</summary>
    public static HttpIOException InBody() => new(HttpRequestError.ResponseEnded, "The fake cut this connection.");

    /// <summary>Before a response: the connection was reset.</summary>
    public static HttpRequestException BeforeHeaders()
    {
        var reset = new SocketException((int)SocketError.ConnectionReset);
        return new HttpRequestException("An error occurred while sending the request.", new IOException($"The fake reset this connection: {reset.Message}", reset));
    }
}
