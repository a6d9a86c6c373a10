namespace Conversations.Client;

/// <summary>A client of PostHog's Conversations API, bound to one project and one credential.</summary>
/// <remarks>Safe for use by several threads; make one and keep it.</remarks>
public interface IConversationsClient
{
    /// <summary>The project that the calls work in.</summary>
    string ProjectId { get; }

    /// <summary>AI conversations.</summary>
    IConversationOperations Conversations { get; }

    /// <summary>The waiting lines of follow-up messages.</summary>
    IQueueOperations Queue { get; }

    /// <summary>Support tickets.</summary>
    ITicketOperations Tickets { get; }

    /// <summary>Saved ticket views.</summary>
    IViewOperations Views { get; }

    /// <summary>Every operation of the API as one method, for what the groups do not cover.</summary>
    IConversationsApi Api { get; }

    /// <summary>A client for another project, another caller or both, over the same connections.</summary>
    /// <param name="projectId">Digits or <c>@current</c>; this client's project when null.</param>
    /// <param name="credential">Who calls; this client's credential when null.</param>
    /// <returns>A client that is cheap to make and needs no disposing; it ends with this one.</returns>
    /// <exception cref="ArgumentException">The project is neither digits nor <c>@current</c>.</exception>
    IConversationsClient With(string? projectId = null, ConversationsCredential? credential = null);
}
