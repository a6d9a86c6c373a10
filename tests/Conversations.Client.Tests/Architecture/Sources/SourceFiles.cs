namespace Conversations.Client.Tests.Architecture.Sources;

/// <summary>The handwritten files of this repository, by their path from the root.</summary>
internal static class SourceFiles
{
    internal static IReadOnlyList<string> All { get; } =
    [
        .. from root in (string[])["src", "tests", "samples", "benchmarks", "eng"]
           where Directory.Exists(Repository.PathOf(root))
           from file in Directory.EnumerateFiles(Repository.PathOf(root), "*.cs", SearchOption.AllDirectories)
           let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
           where !path.EndsWith(".g.cs", StringComparison.Ordinal) && !path.Split('/').Any(static part => part is "bin" or "obj")
           select path,
    ];

    internal static IEnumerable<(string Path, string Text)> OfTests => All
        .Where(static path => path.StartsWith("tests/", StringComparison.Ordinal) || path.StartsWith("samples/ConsumerTests/", StringComparison.Ordinal))
        .Select(static path => (path, File.ReadAllText(Repository.PathOf(path))));
}
