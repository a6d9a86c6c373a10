namespace Conversations.Client;

/// <summary>A client of PostHog's Conversations API, bound to one project and one credential.</summary>
/// <remarks>Safe for use by several threads; make one and keep it.</remarks>
public interface IConversationsClient
{
    /// <summary>The project that the calls work in.</summary>
    string ProjectId { get; }

    /// <summary>AI conversations.</summary>
    IConversationOperations Conversations { get; }

    /// <summary>Support tickets.</summary>
    ITicketOperations Tickets { get; }

    /// <summary>Saved ticket views.</summary>
    IViewOperations Views { get; }

    /// <summary>Every operation of the API as one method, for what the groups do not cover.</summary>
    IConversationsApi Api { get; }
}
