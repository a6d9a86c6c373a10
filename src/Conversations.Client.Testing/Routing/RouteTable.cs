using System.Diagnostics.CodeAnalysis;

namespace Conversations.Client.Testing.Routing;

/// <summary>The route of a request.</summary>
/// <param name="Route">Null: the path is known, but not with this verb.</param>
/// <param name="Project">The project as it is in the path: a number, <c>@current</c> or nonsense.</param>
/// <param name="IsEnvironments">Whether the request used the older prefix.</param>
/// <param name="Values">The values for the names in the route's path.</param>
internal sealed record RouteMatch(Route? Route, string Project, bool IsEnvironments, IReadOnlyDictionary<string, string> Values);

/// <summary>The only table of routes.</summary>
internal static partial class RouteTable
{
    private const string Environments = "environments";
    private const string Projects = "projects";

    /// <summary>Returns null if the service does not know the path.</summary>
    public static RouteMatch? Match(string method, string path, FakeConversationsOptions options)
    {
        if (!TrySplit(path, out string? prefix, out string? project, out IReadOnlyList<string>? rest))
        {
            return null;
        }

        Route? known = null;
        foreach (Route route in Rows)
        {
            if (!IsServed(route, prefix, options) || (known is null ? !route.Matches(rest) : route.Path != known.Path))
            {
                continue;
            }

            known ??= route;
            if (route.Verb == method)
            {
                return new RouteMatch(route, project, prefix == Environments, route.Values(rest));
            }
        }

        return known is null ? null : new RouteMatch(Route: null, project, prefix == Environments, known.Values(rest));
    }

    /// <summary>Returns the routes that are most similar to a request that none matches, best first.</summary>
    public static IReadOnlyList<string> Nearest(string method, string path)
    {
        string[] segments = path.Trim('/').Split('/');
        string below = segments.Length > 4 ? string.Join('/', segments[4..]) + "/" : path.Trim('/') + "/";
        // A path that is longer than any route is similar to none, and measuring it would take long.
        below = below[..Math.Min(below.Length, 200)];
        return
        [
            .. Rows.OrderBy(route => EditDistance.Between(below, route.Path) + (route.Verb == method ? 0 : 1))
                .Take(3)
                .Select(TextOf),
        ];
    }

    /// <summary>The route of an operation, as <see cref="Nearest"/> writes it.</summary>
    public static string TextOf(Operation operation) => TextOf(Rows.First(route => route.Operation == operation));

    private static string TextOf(Route route) => $"{route.Verb} /api/projects/{{project_id}}/conversations/{route.Path}";

    private static bool TrySplit(
        string path,
        [NotNullWhen(true)] out string? prefix,
        [NotNullWhen(true)] out string? project,
        [NotNullWhen(true)] out IReadOnlyList<string>? rest)
    {
        (prefix, project, rest) = (null, null, null);

        // The trailing slash is optional on every route (docs/service/tickets.md 1.1).
        string[] segments = (path.EndsWith('/') ? path[..^1] : path).Split('/');
        if (segments is not ["", "api", Environments or Projects, { Length: > 0 }, "conversations", ..])
        {
            return false;
        }

        prefix = segments[2];
        project = Uri.UnescapeDataString(segments[3]);
        rest = Array.ConvertAll(segments[5..], Uri.UnescapeDataString);
        return true;
    }

    private static bool IsServed(Route route, string prefix, FakeConversationsOptions options)
    {
        if (route.Scope(options.ServiceVersion) == Scopes.Absent || (route.Operation == Operation.ViewsUpdate && !options.ViewPatch))
        {
            return false;
        }

        // The newest service rewrites the older prefix in-process. In the legacy version each group has its own prefix
        // (docs/service/tickets.md 1.1, docs/service/conversations.md 1.1).
        return options.ServiceVersion == ServiceVersion.Current || route.Path.Split('/')[0] switch
        {
            "tickets" => prefix == Projects,
            "views" => true,
            _ => prefix == Environments,
        };
    }
}
