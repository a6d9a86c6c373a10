using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Conversations.Client.Tests.Streaming;

/// <summary>The data of messages in any order, and the places where the bytes are split.</summary>
public sealed record WildTurn(IReadOnlyList<string> Script, IReadOnlyList<int> Cuts)
{
    public override string ToString() => string.Join("\n", Script);
}

/// <summary>The data of messages in the order of the service, and the places where the bytes are split.</summary>
public sealed record OrderlyTurn(IReadOnlyList<string> Script, IReadOnlyList<int> Cuts)
{
    public override string ToString() => string.Join("\n", Script);
}

/// <summary>Generates turns of every kind. Each comes from a number, so that a failing one can be generated again.</summary>
public static class AnyTurn
{
    private static readonly string[] Pieces = [
        "a", "word ", "\"", "\\", "\n", "\r\n", "\t", "\0", "\u001f", "\u007f", "/", "</b>", "&'+", "Grüße", "世界", "🎉", "👩‍👩‍👧", "e\u0301", "\u2028", "\ufeff", "\uffff", "\\n", "\\u0041", "{\"content\":\"", "x\",\"id\":\"temp-1",
    ];

    public static Arbitrary<WildTurn> Wild() => Made(static random =>
    {
        // Older servers sent partial messages without ids. No service defines what a tool's message between two of those means.
        bool isOlder = random.Next(2) == 0;
        return new WildTurn([.. Enumerable.Range(0, random.Next(12)).SelectMany(_ => AnyMessages(random, isOlder))], Cuts(random));
    });

    public static Arbitrary<OrderlyTurn> Orderly() => Made(static random => new OrderlyTurn([.. Steps(random)], Cuts(random)));

    private static Arbitrary<T> Made<T>(Func<Random, T> make) =>
        Gen.Choose(0, int.MaxValue - 1).Select(seed => make(new(seed))).ToArbitrary();

    private static List<int> Cuts(Random random)
    {
        int longest = random.Next(4) switch { 0 => 1, 1 => 4, 2 => 60, _ => 100_000 };
        var cuts = new List<int>();
        for (int at = 0; at < 20_000; at += random.Next(longest) + 1)
        {
            cuts.Add(at);
        }

        return cuts;
    }

    private static IEnumerable<string> AnyMessages(Random random, bool isOlder)
    {
        string? id = AnyTemporaryId(random, isOlder);
        var style = new Style(random);
        switch (random.Next(8))
        {
            case 0:
                yield return Assistant(Id("final", random), Text(random), style);
                break;
            case 1:
                yield return Other(random, style, isOlder);
                break;
            default:
                string text = "";
                for (int count = random.Next(6); count >= 0; count--)
                {
                    text = Next(text, random);
                    // Most messages are written like the one before; some are not.
                    style = random.Next(8) == 0 ? new(random) : style;
                    yield return Assistant(random.Next(12) == 0 ? AnyTemporaryId(random, isOlder) : id, text, style);
                }

                break;
        }
    }

    private static IEnumerable<string> Steps(Random random)
    {
        int number = 0;
        for (int turn = random.Next(1, 3); turn > 0; turn--)
        {
            yield return $$"""{"type":"human","id":"h{{number++}}","content":"q"}""";
            for (int step = random.Next(4); step > 0; step--)
            {
                int parts = random.Next(5) == 0 ? 2 : 1;
                var texts = new List<string>();
                bool isNamed = parts > 1 || random.Next(4) > 0;
                for (int part = 0; part < parts; part++)
                {
                    var style = new Style(random);
                    string text = "";
                    for (int count = random.Next(8); count >= 0; count--)
                    {
                        text = count == 0 ? text + Text(random) + "." : Next(text, random);
                        style = random.Next(6) == 0 ? new(random) : style;
                        yield return Assistant(isNamed ? $"\"temp-{part}\"" : null, text, style);
                    }

                    texts.Add(text);
                }

                if (step == 1 && turn == 1 && random.Next(4) == 0)
                {
                    // The message stays unfinished.
                    yield break;
                }

                foreach (string text in texts)
                {
                    yield return Assistant($"\"f{number++}\"", random.Next(4) == 0 ? Next(text, random) + "!" : text, new(random));
                }

                yield return $$"""{"type":"tool","id":"t{{number++}}","tool_call_id":"c","content":"secret"}""";
            }
        }
    }

    private static string Next(string text, Random random) => random.Next(10) switch
    {
        0 => Text(random),
        1 => "",
        2 => text,
        3 => Shortened(text, random),
        _ => text + Text(random),
    };

    private static string Shortened(string text, Random random)
    {
        int length = random.Next(text.Length + 1);
        return length > 0 && char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string? AnyTemporaryId(Random random, bool isOlder) =>
        random.Next(isOlder ? 0 : 3, 8) switch { 0 => null, 1 => "null", 2 => "\"\"", 3 => "\"temp-1\"", 4 => "\"\\u0074emp-0\"", _ => "\"temp-0\"" };

    private static string Id(string name, Random random) => $"\"{name}-{random.Next(4)}\"";

    private static string Other(Random random, Style style, bool isOlder) => random.Next(9) switch
    {
        0 or 1 => $$"""{"type":"human","id":{{Id("human", random)}},"content":{{style.Quote(Text(random))}}}""",
        2 => """{"type":"human","content":"no id"}""",
        3 when !isOlder => $$"""{"type":"tool","id":{{Id("tool", random)}},"tool_call_id":"c","content":{{style.Quote(Text(random))}}}""",
        4 => """{"artifact_id":"","content":{"blocks":[{"content":"# Draft","type":"markdown"}],"content_type":"notebook","title":""},"id":"temp-notebook","source":"artifact","type":"ai/artifact"}""",
        5 => """{"artifact_id":"a","content":{"content_type":"notebook","blocks":[]},"id":"book","source":"artifact","type":"ai/artifact"}""",
        6 => """{"type":"ai/failure"}""",
        7 => """{"type":"ai","id":"temp-0","content":"half a pair \ud83c"}""",
        _ => """{"type":"ai","id":"temp-0"}""",
    };

    private static string Assistant(string? id, string text, Style style) => style.Write(id, text);

    /// <summary>One of the ways to write the same message as JSON.</summary>
    private sealed class Style(Random random)
    {
        private readonly int _layout = random.Next(6);
        private readonly int _escapes = random.Next(4);

        internal string Write(string? id, string text)
        {
            string content = $"\"content\":{Quote(text)}";
            string named = id is null ? "" : $"\"id\":{id},";
            return _layout switch
            {
                0 => $"{{{content},{named}\"type\":\"ai\"}}",
                1 => $"{{\"type\":\"ai\",{named}{content}}}",
                2 => $"{{{named}\"type\":\"ai\",{content},\"meta\":{{\"thinking\":[{{\"type\":\"thinking\",\"thinking\":\"hm {text.Length}\"}}]}}}}",
                3 => $"{{ \"type\" : \"ai\" , {named} \"tool_calls\" : [ {{\"id\":\"c\",\"name\":\"sql\",\"args\":{{}},\"type\":\"tool_call\"}} ] , {content} }} ",
                4 => $"{{\"new\":{{\"content\":\"\\\"no\"}},{content},{named}\"tool_calls\":[],\"type\":\"ai\"}}",
                _ => $"{{{content},{named}\"tool_calls\":[],\"type\":\"ai\"}}",
            };
        }

        internal string Quote(string text)
        {
            var json = new StringBuilder("\"");
            for (int position = 0; position < text.Length; position++)
            {
                char letter = text[position];
                _ = letter switch
                {
                    _ when _escapes == 1
                        || (_escapes == 2 && position % 3 == 0 && !char.IsSurrogate(letter))
                        || (_escapes == 3 && letter > 126) =>
                        json.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                    '\n' => json.Append("\\n"),
                    '"' or '\\' => json.Append('\\').Append(letter),
                    '/' when _escapes == 2 => json.Append("\\/"),
                    < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                    _ => json.Append(letter),
                };
            }

            return json.Append('"').ToString();
        }
    }
}
