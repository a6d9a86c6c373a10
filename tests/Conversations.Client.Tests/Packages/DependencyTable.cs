namespace Conversations.Client.Tests.Packages;

/// <summary>docs/dependencies.md, parsed for its tests.</summary>
internal static class DependencyTable
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.PathOf("docs", "dependencies.md"));

    /// <summary>The rows of the table under a heading, without the header row.</summary>
    public static IReadOnlyList<string[]> Rows(string heading) =>
    [
        .. Section(heading)
            .Where(static line => line.StartsWith('|'))
            .Skip(2)
            .Select(static line => line.Trim('|').Split('|').Select(static cell => cell.Trim()).ToArray()),
    ];

    /// <summary>The packages in the table under a heading for one target, each with its version.</summary>
    public static IReadOnlyDictionary<string, string> Packages(string heading, string target) => Rows(heading)
        .Where(row => row[2] == "all" || row[2].Split(", ").Contains(target))
        .ToDictionary(static row => row[0], static row => row[1]);

    public static string Text(string heading) => string.Join('\n', Section(heading));

    private static IEnumerable<string> Section(string heading)
    {
        int start = Array.IndexOf(Lines, heading);
        Assert.True(start >= 0, $"docs/dependencies.md has no \"{heading}\".");
        return Lines.Skip(start + 1).TakeWhile(static line => !line.StartsWith('#'));
    }
}
