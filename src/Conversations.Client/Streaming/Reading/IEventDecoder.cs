namespace Conversations.Client.Streaming.Reading;

/// <summary>Makes a typed event of the name and data of a server-sent one.</summary>
internal interface IEventDecoder
{
    /// <summary>Reads an event; what cannot be read is an <see cref="UnknownEvent"/>.</summary>
    /// <param name="name">The event's name; <c>message</c> if it has none.</param>
    /// <param name="data">The text of its data lines.</param>
    /// <param name="mayRepeat">Whether the event may be one that was delivered on an earlier connection.</param>
    ConversationStreamEvent Read(string name, ReadOnlySpan<byte> data, bool mayRepeat);
}
