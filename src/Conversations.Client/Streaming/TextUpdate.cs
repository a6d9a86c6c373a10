namespace Conversations.Client;

/// <summary>How an event changes the text of one assistant message.</summary>
/// <param name="MessageIndex">The index of the message among the assistant messages that showed text on the stream, from 0, in the order in
/// which they first showed it.</param>
/// <param name="Text">The text to append, or the whole new text if <paramref name="Replaces"/>. It never holds the blank line that
/// <see cref="ConversationStream.ReadTextAsync"/> writes between messages.</param>
/// <param name="Replaces">Whether <paramref name="Text"/> replaces everything that the message showed so far.</param>
public readonly record struct TextUpdate(int MessageIndex, string Text, bool Replaces)
{
    /// <summary>Prints the position and the length, never the text.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"TextUpdate {{ MessageIndex = {MessageIndex}, Text = {Text?.Length ?? 0} characters, Replaces = {Replaces} }}");
}
