using Conversations.Client.Streaming.Text;

namespace Conversations.Client.Streaming.Threads;

/// <summary>Numbers the texts of a stream: the assistant messages that showed text, in the order in which they first did.</summary>
internal sealed class StreamTexts
{
    private int _count;

    /// <summary>Gives a message its text index when it replaces another one, and tells its event how that changes the text.</summary>
    /// <param name="slot">The message.</param>
    /// <param name="before">What was in its place before.</param>
    /// <param name="message">The event of the message.</param>
    public ThreadSlot Take(ThreadSlot slot, ThreadSlot before, MessageEvent message)
    {
        if (!slot.IsText)
        {
            return slot.Covering(before);
        }

        int index = before.TextIndex >= 0 || slot.Text.IsEmpty ? before.TextIndex : _count++;
        if (slot.Growing is { } growing)
        {
            if (growing != before.Growing)
            {
                growing.Follow(before.Text);
            }

            growing.Index = index;
        }
        else if (before.Growing is not null)
        {
            // Compute the change now, because the memory of the old text is freed.
            message.GoesOn(TextChange.Between(before.Text, slot.TextOfMessage, slot.TextOfMessage, index));
        }
        else if (index >= 0)
        {
            message.GoesOn(index, before.TextOfMessage);
        }

        return slot with { TextIndex = index };
    }
}
