using Conversations.Client.Streaming.Reading;

namespace Conversations.Client.Streaming.Text;

/// <summary>Reads events for one who wants only text: parts of an assistant's message are not made into records.</summary>
internal sealed class TextDecoder : IEventDecoder
{
    private GrowingText? _growing;

    public ConversationStreamEvent Read(string name, ReadOnlySpan<byte> data, bool mayRepeat)
    {
        // What may be a repeated part must not change what is shown.
        if (!mayRepeat && name == "message" && TryGrow(data))
        {
            return _growing!.Event;
        }

        ConversationStreamEvent read = EventDecoder.Read(name, data);
        if (read is MessageEvent)
        {
            // What stands before and behind another message is not the same text, whatever its temporary id.
            _growing = null;
        }

        return read;
    }

    private bool TryGrow(ReadOnlySpan<byte> data)
    {
        if (_growing is { IsReleased: false } && _growing.TryGrow(data))
        {
            return true;
        }

        if (TextPlace.In(data) is not { } place)
        {
            return false;
        }

        if (_growing is not { IsReleased: false } || _growing.Id != place.Id || !_growing.TryChange(data, place))
        {
            _growing = GrowingText.Start(data, place);
        }

        return _growing is not null;
    }
}
