using Conversations.Client.Errors;

namespace Conversations.Client.Pipeline;

/// <summary>Finds the operation of a request in the generated table.</summary>
internal static class Operations
{
    // Operations with fewer parameters come first, because a fixed segment wins: "tickets" is not the id of a conversation.
    private static readonly Dictionary<HttpMethod, OperationFacts[]> ByMethod = OperationTable.All
        .GroupBy(static operation => operation.Method)
        .ToDictionary(static group => group.Key, static group => group.OrderBy(static operation => operation.ParameterCount).ToArray());

    /// <summary>The operation of a request; null for an address that belongs to none, such as a next-page link with another path.</summary>
    public static OperationFacts? Find(HttpMethod method, Uri address)
    {
        string path = address.AbsolutePath;
        foreach (OperationFacts? operation in ByMethod.GetValueOrDefault(method, []))
        {
            if (operation.Matches(path))
            {
                return operation;
            }
        }

        return null;
    }

    /// <summary>The path of a request with the names of its parameters in place of the values, for texts that must not hold ids.</summary>
    public static string RouteOf(HttpMethod method, Uri address) => RouteOf(Find(method, address));

    /// <inheritdoc cref="RouteOf(HttpMethod, Uri)"/>
    public static string RouteOf(OperationFacts? operation) => operation?.Route ?? "(a path outside the contract)";
}

/// <summary>What the body of a successful response holds.</summary>
internal enum OperationAnswer
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A JSON value.</summary>
    Value,

    /// <summary>A stream of events, which the pipeline leaves unread.</summary>
    Events,
}

/// <summary>What the contract says about one operation.</summary>
/// <param name="Name">Its name in the contract, such as <c>tickets.list</c>.</param>
/// <param name="Method">Its HTTP method.</param>
/// <param name="Route">Its path with parameters in braces.</param>
internal sealed record OperationFacts(string Name, HttpMethod Method, string Route)
{
    private readonly string[] _segments = Route.Split('/');

    public int ParameterCount => Route.AsSpan().Count('{');

    /// <summary>Whether a call may be sent again when it is not known whether the first one arrived.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>
    /// How long the newest servers answer an identical request with the first result instead of acting again; null if they do not.
    /// </summary>
    public TimeSpan? RememberedFor { get; init; }

    /// <summary>Which servers have it, and for whom.</summary>
    public Availability Availability { get; init; } = Availability.Unknown;

    /// <summary>The limits that it counts for.</summary>
    public LimitClass LimitClass { get; init; }

    /// <summary>The limits that it counts for instead when it asks for research; null where there are none of these.</summary>
    public LimitClass? ResearchLimitClass { get; init; }

    /// <summary>What the body of a successful response holds.</summary>
    public OperationAnswer Answer { get; init; }

    /// <summary>Whether a path belongs to this operation, under either prefix.</summary>
    public bool Matches(string path)
    {
        ReadOnlySpan<char> rest = path.AsSpan();
        for (int index = 0; index < _segments.Length; index++)
        {
            int slash = rest.IndexOf('/');
            ReadOnlySpan<char> segment = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? default : rest[(slash + 1)..];
            if (slash < 0 != (index == _segments.Length - 1) || !MatchesSegment(_segments[index], segment))
            {
                return false;
            }
        }

        return rest.IsEmpty;
    }

    private static bool MatchesSegment(string expected, ReadOnlySpan<char> segment) => expected switch
    {
        ['{', ..] => !segment.IsEmpty,
        "environments" or "projects" => segment is "environments" or "projects",
        _ => segment.SequenceEqual(expected),
    };
}
