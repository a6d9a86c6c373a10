using Conversations.Client.Streaming.Reading;

namespace Conversations.Client.Streaming.Text;

/// <summary>Decodes events for a reader of text only. It creates no records for partial messages of the assistant.</summary>
internal sealed class TextDecoder : IEventDecoder
{
    private GrowingText? _growing;

    public ConversationStreamEvent Read(string name, ReadOnlySpan<byte> data, bool mayRepeat)
    {
        // An event that may be a repeat must not change the text that is shown.
        if (!mayRepeat && name == "message" && TryGrow(data))
        {
            return _growing!.Event;
        }

        ConversationStreamEvent read = EventDecoder.Read(name, data);
        if (read is MessageEvent)
        {
            // The texts before and behind another message are not the same, even if they have the same temporary id.
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
