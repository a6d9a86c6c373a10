using System.Text;

namespace Conversations.Benchmarks;

/// <summary>Answers are checked while they are measured, so that nobody wins by leaving something out.</summary>
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

/// <summary>Counts small events: every one there, and in order when checked thoroughly.</summary>
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

/// <summary>Takes pieces of text; the thorough check puts them together again.</summary>
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
