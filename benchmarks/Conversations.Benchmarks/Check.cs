using System.Text;

namespace Conversations.Benchmarks;

/// <summary>Checks the responses while they are measured, so that no column gets faster by skipping work.</summary>
internal static class Check
{
    public static void Must(bool right, string what)
    {
        if (!right)
        {
            throw new InvalidOperationException("wrong answer: " + what);
        }
    }
}

/// <summary>Counts small events. The thorough check also verifies their order.</summary>
internal sealed class EventTally(bool verify)
{
    private int _count;

    public void Add(string? content)
    {
        if (content is not null)
        {
            Check.Must(
                !verify || content.EndsWith(Payloads.EventNumber(_count), StringComparison.Ordinal), "event " + Payloads.EventNumber(_count));
            _count++;
        }
    }

    public void MustBe(int events) => Check.Must(_count == events, $"{_count} events");
}

/// <summary>Takes pieces of text. The thorough check joins them and compares the whole text.</summary>
internal sealed class TextTally(bool verify)
{
    private readonly StringBuilder? _text = verify ? new() : null;
    private int _length;

    public void Add(string piece)
    {
        _length += piece.Length;
        _ = _text?.Append(piece);
    }

    public void MustBe(string text)
    {
        Check.Must(_length == text.Length, $"{_length} characters");
        Check.Must(_text is null || _text.Equals(text.AsSpan()), "text");
    }
}
