namespace Conversations.Client.Testing.Routing;

/// <summary>One verb on one path, with the scope a key or token needs on either state of the service.</summary>
/// <param name="Verb">The method.</param>
/// <param name="Path">Below <c>…/conversations/</c>; a name in braces takes one segment.</param>
/// <param name="Operation">Null: mapped by the service, and no operation of the published document.</param>
/// <param name="Newest">The scope on the newest service, or <see cref="Scopes.SessionOnly"/> or <see cref="Scopes.Absent"/>.</param>
/// <param name="SeedEra">The same in the seed era.</param>
internal sealed record Route(string Verb, string Path, Operation? Operation, string Newest, string SeedEra)
{
    private string[] Segments { get; } = Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public string Name => Operation is { } operation ? OperationNames.Of(operation) : $"{Verb} {Path}";

    public string Scope(Generation generation) => generation == Generation.Newest ? Newest : SeedEra;

    /// <summary>The values of the names in braces, or null when the path is another.</summary>
    public IReadOnlyDictionary<string, string>? Match(IReadOnlyList<string> segments)
    {
        if (segments.Count != Segments.Length)
        {
            return null;
        }

        Dictionary<string, string> values = [];
        for (int i = 0; i < Segments.Length; i++)
        {
            if (Segments[i] is ['{', .. string name, '}'])
            {
                // The service's routes take any text but '/' and '.', and the names of the other groups are no conversations (conversations.md 1.1).
                if (segments[i].Length == 0 || segments[i].AsSpan().ContainsAny('/', '.') || (i == 0 && segments[i] is ("tickets" or "views")))
                {
                    return null;
                }

                values[name] = segments[i];
            }
            else if (Segments[i] != segments[i])
            {
                return null;
            }
        }

        return values;
    }
}

internal static class Scopes
{
    /// <summary>No scope opens it: keys and tokens are refused.</summary>
    public const string SessionOnly = "(session only)";

    /// <summary>That state of the service does not have it.</summary>
    public const string Absent = "(absent)";

    public const string TicketRead = "ticket:read";
    public const string TicketWrite = "ticket:write";
    public const string ConversationRead = "conversation:read";
    public const string ConversationWrite = "conversation:write";
}
