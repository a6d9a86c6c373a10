namespace Conversations.Client.Testing.Routing;

/// <summary>One verb on one path, with the scope that a key or token needs in each version of the service.</summary>
/// <param name="Verb">The method.</param>
/// <param name="Path">The path below <paramref name="Base"/>. A name in braces matches one segment.</param>
/// <param name="Operation">Null: the service maps the route, but the published document has no operation for it.</param>
/// <param name="Current">The scope on the current service, or <see cref="Scopes.SessionOnly"/> or <see cref="Scopes.Absent"/>.</param>
/// <param name="Legacy">The scope in the legacy version.</param>
/// <param name="Base">Where the path begins.</param>
internal sealed record Route(
    string Verb, string Path, Operation? Operation, string Current, string Legacy, RouteBase Base = RouteBase.Project)
{
    private string[] Segments { get; } = Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public string Name => Operation is { } operation ? OperationNames.Of(operation) : $"{Verb} {Path}";

    public string Scope(ServiceVersion version) => version == ServiceVersion.Current ? Current : Legacy;

    public bool Matches(IReadOnlyList<string> segments)
    {
        if (segments.Count != Segments.Length)
        {
            return false;
        }

        // The names of the other groups are not ids of conversations (docs/service/conversations.md 1.1).
        if (Base == RouteBase.Project && !IsOfOtherGroup(Segments) && IsOfOtherGroup(segments))
        {
            return false;
        }

        for (int i = 0; i < Segments.Length; i++)
        {
            if (IsName(Segments[i]) ? !IsValue(segments[i]) : Segments[i] != segments[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns the segments of a matching path that this route has names in braces for.</summary>
    public IReadOnlyDictionary<string, string> Values(IReadOnlyList<string> segments)
    {
        Dictionary<string, string> values = [];
        for (int i = 0; i < Segments.Length; i++)
        {
            if (IsName(Segments[i]))
            {
                values[Segments[i][1..^1]] = segments[i];
            }
        }

        return values;
    }

    private static bool IsName(string segment) => segment[0] == '{';

    private static bool IsOfOtherGroup(IReadOnlyList<string> segments) => segments is ["tickets" or "views", ..];

    // The id of a conversation has no '.' (docs/service/conversations.md 1.1). A ticket id with one is accepted, but no ticket has it
    // (docs/service/tickets.md 6). The widget takes a UUID in the one form that it writes (docs/service/neighbours.md 1.1).
    private bool IsValue(string segment) => Base switch
    {
        RouteBase.Widget => Guid.TryParseExact(segment, "D", out Guid id) && segment == id.ToString(),
        _ => segment.Length > 0
            && !segment.Contains('/', StringComparison.Ordinal)
            && (IsOfOtherGroup(Segments) || !segment.Contains('.', StringComparison.Ordinal)),
    };
}

/// <summary>Where the path of a route begins.</summary>
internal enum RouteBase
{
    /// <summary>Below <c>…/conversations/</c> of a project that the path names.</summary>
    Project,

    /// <summary>Below <c>/api/conversations/v1/widget/</c>, where a token names the project.</summary>
    Widget,
}

internal static class Scopes
{
    /// <summary>No scope allows it: keys and tokens are refused.</summary>
    public const string SessionOnly = "(session only)";

    /// <summary>This version of the service does not have the route.</summary>
    public const string Absent = "(absent)";

    /// <summary>Not for keys and tokens of users: the public token of a project says whose tickets they are.</summary>
    public const string PublicToken = "(public token)";

    public const string TicketRead = "ticket:read";
    public const string TicketWrite = "ticket:write";
    public const string ConversationRead = "conversation:read";
    public const string ConversationWrite = "conversation:write";
}
