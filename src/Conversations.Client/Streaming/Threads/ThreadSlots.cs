using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Conversations.Client.Streaming.Threads;

/// <summary>
/// Owns the places of a thread. It knows what is asked at each event without a look at every place, so that a thread of many
/// unfinished messages costs as little per event as one of a few.
/// </summary>
internal sealed class ThreadSlots
{
    // An answer splits into a few messages; a thread of many unfinished ones costs no more.
    private const int MaxParts = 16;

    private readonly List<ThreadSlot> _slots = [];
    private readonly Dictionary<string, int> _positions = [];
    private int _lastFinished = -1;

    // Before it nothing is unfinished that End has not ended; it may name a place that was finished since.
    private int _firstOpen = int.MaxValue;

    // From here on all are unfinished.
    private int _openEnd;

    // The first of those that has no id; void when it stands before them.
    private int _unnamed = -1;

    public int Count => _slots.Count;

    public bool HasFinished => _lastFinished >= 0;

    /// <summary>The id of the last finished message that has one.</summary>
    public string? LastFinishedId => HasFinished ? _slots[_lastFinished].Id : null;

    /// <summary>The id of the first finished message that has one.</summary>
    public string? FirstFinishedId => HasFinished ? _slots.Find(static slot => slot.IsFinished).Id : null;

    public ThreadSlot this[int position] => _slots[position];

    public bool TryGetLast(out ThreadSlot last)
    {
        last = _slots is [.., var slot] ? slot : default;
        return _slots.Count > 0;
    }

    public bool TryFind([NotNullWhen(true)] string? id, out int position)
    {
        if (id is { Length: > 0 } && _slots is [.., var last] && last.Id == id)
        {
            // A message that is being written comes again and again.
            position = _slots.Count - 1;
            return true;
        }

        position = -1;
        return id is { Length: > 0 } && _positions.TryGetValue(id, out position);
    }

    public int FindIndex(int start, Predicate<ThreadSlot> matches) => _slots.FindIndex(start, matches);

    public int FindLastIndex(Predicate<ThreadSlot> matches) => _slots.FindLastIndex(matches);

    public bool HasFinishedBehind(int position) => position < _openEnd - 1;

    /// <summary>The first of the unfinished messages behind which nothing finished stands, and that has no id.</summary>
    public int? UnnamedAtEnd() => _unnamed >= _openEnd && _unnamed < _slots.Count ? _unnamed : null;

    /// <summary>
    /// The one of the unfinished messages behind which nothing finished stands whose place a finished one takes: the one that it
    /// goes on with, because the end of another may have been lost, or the first of its kind, or the first.
    /// </summary>
    public int? OpenAtEnd(ThreadSlot finished)
    {
        int? ofItsKind = null;
        for (int position = _openEnd; position < Math.Min(_slots.Count, _openEnd + MaxParts); position++)
        {
            if (_slots[position].IsText == finished.IsText)
            {
                if (!finished.IsText || (!_slots[position].Text.IsEmpty && finished.GoesOnWith(_slots[position])))
                {
                    return position;
                }

                ofItsKind ??= position;
            }
        }

        return ofItsKind ?? (_openEnd < _slots.Count ? _openEnd : null);
    }

    /// <summary>The place beside which a message gets one of its own, if it covers the beginning of that message.</summary>
    public ThreadSlot Uncover(int position, ThreadSlot slot)
    {
        if (position < 0
            || position >= _slots.Count
            || _slots[position] is not { CoveredText: not null } covering
            || !slot.GoesOnWith(covering))
        {
            return default;
        }

        _slots[position] = covering.Uncovered();
        return covering;
    }

    public void Append(ThreadSlot slot)
    {
        _slots.Add(slot);
        Note(_slots.Count - 1);
    }

    public void Insert(int position, ThreadSlot slot)
    {
        if (position == _slots.Count)
        {
            Append(slot);
            return;
        }

        _slots.Insert(position, slot);
        NoteAll();
    }

    public void Replace(int position, ThreadSlot slot)
    {
        ThreadSlot old = _slots[position];
        if (old.Growing != slot.Growing)
        {
            old.Growing?.Release();
        }

        _slots[position] = slot;
        if (!old.IsOpen && (slot.IsOpen || (position == _lastFinished && !slot.IsFinished)))
        {
            // No stream does it, events made by hand can.
            NoteAll();
            return;
        }

        // A part that has ended may have the temporary id of one that is being written.
        if (old.Id != slot.Id && old.Id is { Length: > 0 } gone && _positions.TryGetValue(gone, out int known) && known == position)
        {
            _ = _positions.Remove(gone);
        }

        Note(position);
    }

    /// <summary>Ends what is unfinished.</summary>
    public void End()
    {
        for (int position = _firstOpen; position < _slots.Count; position++)
        {
            if (_slots[position] is { IsOpen: true } slot)
            {
                _slots[position] = slot.Ended();
                slot.Growing?.Release();
                if (slot.Id is { Length: > 0 } id)
                {
                    // The next message of that temporary id is another one.
                    _ = _positions.Remove(id);
                }
            }
        }

        _firstOpen = int.MaxValue;
        _openEnd = _slots.Count;
    }

    private void NoteAll()
    {
        _positions.Clear();
        (_lastFinished, _firstOpen, _openEnd, _unnamed) = (-1, int.MaxValue, 0, -1);
        for (int position = 0; position < _slots.Count; position++)
        {
            Note(position);
        }
    }

    private void Note(int position)
    {
        ThreadSlot slot = _slots[position];
        if (slot.IsOpen)
        {
            _firstOpen = Math.Min(_firstOpen, position);
            if (string.IsNullOrEmpty(slot.Id) && _unnamed < _openEnd)
            {
                _unnamed = position;
            }
        }
        else
        {
            _openEnd = Math.Max(_openEnd, position + 1);
        }

        if (slot.IsFinished)
        {
            _lastFinished = Math.Max(_lastFinished, position);
        }

        // What has ended unfinished is found by its temporary id no longer.
        if (slot.Id is { Length: > 0 } id && (slot.IsOpen || slot.IsFinished))
        {
            _positions[id] = position;
        }
    }
}

/// <summary>The places of a thread, each as something else, as they are now.</summary>
internal sealed class ThreadView<T>(ThreadSlots slots, Func<ThreadSlot, T> select) : IReadOnlyList<T>
{
    public int Count => slots.Count;

    public T this[int index] => select(slots[index]);

    public IEnumerator<T> GetEnumerator()
    {
        for (int position = 0; position < slots.Count; position++)
        {
            yield return this[position];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
