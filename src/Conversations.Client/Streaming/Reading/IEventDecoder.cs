namespace Conversations.Client.Streaming.Reading;

/// <summary>Turns the name and the data of a server-sent event into a typed event.</summary>
internal interface IEventDecoder
{
    /// <summary>Reads an event. An event that cannot be read becomes an <see cref="UnknownEvent"/>.</summary>
    /// <param name="name">The event's name; <c>message</c> if it has none.</param>
    /// <param name="data">The text of its data lines.</param>
    /// <param name="mayRepeat">Whether the event may repeat one that an earlier connection delivered.</param>
    ConversationStreamEvent Read(string name, ReadOnlySpan<byte> data, bool mayRepeat);
}
