using System.Diagnostics.CodeAnalysis;
using Conversations.Client.Streaming.Reading;

namespace Conversations.Client.Streaming.Text;

/// <summary>What a caller sees of a stream: all events, or only the text.</summary>
internal abstract class StreamView<T>(IEventDecoder decoder)
{
    /// <summary>The decoder for the events.</summary>
    public IEventDecoder Decoder => decoder;

    /// <summary>Turns an event that the thread has applied into an item; false if the view shows nothing for it.</summary>
    public abstract bool TryTake(ConversationStreamEvent streamEvent, [MaybeNullWhen(false)] out T item);
}

/// <summary>All events as they come.</summary>
internal sealed class EventView() : StreamView<ConversationStreamEvent>(new EventDecoder())
{
    public override bool TryTake(ConversationStreamEvent streamEvent, out ConversationStreamEvent item)
    {
        item = streamEvent;
        return true;
    }
}

/// <summary>What each event does to the text, for programs.</summary>
internal sealed class TextUpdateView() : StreamView<TextUpdate>(new TextDecoder())
{
    public override bool TryTake(ConversationStreamEvent streamEvent, out TextUpdate item)
    {
        TextUpdate? update = (streamEvent as MessageEvent)?.TextUpdate;
        item = update.GetValueOrDefault();
        return update is not null;
    }
}

/// <summary>
/// The text in pieces to write one after the other, for people. A piece that cannot continue the last one begins a new paragraph.
/// </summary>
internal sealed class TextView() : StreamView<string>(new TextDecoder())
{
    private const string BlankLine = "\n\n";

    private int _last = -1;
    private bool _wasEmptied;

    public override bool TryTake(ConversationStreamEvent streamEvent, [MaybeNullWhen(false)] out string item)
    {
        item = null;
        if (streamEvent is not MessageEvent { TextUpdate: { } update } message)
        {
            return false;
        }

        bool isLast = update.MessageIndex == _last;
        if (update.Text.Length == 0)
        {
            _wasEmptied |= isLast;
            return false;
        }

        item = _last < 0 || (isLast && !update.Replaces && !_wasEmptied) ? update.Text : string.Concat(BlankLine, message.Text);
        _last = update.MessageIndex;
        _wasEmptied = false;
        return true;
    }
}

/// <summary>The messages of people, for a caller that waits for the whole answer.</summary>
internal sealed class PersonView() : StreamView<HumanMessage>(new TextDecoder())
{
    public override bool TryTake(ConversationStreamEvent streamEvent, [MaybeNullWhen(false)] out HumanMessage item)
    {
        item = streamEvent is MessageEvent { IsHuman: true } message ? (HumanMessage)message.Message : null;
        return item is not null;
    }
}
