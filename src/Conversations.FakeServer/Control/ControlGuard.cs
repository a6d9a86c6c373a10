using Conversations.Client.Testing.Exchange;

namespace Conversations.FakeServer.Control;

/// <summary>
/// Keeps the pages of other sites away from the control routes. Leaving out the CORS headers only stops a page from reading: it can still
/// send. It can even read if its site points a name at this machine (DNS rebinding). Both show in a header that no page can set.
/// </summary>
internal static class ControlGuard
{
    /// <summary>Returns why a request must not reach a control route, and the header that shows it. Null: it may.</summary>
    /// <param name="request">A request for a control route.</param>
    /// <param name="isLoopback">Whether only this machine can reach the port. Then no other name for it is valid.</param>
    public static (string Message, string Header)? Refuse(FakeRequest request, bool isLoopback)
    {
        if (request.Header("Origin") is { } origin && !ThisMachine.IsOrigin(origin) && !IsOwn(origin, request))
        {
            return ($"Control routes take no request of a web page from elsewhere, and the Origin of this one is \"{origin}\". Open the page from localhost, or call from a program, which sends no Origin.", "Origin");
        }

        if (isLoopback && request.Header("Host") is { } host && !ThisMachine.IsHost(host))
        {
            return ($"This fake listens on this machine only, and control routes take no request under another name, \"{host}\". Call it as localhost or 127.0.0.1, or start it with --host and the address by which others reach it.", "Host");
        }

        return null;
    }

    /// <summary>Whether this port itself has served the page, under an IP address.</summary>
    private static bool IsOwn(string origin, FakeRequest request) =>
        request.Header("Host") is { } host && ThisMachine.IsAddress(host) && origin.Equals(request.Origin, StringComparison.OrdinalIgnoreCase);
}
