namespace Conversations.Client.Errors;

/// <summary>Which servers have an operation.</summary>
internal enum OperationServers
{
    /// <summary>The older ones and the newer ones.</summary>
    All,

    /// <summary>The newer ones only.</summary>
    Current,

    /// <summary>The older ones only.</summary>
    Legacy,
}

/// <summary>Which servers have an operation and for whom, and so what to advise where it is refused.</summary>
/// <param name="Servers">Which servers have it.</param>
/// <param name="NeedsSession">Whether every server refuses keys and tokens, whatever their scopes.</param>
/// <param name="Instead">What to do on a server that lacks it; null where there is nothing to say.</param>
internal sealed record Availability(OperationServers Servers, bool NeedsSession, string? Instead = null)
{
    /// <summary>For calls outside the contract.</summary>
    public static readonly Availability Unknown = new(OperationServers.All, NeedsSession: false);

    /// <summary>
    /// Whether a session helps a key that is refused. An older server refuses a key also for an operation that it does not have, and it has
    /// no other answer for a session than 405 (docs/service/tickets.md 1.2).
    /// </summary>
    public bool SessionHelps => NeedsSession || Servers != OperationServers.Current;

    /// <summary>The advice where the service is closed to keys and tokens.</summary>
    public string AdviceForKeys => Servers switch
    {
        OperationServers.Current when !NeedsSession => $"This server is an older one, which does not have the call, for a browser session neither. {Instead}",
        OperationServers.Current => $"Use ConversationsCredential.Session if this server is a newer one; an older one does not have the call. {Instead}",
        _ => "Use ConversationsCredential.Session for this call: keys and tokens are refused whatever their scopes.",
    };

    /// <summary>The advice where the server does not have the operation.</summary>
    public string AdviceWhereMissing => Servers switch
    {
        OperationServers.Current => $"This server is an older one, which does not have the call. {Instead}",
        OperationServers.Legacy => $"This server is a newer one, which does not have the call any more. {Instead}",
        _ => "This server does not offer the call; use another way to the same end.",
    };
}
