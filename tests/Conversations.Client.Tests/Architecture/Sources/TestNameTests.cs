using System.Text.RegularExpressions;
using Conversations.Tests.Architecture;

namespace Conversations.Client.Tests.Architecture.Sources;

/// <summary>The name of a test is the sentence that is true when it passes.</summary>
public sealed partial class TestNameTests
{
    private static List<(string Path, string Name)> Names { get; } = [
        .. SourceFiles.OfTests.SelectMany(static file => NamesIn(file.Text).Select(name => (file.Path, name))),
    ];

    [Fact]
    public void The_name_of_a_test_is_a_sentence() => Findings.None(
        Names.Where(static test => !IsSentence(test.Name)).Select(static test => $"{test.Path}: {test.Name}"),
        "Say what holds, in words with underscores between them, beginning in upper case and without Test or Should in front.");

    [Fact]
    public void The_tests_were_found() => Assert.True(Names.Count > 1000, $"{Names.Count} tests");

    [Theory]
    [InlineData("A_reply_that_broke_is_sent_once", true)]
    [InlineData("IAsyncDisposable_ends_it", true)]
    [InlineData("Errors", false)]
    [InlineData("ReplyIsSentOnce", false)]
    [InlineData("a_reply_is_sent_once", false)]
    [InlineData("Reply__is_sent", false)]
    [InlineData("Test_that_a_reply_is_sent", false)]
    [InlineData("Should_send_once", false)]
    public void What_is_no_sentence_is_seen(string name, bool isSentence)
    {
        Assert.Equal([name], NamesIn($"    [Theory, BothTransports]\n    [InlineData(1)]\n    // Why.\n    public async Task {name}(int number)\n"));
        Assert.Equal(isSentence, IsSentence(name));
    }

    private static bool IsSentence(string name) =>
        Sentence().IsMatch(name) && !name.StartsWith("Test_", StringComparison.Ordinal) && !name.StartsWith("Should_", StringComparison.Ordinal);

    private static IEnumerable<string> NamesIn(string text) => Test().Matches(text).Select(static match => match.Groups["name"].Value);

    /// <summary>Matches the method below an attribute of xunit or FsCheck, with anything between them.</summary>
    [GeneratedRegex(@"^ *\[(?:\w*Fact|\w*Theory|Property)\b.*\n(?: *(?:\[|//|#).*\n)*? *public [^(\n]*?(?<name>\w+)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Test();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Sentence();
}
