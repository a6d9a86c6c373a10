namespace Conversations.Client;

/// <summary>The path prefix that the client uses for conversations and views.</summary>
/// <remarks>
/// All servers accept conversations and views under <c>/api/environments/</c>. The newest register them under <c>/api/projects/</c> and
/// respond to the other form with deprecation headers. Tickets are always under <c>/api/projects/</c>.
/// </remarks>
public enum PathPrefix
{
    /// <summary>The form that all servers accept: at present the same as <see cref="Environments"/>.</summary>
    Auto,

    /// <summary>Conversations and views under <c>/api/environments/</c>.</summary>
    Environments,

    /// <summary>Everything under <c>/api/projects/</c>.</summary>
    Projects,
}
