using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Conversations.Benchmarks.Columns;

/// <summary>
/// The best that a scanner written for long answers can reach. It keeps the bytes up to the end of the text so far, compares them with
/// the next message, and reads on from there. It ignores what follows the text, so it is correct only for a stream of one message.
/// </summary>
internal sealed class Resuming : IDisposable
{
    private int _kept;
    private byte[] _head = [];
    private byte[] _quoted = [];

    public static Call Text(HttpClient http, Answer answer) => async verify =>
    {
        using var state = new Resuming();
        var tally = new TextTally(verify);
        await Floor.ReadAsync(http, state.Added, tally.Add);
        tally.MustBe(answer.Text);
    };

    public void Dispose()
    {
        foreach (byte[] buffer in new[] { _head, _quoted }.Where(static buffer => buffer.Length > 0))
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Start(ReadOnlySpan<byte> data)
    {
        var json = new Utf8JsonReader(data);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("content"u8))
            {
                _ = json.Read();
                return (int)json.TokenStartIndex + 1;
            }
        }

        throw new JsonException("no text");
    }

    private static void Grow(ref byte[] buffer, int size, int keep)
    {
        if (buffer.Length < size)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(size, buffer.Length * 2));
            buffer.AsSpan(0, keep).CopyTo(larger);
            if (buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            buffer = larger;
        }
    }

    private string Added(string name, ReadOnlySpan<byte> data)
    {
        int from = _kept > 0 ? _kept : Start(data);
        Check.Must(_kept == 0 || (data.Length > _kept && data[.._kept].SequenceEqual(_head.AsSpan(0, _kept))), "text was replaced");
        int end = from + data[from..].IndexOfAny((byte)'"', (byte)'\\');
        while (data[end] != '"')
        {
            end += 2;
            end += data[end..].IndexOfAny((byte)'"', (byte)'\\');
        }

        Grow(ref _head, end, _kept);
        data[_kept..end].CopyTo(_head.AsSpan(_kept));
        _kept = end;
        return Unescape(data[from..end]);
    }

    /// <summary>Unescapes with the platform's own reader, given a string token of the new bytes only.</summary>
    private string Unescape(ReadOnlySpan<byte> fresh)
    {
        if (!fresh.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(fresh);
        }

        Grow(ref _quoted, fresh.Length + 2, 0);
        _quoted[0] = (byte)'"';
        fresh.CopyTo(_quoted.AsSpan(1));
        _quoted[fresh.Length + 1] = (byte)'"';
        var token = new Utf8JsonReader(_quoted.AsSpan(0, fresh.Length + 2));
        _ = token.Read();
        return token.GetString()!;
    }
}
