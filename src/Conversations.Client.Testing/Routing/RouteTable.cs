namespace Conversations.Client.Testing.Routing;

/// <summary>The route of a request.</summary>
/// <param name="Route">Null: the path is known, but not with this verb.</param>
/// <param name="Place">Where the path stands.</param>
/// <param name="Values">The values for the names in the route's path.</param>
internal sealed record RouteMatch(Route? Route, RoutePlace Place, IReadOnlyDictionary<string, string> Values)
{
    public bool IsEnvironments => Place.Prefix == RoutePlace.Environments;
}

/// <summary>The only table of routes.</summary>
internal static partial class RouteTable
{
    /// <summary>Returns null if the service does not know the path.</summary>
    public static RouteMatch? Match(string method, string path, FakeConversationsOptions options)
    {
        if (RoutePlace.Of(path) is not { } place)
        {
            return null;
        }

        Route? known = null;
        foreach (Route route in Rows)
        {
            if (!IsServed(route, place, options) || (known is null ? !route.Matches(place.Rest) : route.Path != known.Path))
            {
                continue;
            }

            known ??= route;
            if (route.Verb == method)
            {
                return new RouteMatch(route, place, route.Values(place.Rest));
            }
        }

        return known is null ? null : new RouteMatch(Route: null, place, known.Values(place.Rest));
    }

    /// <summary>Returns the routes that are most similar to a request that none matches, best first.</summary>
    public static IReadOnlyList<string> Nearest(string method, string path)
    {
        RouteBase meant = path.StartsWith(RoutePlace.OfProducts, StringComparison.Ordinal) ? RouteBase.Widget : RouteBase.Project;
        string[] segments = path.Trim('/').Split('/');
        string below = segments.Length > 4 ? string.Join('/', segments[4..]) + "/" : path.Trim('/') + "/";
        // A path that is longer than any route is similar to none, and measuring it would take long.
        below = below[..Math.Min(below.Length, 200)];
        return
        [
            .. Rows.OrderBy(route => route.Base != meant)
                .ThenBy(route => EditDistance.Between(below, route.Path) + (route.Verb == method ? 0 : 1))
                .Take(3)
                .Select(TextOf),
        ];
    }

    /// <summary>The route of an operation, as <see cref="Nearest"/> writes it.</summary>
    public static string TextOf(Operation operation) => TextOf(Rows.First(route => route.Operation == operation));

    private static string TextOf(Route route) => route.Base == RouteBase.Widget
        ? $"{route.Verb} {RoutePlace.OfWidget}{route.Path}"
        : $"{route.Verb} /api/projects/{{project_id}}/conversations/{route.Path}";

    private static bool IsServed(Route route, RoutePlace place, FakeConversationsOptions options)
    {
        if (route.Base != place.Base
            || route.Scope(options.ServiceVersion) == Scopes.Absent
            || (route.Operation == Operation.ViewsUpdate && !options.ViewPatch))
        {
            return false;
        }

        // The newest service rewrites the older prefix in-process. In the legacy version each group has its own prefix
        // (docs/service/tickets.md 1.1, docs/service/conversations.md 1.1).
        return route.Base == RouteBase.Widget
            || options.ServiceVersion == ServiceVersion.Current
            || route.Path.Split('/')[0] switch
            {
                "tickets" => place.Prefix == RoutePlace.Projects,
                "views" => true,
                _ => place.Prefix == RoutePlace.Environments,
            };
    }
}
