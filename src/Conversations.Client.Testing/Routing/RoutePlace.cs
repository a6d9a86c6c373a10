namespace Conversations.Client.Testing.Routing;

/// <summary>Where a path stands, and what is left of it there.</summary>
/// <param name="Base">The base that the path begins with.</param>
/// <param name="Prefix">Below a project: the prefix of the path, projects or environments. Otherwise empty.</param>
/// <param name="Project">Below a project: the project as it is in the path, a number, <c>@current</c> or nonsense. Otherwise empty.</param>
/// <param name="Rest">The segments below the base.</param>
internal sealed record RoutePlace(RouteBase Base, string Prefix, string Project, IReadOnlyList<string> Rest)
{
    public const string Environments = "environments";
    public const string Projects = "projects";

    /// <summary>What routes without a project begin with.</summary>
    public const string OfProducts = "/api/conversations/";

    public const string OfWidget = OfProducts + "v1/widget/";

    /// <summary>Returns null if no route begins like the path.</summary>
    public static RoutePlace? Of(string path) => path.StartsWith(OfWidget, StringComparison.Ordinal)
        ? new RoutePlace(RouteBase.Widget, "", "", Decoded(path[OfWidget.Length..].Split('/')))
        : OfProject(path);

    private static RoutePlace? OfProject(string path)
    {
        // The trailing slash is optional on every route of a project (docs/service/tickets.md 1.1).
        string[] segments = (path.EndsWith('/') ? path[..^1] : path).Split('/');
        return segments is ["", "api", (Environments or Projects) and var prefix, { Length: > 0 } project, "conversations", .. var rest]
            ? new RoutePlace(RouteBase.Project, prefix, Uri.UnescapeDataString(project), Decoded(rest))
            : null;
    }

    private static string[] Decoded(string[] segments) => Array.ConvertAll(segments, Uri.UnescapeDataString);
}
