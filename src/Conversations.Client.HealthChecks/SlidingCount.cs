namespace Conversations.Client.HealthChecks;

/// <summary>Owns a count over the last part of time, in slots that are dropped one after the other. Not safe for several threads.</summary>
internal sealed class SlidingCount(TimeSpan window)
{
    private const int Slots = 60;

    private readonly long[] _counts = new long[Slots];
    private readonly long[] _slots = new long[Slots];
    private readonly long _ticksOfSlot = Math.Max(window.Ticks / Slots, 1);

    /// <summary>Counts one more.</summary>
    /// <param name="now">The time since the beginning of the count.</param>
    public void Add(TimeSpan now)
    {
        // One more, so that no time falls into slot 0, which an unused place has.
        long slot = (now.Ticks / _ticksOfSlot) + 1;
        long place = slot % Slots;
        if (_slots[place] != slot)
        {
            (_slots[place], _counts[place]) = (slot, 0);
        }

        _counts[place]++;
    }

    /// <summary>The count of the window that ends now.</summary>
    public long Total(TimeSpan now)
    {
        long oldest = (now.Ticks / _ticksOfSlot) + 1 - Slots;
        long total = 0;
        for (int place = 0; place < Slots; place++)
        {
            total += _slots[place] > oldest ? _counts[place] : 0;
        }

        return total;
    }
}
