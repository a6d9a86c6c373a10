using System.Text;
using Conversations.Client;

namespace Conversations.Fuzz.Targets;

/// <summary>
/// The body of a stream of events: it is read to its end or ends in an exception of the package, and how it is cut into pieces makes no
/// difference.
/// </summary>
internal sealed class ReaderTarget : IFuzzTarget
{
    public string Name => "reader";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "event: message\ndata: {\"type\":\"human\",\"id\":\"h\",\"content\":\"Hi\"}\n\nevent: message\ndata: {\"type\":\"ai\",\"id\":\"temp-0\",\"content\":\"Hel\"}\n\nevent: message\ndata: {\"type\":\"ai\",\"id\":\"a\",\"content\":\"Hello\",\"meta\":{\"thinking\":[]}}\n\n",
            "event: conversation\ndata: {\"id\":\"0197cccc-0000-7000-8000-00000000ffff\",\"status\":\"in_progress\",\"title\":null,\"type\":\"assistant\"}\n\n: keepalive\n\nevent: update\ndata: {\"id\":\"u\",\"tool_call_id\":\"c\",\"content\":\"x\"}\n\nevent: status\ndata: {\"type\":\"ack\"}\n\n",
            "\uFEFFevent: message\r\ndata: {\"type\":\"ai\",\"id\":\"t\",\"content\":\"\",\"tool_calls\":[{\"id\":\"c\",\"name\":\"look\",\"args\":{\"q\":[1,2.5e3,null]},\"type\":\"tool_call\"}]}\r\n\r\nevent: message\r\ndata: {\"type\":\"tool\",\"id\":\"r\",\"content\":\"42\",\"tool_call_id\":\"c\",\"ui_payload\":{}}\r\n\r\n",
            "event: message\rdata: {\"type\":\"ai/failure\",\"id\":\"f\"\rdata: ,\"content\":\"Oops \\ud83d\\ude00 \\\"x\\\" \\n\"}\r\rid: 7\nretry: 10\nevent: brand_new\ndata: 1\ndata: 2\n\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public async Task<string?> TryAsync(byte[] input)
    {
        string whole = await ReadAsync(new MemoryStream(input, writable: false)).ConfigureAwait(false);
        foreach (int seed in new[] { 0, input.Length })
        {
            string cut = await ReadAsync(new PiecesStream(input, seed)).ConfigureAwait(false);
            if (cut != whole)
            {
                return $"Cut into pieces it reads as\n{cut}\nand whole as\n{whole}";
            }
        }

        return whole.StartsWith('!') ? whole : null;
    }

    /// <summary>What was read, as a text; one with an exclamation mark in front for an exception that must not come.</summary>
    private static async Task<string> ReadAsync(Stream body)
    {
        var read = new StringBuilder();
        try
        {
            await using var stream = new ConversationStream(ConversationEvents.ReadAsync(body));
            await foreach (ConversationStreamEvent next in stream)
            {
                _ = read.AppendLine(next.ToString());
            }

            foreach (ThreadEntry entry in stream.Thread.Entries)
            {
                _ = read.AppendLine(entry.ToString());
            }
        }
        catch (ConversationsException exception)
        {
            _ = read.AppendLine(exception.GetType().Name);
        }
        catch (Exception exception)
        {
            return $"! {exception}";
        }

        return read.ToString();
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class PiecesStream(byte[] bytes, int seed) : MemoryStream(bytes, writable: false)
    {
        private uint _state = (uint)seed + 1;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _state = (_state * 1664525) + 1013904223;
            int size = seed == 0 ? 1 : 1 + (int)(_state >> 28);
            return base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
        }
    }
}
