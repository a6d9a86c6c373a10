using System.Text;

namespace Conversations.Fuzz;

/// <summary>Makes inputs of inputs: bytes and tokens changed, left out, doubled, moved, and pieces of others put in.</summary>
internal sealed class Mutations(Random random)
{
    private const int Longest = 64 * 1024;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "null", "true", "-0", "1e999", "9223372036854775808", "0.1", "\"\"", "[]", "{}", "[[[[[[[[", "{\"a\":", "\"\\ud800\"", "\"\\u0000\"", "\\", "\"", ",", ":", "\n", "\r", "\r\n",
            "\n\n", "data: ", "event: message\n", "id: ", "retry: 1\n", ": \n", "\uFEFF", "\"id\":", "\"type\":\"ai\"", "\"content\":", "\"status\":", "\"next\":", "\"results\":[", "\"messages\":[",
            "https://us.posthog.com/", "Retry-After: 99999999999", "Content-Encoding: br", "phx_", "\u0000", "\u202E", "ä", "😀", "2026-02-30T25:61:61Z", "0001-01-01T00:00:00+14:00",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ];

    /// <summary>An input made of one of others.</summary>
    public byte[] Next(IReadOnlyList<byte[]> inputs)
    {
        var bytes = new List<byte>(inputs[random.Next(inputs.Count)]);
        for (int changes = 1 + random.Next(6); changes > 0; changes--)
        {
            Change(bytes, inputs);
        }

        return bytes.Count <= Longest ? [.. bytes] : [.. bytes.Take(Longest)];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> inputs)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(1 + random.Next(random.Next(2) == 0 ? 4 : 64), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                byte[] other = inputs[random.Next(inputs.Count)];
                int from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, random.Next(other.Length - from + 1)));
                break;
            case 5 when length > 0:
                List<byte> piece = bytes.GetRange(at, length);
                bytes.RemoveRange(at, length);
                bytes.InsertRange(random.Next(bytes.Count + 1), piece);
                break;
            case 6:
                Replace(bytes, at);
                break;
            default:
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
        }
    }

    /// <summary>Puts a token in the place of one: a JSON value, a name or a word.</summary>
    private void Replace(List<byte> bytes, int at)
    {
        int end = at;
        while (end < bytes.Count && !",:{}[]\n"u8.Contains(bytes[end]))
        {
            end++;
        }

        bytes.RemoveRange(at, end - at);
        bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
    }
}
