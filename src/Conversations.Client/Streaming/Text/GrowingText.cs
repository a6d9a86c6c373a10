using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Conversations.Client.Streaming.Reading;

namespace Conversations.Client.Streaming.Text;

/// <summary>
/// The text of an assistant message that is being written, where only text is read. The decoder makes it grow. The thread sets its
/// index and frees it. Its event says what the last partial message changed. Each partial message carries the whole text, so the part
/// that is known is only compared and never decoded again. A message record is created only when somebody asks for it.
/// </summary>
internal sealed class GrowingText
{
    private byte[] _data;
    private int _length;
    private TextPlace _place;
    private char[] _text;
    private int _textLength;
    private TextUpdate? _change;
    private ConversationMessage? _message;

    private GrowingText(ReadOnlySpan<byte> data, TextPlace place, char[] text, int textLength)
    {
        Event = new(this);
        Id = place.Id;
        _data = ArrayPool<byte>.Shared.Rent(data.Length);
        _text = text;
        Take(data, place);
        _textLength = textLength;
    }

    /// <summary>The event of the last partial message. It is the same object each time, because a reader of text does not see it.</summary>
    public MessageEvent Event { get; }

    public string? Id { get; }

    /// <summary>The whole text so far.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _textLength);

    /// <summary>The index among the texts of the stream. The thread sets it.</summary>
    public int Index { get; set; } = -1;

    /// <summary>How the last partial message changed the text; null when it did not, and before the thread has applied it.</summary>
    public TextUpdate? Update => _change is { } change ? change with { MessageIndex = Index } : null;

    public bool IsReleased => _data.Length == 0;

    /// <summary>The message as it is now.</summary>
    public ConversationMessage Message => _message ??= ((MessageEvent)EventDecoder.Read("message", _data.AsSpan(0, _length))).Message;

    /// <summary>Starts a text with the data of an event; null if it is not a partial message of the assistant.</summary>
    public static GrowingText? Start(ReadOnlySpan<byte> data, TextPlace place) =>
        // The first message must be a readable record too. Later ones of the same form are not checked again.
        EventDecoder.Read("message", data) is MessageEvent { IsPartial: true, Message: AssistantMessage }
            && Decode(data, place, out char[]? text, out int length)
            ? new(data, place, text, length)
            : null;

    /// <summary>
    /// Takes the data of the next event if it is this message and only its text is longer. This costs a comparison and the decoding of the
    /// new piece.
    /// </summary>
    public bool TryGrow(ReadOnlySpan<byte> data)
    {
        if (IsReleased || data.Length < _length || !data.StartsWith(_data.AsSpan(0, _place.End)))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = data[_place.End..];
        int length = LengthOfString(rest, out bool hasEscapes);
        if (length < 0
            || !rest[length..].SequenceEqual(_data.AsSpan(_place.End, _length - _place.End))
            || TextOf(rest[..length], hasEscapes) is not { } added)
        {
            return false;
        }

        Add(added);
        Grow(ref _data, data.Length);
        rest.CopyTo(_data.AsSpan(_place.End));
        _length = data.Length;
        _place = _place with { End = _place.End + length };
        _message = null;
        return true;
    }

    /// <summary>Takes the data of the next event of this message, whatever has changed in it.</summary>
    public bool TryChange(ReadOnlySpan<byte> data, TextPlace place)
    {
        if (!Decode(data, place, out char[]? text, out int length))
        {
            return false;
        }

        _change = TextChange.Between(Text, text.AsSpan(0, length), whole: null, Index);
        ArrayPool<char>.Shared.Return(_text);
        _text = text;
        _textLength = length;
        Take(data, place);
        return true;
    }

    /// <summary>Computes the change from the text that was in its place before.</summary>
    public void Follow(ReadOnlySpan<char> before) => _change = TextChange.Between(before, Text, whole: null, Index);

    /// <summary>Frees the memory. A message record that was created before stays.</summary>
    public void Release()
    {
        if (!IsReleased)
        {
            ArrayPool<byte>.Shared.Return(_data);
            ArrayPool<char>.Shared.Return(_text);
            _data = [];
            _text = [];
            _textLength = 0;
        }
    }

    private static bool Decode(ReadOnlySpan<byte> data, TextPlace place, out char[] text, out int length)
    {
        text = ArrayPool<char>.Shared.Rent(Math.Max(place.End - place.Start, 16));
        try
        {
            // With its quotes, the text is a JSON value of its own.
            var reader = new Utf8JsonReader(data[(place.Start - 1)..(place.End + 1)]);
            _ = reader.Read();
            length = reader.CopyString(text);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8. EventDecoder then reads the event.
            ArrayPool<char>.Shared.Return(text);
            length = 0;
            return false;
        }
    }

    /// <summary>The number of bytes in a JSON string before its closing quote; negative if there is none.</summary>
    private static int LengthOfString(ReadOnlySpan<byte> rest, out bool hasEscapes)
    {
        hasEscapes = false;
        for (int length = 0; length < rest.Length;)
        {
            int next = rest[length..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            length += next;
            if (rest[length] == '"')
            {
                return length;
            }

            hasEscapes = true;
            length += 2;
        }

        return -1;
    }

    private static string? TextOf(ReadOnlySpan<byte> json, bool hasEscapes)
    {
        if (!hasEscapes)
        {
            return !json.ContainsAnyInRange((byte)0, (byte)0x1F) && Utf8.IsValid(json) ? Encoding.UTF8.GetString(json) : null;
        }

        byte[] quoted = ArrayPool<byte>.Shared.Rent(json.Length + 2);
        try
        {
            quoted[0] = (byte)'"';
            json.CopyTo(quoted.AsSpan(1));
            quoted[json.Length + 1] = (byte)'"';
            var reader = new Utf8JsonReader(quoted.AsSpan(0, json.Length + 2));
            _ = reader.Read();
            return reader.GetString();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(quoted);
        }
    }

    private static void Grow<T>(ref T[] buffer, int needed)
    {
        if (buffer.Length < needed)
        {
            T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, 2 * buffer.Length));
            buffer.CopyTo(larger, 0);
            ArrayPool<T>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    private void Add(string added)
    {
        Grow(ref _text, _textLength + added.Length);
        added.CopyTo(_text.AsSpan(_textLength));
        _textLength += added.Length;
        _change = added.Length > 0 ? new(Index, added, Replaces: false) : null;
    }

    private void Take(ReadOnlySpan<byte> data, TextPlace place)
    {
        Grow(ref _data, data.Length);
        data.CopyTo(_data);
        _length = data.Length;
        _place = place;
        _message = null;
    }
}
