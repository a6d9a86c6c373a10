using System.Diagnostics.CodeAnalysis;
using Conversations.Client.Streaming.Reading;

namespace Conversations.Client.Streaming.Text;

/// <summary>What a caller wants to see of a stream: all events, or only the text.</summary>
internal abstract class StreamView<T> : IEventDecoder, IDisposable
{
    public virtual ConversationStreamEvent Read(string name, ReadOnlySpan<byte> data, bool mayRepeat) => EventDecoder.Read(name, data);

    /// <summary>What an event is to the caller; false when it is nothing.</summary>
    /// <param name="streamEvent">The event.</param>
    /// <param name="isLate">Whether it tells of a message that stands before others.</param>
    /// <param name="item">What it is.</param>
    internal abstract bool TryTake(ConversationStreamEvent streamEvent, bool isLate, [MaybeNullWhen(false)] out T item);

    public virtual void Dispose()
    {
    }
}

/// <summary>All events as they come.</summary>
internal sealed class EventView : StreamView<ConversationStreamEvent>
{
    private readonly TextTracker _tracker = new();

    internal override bool TryTake(ConversationStreamEvent streamEvent, bool isLate, [MaybeNullWhen(false)] out ConversationStreamEvent item)
    {
        _tracker.Mark(streamEvent, isLate);
        item = streamEvent;
        return true;
    }
}

/// <summary>The text only, for which partial messages need not be made into records.</summary>
internal abstract class TextViewBase<T> : StreamView<T>
{
    private PartialText? _partial;

    protected TextTracker Tracker { get; } = new();

    public override ConversationStreamEvent Read(string name, ReadOnlySpan<byte> data, bool mayRepeat)
    {
        if (mayRepeat || name != "message")
        {
            return base.Read(name, data, mayRepeat);
        }

        if (_partial is { IsReleased: true })
        {
            _partial = null;
        }

        if (_partial is not null && _partial.TryGrow(data))
        {
            return _partial.Event;
        }

        if (TextPlace.In(data) is { } place)
        {
            if (_partial?.Id != place.Id || _partial is null || !_partial.TryChange(data, place))
            {
                _partial = PartialText.Start(data, place);
            }

            if (_partial is not null)
            {
                return _partial.Event;
            }
        }

        if (_partial?.Id is null)
        {
            // Parts without an id before and behind another message are not the same message.
            _partial = null;
        }

        return base.Read(name, data, mayRepeat);
    }

    public override void Dispose()
    {
        base.Dispose();
        Tracker.Dispose();
    }
}

/// <summary>What each event does to the text, for programs.</summary>
internal sealed class TextUpdateView : TextViewBase<TextUpdate>
{
    internal override bool TryTake(ConversationStreamEvent streamEvent, bool isLate, out TextUpdate item) => Tracker.TryTake(streamEvent, isLate, out _, out item);
}

/// <summary>The text to write one piece after the other, for people: what cannot go on where the last piece ended begins a new paragraph.</summary>
internal sealed class TextView : TextViewBase<string>
{
    private const string BlankLine = "\n\n";

    private ShownText? _last;
    private bool _wasEmptied;

    internal override bool TryTake(ConversationStreamEvent streamEvent, bool isLate, [MaybeNullWhen(false)] out string item)
    {
        item = null;
        if (Tracker.TryTake(streamEvent, isLate, out var shown, out var update))
        {
            if (update.Text.Length == 0)
            {
                _wasEmptied |= shown == _last;
                return false;
            }

            item = shown == _last && !update.Replaces && !_wasEmptied ? update.Text
                : _last is null ? update.Text
                : string.Concat(BlankLine, shown.Text);
            _last = shown;
            _wasEmptied = false;
        }

        return item is not null;
    }
}

/// <summary>What people say, for one who waits for the whole answer: partial messages need not be made into records.</summary>
internal sealed class PersonView : TextViewBase<HumanMessage>
{
    internal override bool TryTake(ConversationStreamEvent streamEvent, bool isLate, [MaybeNullWhen(false)] out HumanMessage item)
    {
        _ = Tracker.TryTake(streamEvent, isLate, out _, out _);
        item = streamEvent is MessageEvent { Message: HumanMessage human } ? human : null;
        return item is not null;
    }
}
