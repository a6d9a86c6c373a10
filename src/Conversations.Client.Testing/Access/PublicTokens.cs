using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Routing;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Access;

/// <summary>
/// Finds the project whose public token a request has. Nothing else says who calls: keys and cookies have no effect
/// (docs/service/neighbours.md 1.1, 1.6).
/// </summary>
internal static class PublicTokens
{
    private const string Header = "X-Conversations-Token";

    public static ProjectRow Authenticate(FakeState state, FakeRequest request, RouteMatch match)
    {
        if (request.Header(Header) is { Length: > 0 } token)
        {
            return state.Directory.ProjectWithWidget(token) is { SupportEnabled: true } project
                ? project
                : throw Refusal.Envelope(
                    403, "authentication_error", "authentication_failed", "Invalid token or conversations not enabled");
        }

        // A token that is missing is noticed by the route, and one that is wrong before it.
        throw match.Route is null ? Refusal.MethodNotAllowed(request.Method) : Refusal.Error(403, "Authentication required");
    }
}
