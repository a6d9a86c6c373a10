namespace Conversations.Client;

/// <summary>What an event does to the text of one assistant message.</summary>
/// <param name="MessageIndex">
/// Which message: 0 for the first assistant message that showed text on the stream, then counted on in the order in which they first did.
/// </param>
/// <param name="Text">
/// What to append, or the whole new text if <paramref name="Replaces"/>. Never the blank line that
/// <see cref="ConversationStream.ReadTextAsync"/> writes between messages.
/// </param>
/// <param name="Replaces">Whether what the message showed so far is void and <paramref name="Text"/> stands in its place.</param>
public readonly record struct TextUpdate(int MessageIndex, string Text, bool Replaces)
{
    /// <summary>Prints the position and the length, never the text.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"TextUpdate {{ MessageIndex = {MessageIndex}, Text = {Text?.Length ?? 0} characters, Replaces = {Replaces} }}");
}
