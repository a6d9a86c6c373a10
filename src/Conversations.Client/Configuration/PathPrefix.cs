namespace Conversations.Client;

/// <summary>Which of its two path prefixes the service is asked under.</summary>
/// <remarks>
/// Servers of all ages answer conversations and views under <c>/api/environments/</c>; the newest register them under
/// <c>/api/projects/</c> and answer the other form with deprecation headers. Tickets are always under <c>/api/projects/</c>.
/// </remarks>
public enum PathPrefix
{
    /// <summary>The form that servers of all ages answer: at present the same as <see cref="Environments"/>.</summary>
    Auto,

    /// <summary>Conversations and views under <c>/api/environments/</c>.</summary>
    Environments,

    /// <summary>Everything under <c>/api/projects/</c>.</summary>
    Projects,
}
