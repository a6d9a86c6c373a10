namespace Conversations.Client.Tests.Architecture.Sources;

/// <summary>The handwritten files of this repository, by their path from the root.</summary>
internal static class SourceFiles
{
    private static readonly string[] Roots = ["src", "tests", "samples", "benchmarks", "eng"];
    private static readonly string[] Extensions = [".cs", ".md", ".json", ".liquid", ".csproj", ".props", ".targets", ".yml", ".yaml", ".js", ".mjs", ".sh", ""];
    private static readonly string[] FilesLeftOut = ["package-lock.json", "packages.lock.json", ".git"];
    private static readonly string[] FoldersLeftOut = ["bin", "obj", "node_modules", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>Every text file: no build output, no list of packages.</summary>
    internal static IReadOnlyList<string> Texts { get; } = [.. Below(new DirectoryInfo(Repository.Root))];

    /// <summary>The C# files.</summary>
    internal static IReadOnlyList<string> All { get; } =
    [
        .. Texts.Where(static path => Roots.Contains(path.Split('/')[0])
            && path.EndsWith(".cs", StringComparison.Ordinal)
            && !path.EndsWith(".g.cs", StringComparison.Ordinal)),
    ];

    internal static IEnumerable<(string Path, string Text)> OfTests => All
        .Where(static path => path.StartsWith("tests/", StringComparison.Ordinal) || path.StartsWith("samples/ConsumerTests/", StringComparison.Ordinal))
        .Select(static path => (path, File.ReadAllText(Repository.PathOf(path))));

    private static IEnumerable<string> Below(DirectoryInfo folder) =>
        folder.EnumerateFiles()
            .Where(static file => Extensions.Contains(file.Extension) && !FilesLeftOut.Contains(file.Name))
            .Select(static file => Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'))
            .Concat(folder.EnumerateDirectories()
                .Where(static inner => (inner.Name[0] != '.' || inner.Name is ".ci" or ".github") && !FoldersLeftOut.Contains(inner.Name))
                .SelectMany(Below));
}
