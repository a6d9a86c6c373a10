using System.Text;
using System.Text.RegularExpressions;

namespace Conversations.FakeServer.Tests.Documentation;

/// <summary>A curl command of the document and the response printed below it.</summary>
internal sealed partial record Example(string Command, int Status, string Body)
{
    internal static IReadOnlyList<Example> In(string document)
    {
        List<Example> examples = [];
        foreach (Match block in Blocks().Matches(document))
        {
            string[] lines = block.Groups["lines"].Value.TrimEnd().Split('\n');
            Assert.True(lines.Length % 2 == 0, $"Each command is a line with its answer below:\n{block.Value}");
            foreach (string[] pair in lines.Chunk(2))
            {
                Assert.StartsWith("curl ", pair[0], StringComparison.Ordinal);
                Assert.Matches("^# [0-9]{3}( |$)", pair[1]);
                examples.Add(new Example(pair[0], int.Parse(pair[1].AsSpan(2, 3), null), pair[1].Length > 6 ? pair[1][6..] : ""));
            }
        }

        return examples;
    }

    internal HttpRequestMessage ToRequest()
    {
        string? method = null, body = null, address = null;
        List<string[]> headers = [];
        var words = new Queue<string>(Words().Matches(Command).Select(static word => word.Groups["text"].Value).Skip(1));
        while (words.TryDequeue(out string? word))
        {
            switch (word)
            {
                case "-X":
                    method = words.Dequeue();
                    break;
                case "-H":
                    headers.Add(words.Dequeue().Split(": ", 2));
                    break;
                case "--json":
                    body = words.Dequeue();
                    break;
                default:
                    Assert.StartsWith("$FAKE/", word, StringComparison.Ordinal);
                    address = word["$FAKE".Length..];
                    break;
            }
        }

        var request = new HttpRequestMessage(new HttpMethod(method ?? (body is null ? "GET" : "POST")), address);
        if (body is not null)
        {
            // As curl sends it with --json.
            request.Headers.Accept.ParseAdd("application/json");
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (string[] header in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(header[0], header[1]));
        }

        return request;
    }

    internal bool Fits(string answer) => Regex.IsMatch(
        answer,
        $"^{string.Join(".*", Body.Split('…').Select(Regex.Escape))}$",
        RegexOptions.Singleline,
        TimeSpan.FromSeconds(1));

    [GeneratedRegex("```bash\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blocks();

    // A shell's words: bare or in quotes. The examples escape nothing inside quotes.
    [GeneratedRegex("'(?<text>[^']*)'|\"(?<text>[^\"]*)\"|(?<text>[^\\s'\"]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
