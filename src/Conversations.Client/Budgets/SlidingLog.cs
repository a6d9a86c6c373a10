namespace Conversations.Client.Budgets;

/// <summary>
/// Owns the times of the last sendings of a class, and behind them the times that are planned for those who wait. One list serves all
/// windows, because each sending counts in each. It answers when the next sending may be.
/// </summary>
/// <remarks>It counts as the service does: a window is full if it has as many sendings within the last time of its length as its limit
/// (docs/service/conversations.md 1.7).</remarks>
internal sealed class SlidingLog(IReadOnlyList<LimitWindow> windows, TimeSpan margin)
{
    private readonly (int Limit, TimeSpan Length)[] _windows = [.. windows.Select(window => (window.Limit, window.Length + margin))];
    private readonly int _kept = windows.Select(static window => window.Limit).DefaultIfEmpty(0).Max();
    private TimeSpan[] _times = new TimeSpan[16];
    private int _first;
    private int _sent;
    private int _planned;

    /// <summary>How many times are planned.</summary>
    public int Planned => _planned;

    /// <summary>The earliest time for one more sending, after all that are planned.</summary>
    public TimeSpan Next(TimeSpan earliest)
    {
        foreach ((int limit, TimeSpan length) in _windows)
        {
            int blocking = _sent + _planned - limit;
            if (blocking >= 0)
            {
                earliest = Times.Longer(earliest, At(blocking) + length);
            }
        }

        return earliest;
    }

    /// <summary>Notes a sending. Nothing may be planned.</summary>
    public void Sent(TimeSpan time)
    {
        Append(time);
        if (_sent == _kept)
        {
            _first = (_first + 1) % _times.Length;
        }
        else
        {
            _sent++;
        }
    }

    /// <summary>Plans a sending.</summary>
    public void Plan(TimeSpan time)
    {
        Append(time);
        _planned++;
    }

    /// <summary>Forgets what is planned.</summary>
    public void ForgetPlans() => _planned = 0;

    /// <summary>How many more sendings the fullest window takes, and how much of it is used.</summary>
    public (int Left, double Used) Fullest(TimeSpan now)
    {
        (int left, double used) = (int.MaxValue, 0);
        foreach ((int limit, TimeSpan length) in _windows)
        {
            int count = CountSince(now - length);
            (left, used) = (Math.Min(left, limit - count), Math.Max(used, (double)count / limit));
        }

        return (left, used);
    }

    /// <summary>How many sendings there were after a time.</summary>
    private int CountSince(TimeSpan time)
    {
        (int low, int high) = (0, _sent);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = At(middle) > time ? (low, middle) : (middle + 1, high);
        }

        return _sent - low;
    }

    private TimeSpan At(int index) => _times[(_first + index) % _times.Length];

    private void Append(TimeSpan time)
    {
        int count = _sent + _planned;
        if (count == _times.Length)
        {
            var larger = new TimeSpan[2 * count];
            for (int index = 0; index < count; index++)
            {
                larger[index] = At(index);
            }

            (_times, _first) = (larger, 0);
        }

        _times[(_first + count) % _times.Length] = time;
    }
}
