namespace Conversations.Client.Streaming.Recovery;

/// <summary>Compares the delivered messages with those that the service has stored.</summary>
internal static class StoredMessages
{
    /// <summary>
    /// The stored messages that the thread does not have, from the beginning of the stream on, each with the id of the message in front of
    /// it.
    /// </summary>
    /// <returns>Null when it is not known where in the conversation the stream began.</returns>
    public static IReadOnlyList<(ConversationMessage Message, string? Previous)>? MissingIn(
        ConversationThread thread, Conversation stored, ITurnSource source)
    {
        IReadOnlyList<ConversationMessage> messages = stored.Messages;
        int first = BeginningIn(thread, messages, source);
        if (first < 0)
        {
            return null;
        }

        List<(ConversationMessage, string?)> missing = [];
        HashSet<string> seen = [];
        string? previous = null;
        foreach (ConversationMessage? message in messages.Skip(first))
        {
            if (message.Id is not { Length: > 0 } id || IsNeverSent(message))
            {
                continue;
            }

            // If a conversation holds an id twice, only the first message with it counts.
            if (!seen.Add(id))
            {
                continue;
            }

            if (!thread.Has(id))
            {
                missing.Add((message, FailureBehind(previous, thread, messages) ?? previous));
            }

            previous = id;
        }

        return missing;
    }

    /// <summary>Whether the service has stored a message of a person that matches.</summary>
    public static bool Shows(Conversation? stored, Func<HumanMessage, bool> matches) =>
        stored is not null && stored.Messages.Any(message => message is HumanMessage human && matches(human));

    /// <summary>
    /// Whether the stored messages show how the turn ended: with an answer, with a failure of its own, or by waiting for somebody.
    /// </summary>
    /// <param name="stored">The conversation.</param>
    /// <param name="wasSilent">Whether the service may have dropped the reader for silence. If not, a call without a result is one that
    /// broke off, and an approval may be one of an earlier turn.</param>
    public static bool ShowEnd(Conversation stored, bool wasSilent) =>
        stored.Messages is [.., FailureMessage or AssistantMessage { ToolCalls: not { Count: > 0 } }]
        || (wasSilent && (stored.Messages is [.., AssistantMessage]
            || stored.PendingApprovals.Any(static approval => approval.DecisionStatus == ApprovalStatus.Pending)));

    /// <summary>
    /// The id of a failure behind a message that the service has not stored. Such a failure concerned the connection, and the turn went on
    /// behind it.
    /// </summary>
    private static string? FailureBehind(string? previous, ConversationThread thread, IReadOnlyList<ConversationMessage> stored) =>
        previous is not null
            && thread.Has(previous)
            && thread.FailureBehind(previous) is { } failure
            && stored.All(message => message.Id != failure)
            ? failure
            : null;

    private static int BeginningIn(ConversationThread thread, IReadOnlyList<ConversationMessage> messages, ITurnSource source)
    {
        if (source.Start == TurnStart.Message && OwnIn(thread, messages, source) is >= 0 and var own)
        {
            return own;
        }

        // A turn begins with a message of a person. A stream that joins late sees the turn from there.
        int first = thread.FirstId is { } id ? LastIndex(messages, messages.Count - 1, message => message.Id == id) : messages.Count - 1;
        return source.Start == TurnStart.Join || (source.Start == TurnStart.Resume && thread.FirstId is null)
            ? LastIndex(messages, first, static message => message is HumanMessage)
            : thread.FirstId is null ? -1 : first;
    }

    /// <summary>
    /// The index of the stored message that this stream sent. If it came as an event, its id decides, because an earlier turn may have
    /// begun with the same text.
    /// </summary>
    private static int OwnIn(ConversationThread thread, IReadOnlyList<ConversationMessage> messages, ITurnSource source) =>
        LastIndex(
            messages,
            messages.Count - 1,
            thread.IdOf(source.IsOwn) is { Length: > 0 } id ? message =>
                message.Id == id : message => message is HumanMessage human && source.IsOwn(human));

    /// <summary>
    /// Whether no stream shows a stored message: it is an empty message of the assistant, or it is only for the model
    /// (docs/service/conversations.md 4).
    /// </summary>
    private static bool IsNeverSent(ConversationMessage message) =>
        message is AssistantMessage { Content: "", Meta: null } assistant && assistant.ToolCalls is not { Count: > 0 }
            || message.Type == "context";

    private static int LastIndex(IReadOnlyList<ConversationMessage> messages, int from, Func<ConversationMessage, bool> matches)
    {
        for (int index = from; index >= 0; index--)
        {
            if (matches(messages[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
