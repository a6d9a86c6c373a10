using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>Limits of the service on ids and texts of conversations, checked before sending.</summary>
internal static class ConversationRules
{
    private const int MaxContentLength = 40_000;
    private const int MaxAppendedLength = 10_000;

    internal static void ThrowIfEmpty(Guid id)
    {
        if (id == Guid.Empty)
        {
            throw new ArgumentException("The conversation's id is empty: give the id of a conversation, or a new one such as Guid.CreateVersion7() for a new conversation.", nameof(id));
        }
    }

    /// <summary>A message of a person.</summary>
    internal static void ThrowIfInvalidContent(string content) => ThrowIfInvalid(content, MaxContentLength);

    /// <summary>A message that is appended for the assistant.</summary>
    internal static void ThrowIfInvalidAppended(string content) => ThrowIfInvalid(content, MaxAppendedLength);

    private static void ThrowIfInvalid(string content, int limit) => TextRules.ThrowIfInvalid(content, limit, "The text", nameof(content));
}
