using System.Globalization;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Routing;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Access;

/// <summary>
/// Decides whether a caller may use a route of a project. Permissions are checked before the verb: a key is refused where a session gets a
/// 405 (docs/service/tickets.md 1.2).
/// </summary>
internal static class Authorization
{
    private const string KeysRefused = "This action does not support personal API key access";

    public static ProjectRow Authorize(FakeState state, Caller caller, RouteMatch match, string method)
    {
        if (caller.HasScopes)
        {
            CheckScopes(state, caller, match);
        }

        ProjectRow project = FindProject(state, caller, match.Place.Project);
        if (!caller.User.Projects.Contains(project.Id))
        {
            throw Refusal.Forbidden("You don't have access to the project.");
        }

        return match.Route is null ? throw Refusal.MethodNotAllowed(method) : project;
    }

    private static void CheckScopes(FakeState state, Caller caller, RouteMatch match)
    {
        if (caller.Credential is { Kind: CredentialKind.OAuthToken, Scopes.Count: 0 })
        {
            throw Refusal.Forbidden("OAuth token has no scopes and cannot access this resource");
        }

        string scope = match.Route?.Scope(state.Options.ServiceVersion) ?? Scopes.SessionOnly;
        bool isOpen = scope == Scopes.SessionOnly && match.Route is not null && state.Options.ApiKeys == ApiKeyMode.Relaxed;
        if (scope == Scopes.SessionOnly && !isOpen)
        {
            throw Refusal.Forbidden(KeysRefused);
        }

        if (caller.Credential.Projects is { } allowed)
        {
            int project = FindProject(state, caller, match.Place.Project).Id;
            if (!allowed.Contains(project))
            {
                throw Refusal.Forbidden($"API key does not have access to the requested project: ID {project}.");
            }
        }

        if (!isOpen && !caller.Holds(scope))
        {
            throw Refusal.Forbidden($"API key missing required scope '{scope}'");
        }
    }

    private static ProjectRow FindProject(FakeState state, Caller caller, string text)
    {
        int? id = text == "@current"
            ? caller.User.Projects.Cast<int?>().FirstOrDefault()
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        return id is { } known && state.Directory.Projects.TryGetValue(known, out ProjectRow? project)
            ? project
            : throw Refusal.NotFound("Project not found.");
    }
}
