namespace Conversations.Client;

/// <summary>A client of PostHog's Conversations API, bound to one project and one credential.</summary>
/// <remarks>It is safe for use by several threads. Create one and keep it.</remarks>
public interface IConversationsClient
{
    /// <summary>The project that the calls work in.</summary>
    string ProjectId { get; }

    /// <summary>AI conversations.</summary>
    IConversationOperations Conversations { get; }

    /// <summary>The queues of follow-up messages.</summary>
    IQueueOperations Queue { get; }

    /// <summary>Support tickets.</summary>
    ITicketOperations Tickets { get; }

    /// <summary>Saved ticket views.</summary>
    IViewOperations Views { get; }

    /// <summary>Every operation of the API as one method, for operations that the groups do not cover.</summary>
    IConversationsApi Api { get; }

    /// <summary>Creates a client for another project, another caller or both, over the same connections.</summary>
    /// <param name="projectId">Digits or <c>@current</c>; null keeps this client's project.</param>
    /// <param name="credential">The credential of the caller; null keeps this client's credential.</param>
    /// <returns>A client that is cheap to create and need not be disposed. It ends with this one.</returns>
    /// <exception cref="ArgumentException">The project is neither digits nor <c>@current</c>.</exception>
    IConversationsClient With(string? projectId = null, ConversationsCredential? credential = null);
}
