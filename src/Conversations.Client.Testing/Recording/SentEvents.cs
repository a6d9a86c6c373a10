using System.Globalization;
using System.Text;

namespace Conversations.Client.Testing.Recording;

/// <summary>
/// Owns what was sent in one stream, with its times. It keeps only the newest part, so that a long stream takes no more memory than a short
/// one.
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

    /// <summary>How many bytes are kept.</summary>
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
        // Outside the lock, because a clock that a test moves runs due callbacks on the thread that reads it.
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

    /// <summary>Drops what was sent, and keeps nothing that is sent later.</summary>
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

    /// <summary>Records how the stream ended. Only the first call counts.</summary>
    public void End(string how)
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_gate)
        {
            _end ??= (now, how);
        }
    }

    /// <summary>Appends one line for each event.</summary>
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

    // Latin-1 has one character for each byte, so a character that a write cut in two becomes whole again here.
    private static void AppendLine(StringBuilder text, DateTimeOffset at, string block)
    {
        string line = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(block)).Replace('\n', ' ');
        _ = text.Append(CultureInfo.InvariantCulture, $"   {at:HH:mm:ss.fff} ").Append(line.AsSpan(0, Math.Min(line.Length, MaxCharacters)));
        _ = line.Length > MaxCharacters ? text.Append(CultureInfo.InvariantCulture, $"… ({block.Length} bytes)\n") : text.Append('\n');
    }
}
