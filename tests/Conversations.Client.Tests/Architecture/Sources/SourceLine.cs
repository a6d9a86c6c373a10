using Conversations.Tests.Architecture;

namespace Conversations.Client.Tests.Architecture.Sources;

/// <summary>A line of a handwritten text file of the repository: no build output, no list of packages.</summary>
internal sealed record SourceLine(string File, int Number, string Text)
{
    private static readonly string[] Extensions = [".cs", ".md", ".json", ".liquid", ".csproj", ".props", ".targets", ".yml", ".yaml", ".js", ".mjs", ".sh", ""];
    private static readonly string[] FilesLeftOut = ["package-lock.json", "packages.lock.json", ".git"];
    private static readonly string[] FoldersLeftOut = ["bin", "obj", "node_modules", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    public string Place => $"{File}:{Number}";

    public bool IsCode => File.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsDocument => File.EndsWith(".md", StringComparison.Ordinal);

    public bool IsOfService => File.StartsWith(ServiceDocuments.Folder + "/", StringComparison.Ordinal);

    public static IEnumerable<SourceLine> OfTheRepository() => Below(new DirectoryInfo(Repository.Root));

    private static IEnumerable<SourceLine> Below(DirectoryInfo folder) =>
        folder.EnumerateFiles()
            .Where(static file => Extensions.Contains(file.Extension) && !FilesLeftOut.Contains(file.Name))
            .SelectMany(static file =>
                System.IO.File.ReadLines(file.FullName).Select((text, index) =>
                    new SourceLine(Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'), index + 1, text)))
            .Concat(folder.EnumerateDirectories()
                .Where(static inner => (inner.Name[0] != '.' || inner.Name is ".ci" or ".github") && !FoldersLeftOut.Contains(inner.Name))
                .SelectMany(Below));
}
