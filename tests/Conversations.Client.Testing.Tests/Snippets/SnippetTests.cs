namespace Conversations.Client.Testing.Tests.Snippets;

/// <summary>Every C# block of README and docs is also, line for line, in a file that is compiled and run as a test.</summary>
public sealed class SnippetTests
{
    public static TheoryData<string, int> Blocks()
    {
        var blocks = new TheoryData<string, int>();
        foreach (string? file in Directory.EnumerateFiles(Repository.Root,
            "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)))
        {
            foreach ((int line, string _) in BlocksOf(file))
            {
                blocks.Add(Path.GetRelativePath(Repository.Root, file), line);
            }
        }

        return blocks;
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_is_compiled_code(string file, int line)
    {
        string block = BlocksOf(Path.Combine(Repository.Root, file)).Single(block => block.Line == line).Code;

        IEnumerable<string> compiled = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "Conversations.Client.Testing.Tests", "Snippets"), "*.cs")
            .Select(path => Normalized(File.ReadAllLines(path)));

        Assert.True(
            compiled.Any(code => code.Contains(block, StringComparison.Ordinal)),
            $"The block at {file}:{line} stands in no file of Snippets/. Change one of them so that both read the same:\n{block}");
    }

    [Fact]
    public void README_has_blocks() => Assert.True(BlocksOf(Path.Combine(Repository.Root, "README.md")).Count() >= 6);

    private static IEnumerable<(int Line, string Code)> BlocksOf(string file)
    {
        string[] lines = File.ReadAllLines(file);
        for (int start = 0; start < lines.Length; start++)
        {
            if (lines[start] == "```csharp")
            {
                int end = Array.IndexOf(lines, "```", start);
                yield return (start + 1, Normalized(lines[(start + 1)..end]));
                start = end;
            }
        }
    }

    /// <summary>Removes indentation and blank lines, which differ between a page and a method.</summary>
    private static string Normalized(IEnumerable<string> lines) =>
        string.Join('\n', lines.Select(line => line.Trim()).Where(line => line.Length > 0));
}
