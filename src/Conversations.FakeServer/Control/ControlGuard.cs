using Conversations.Client.Testing.Exchange;

namespace Conversations.FakeServer.Control;

/// <summary>
/// Keeps the pages of other sites from the control routes. Withholding the headers of CORS only keeps a page from reading: it still
/// sends, and a name that its site lets point to this machine makes it read too (DNS rebinding). Both give themselves away in a header
/// that no page can write.
/// </summary>
internal static class ControlGuard
{
    /// <summary>Why a request must not reach a control route, and the header that shows it; null: it may.</summary>
    /// <param name="request">A request for a control route.</param>
    /// <param name="isLoopback">Whether only this machine can reach the port. Then nobody has another name for it.</param>
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

    /// <summary>A page that this port itself has served, under an address.</summary>
    private static bool IsOwn(string origin, FakeRequest request) =>
        request.Header("Host") is { } host && ThisMachine.IsAddress(host) && origin.Equals(request.Origin, StringComparison.OrdinalIgnoreCase);
}
