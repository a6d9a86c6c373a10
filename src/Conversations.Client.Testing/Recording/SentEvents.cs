using System.Globalization;
using System.Text;

namespace Conversations.Client.Testing.Recording;

/// <summary>
/// Owns what was sent of one stream, with its times: the newest part, so that a long stream costs no more than a short one.
/// </summary>
internal sealed class SentEvents(TimeProvider time)
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxCharacters = 160;

    private readonly object _gate = new();
    private readonly Queue<(DateTimeOffset At, ReadOnlyMemory<byte> Bytes)> _writes = new();
    private int _bytes;
    private bool _hasForgotten;
    private bool _isForgotten;
    private (DateTimeOffset At, string How)? _end;

    /// <summary>How much is kept.</summary>
    public int Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    public void Add(ReadOnlyMemory<byte> bytes)
    {
        // Not under the lock: a clock that a test moves runs what is due on the thread that reads it.
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            if (_isForgotten)
            {
                return;
            }

            _writes.Enqueue((now, bytes));
            _bytes += bytes.Length;
            while (_bytes > MaxBytes && _writes.Count > 1)
            {
                _bytes -= _writes.Dequeue().Bytes.Length;
                _hasForgotten = true;
            }
        }
    }

    /// <summary>Keeps nothing of what was sent, nor of what is sent from now on.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _isForgotten = true;
            _hasForgotten = true;
            _writes.Clear();
            _writes.TrimExcess();
            _bytes = 0;
        }
    }

    /// <summary>The first word about the end counts.</summary>
    public void End(string how)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            _end ??= (now, how);
        }
    }

    /// <summary>A line an event.</summary>
    public void AppendTo(StringBuilder text)
    {
        lock (_gate)
        {
            if (_hasForgotten)
            {
                _ = text.Append("   … earlier events are not kept\n");
            }

            string rest = "";
            DateTimeOffset at = default;
            foreach ((DateTimeOffset At, ReadOnlyMemory<byte> Bytes) write in _writes)
            {
                at = write.At;
                string[] blocks = (rest + Encoding.Latin1.GetString(write.Bytes.Span)).Split("\n\n");
                foreach (string block in blocks[..^1])
                {
                    AppendLine(text, at, block);
                }

                rest = blocks[^1];
            }

            if (rest.Length > 0)
            {
                AppendLine(text, at, rest + "\n(not ended)");
            }

            if (_end is { } end)
            {
                AppendLine(text, end.At, end.How);
            }
        }
    }

    // Bytes stand one to one in a Latin-1 text, so that a character cut in two by a write is whole again here.
    private static void AppendLine(StringBuilder text, DateTimeOffset at, string block)
    {
        string line = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(block)).Replace('\n', ' ');
        _ = text.Append(CultureInfo.InvariantCulture, $"   {at:HH:mm:ss.fff} ").Append(line.AsSpan(0, Math.Min(line.Length, MaxCharacters)));
        _ = line.Length > MaxCharacters ? text.Append(CultureInfo.InvariantCulture, $"… ({block.Length} bytes)\n") : text.Append('\n');
    }
}
