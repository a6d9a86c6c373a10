using Conversations.Tests.Architecture;

namespace Conversations.Client.Tests.Architecture.Sources;

/// <summary>A line of a handwritten text file of the repository: no build output, no list of packages.</summary>
internal sealed record SourceLine(string File, int Number, string Text)
{
    public string Place => $"{File}:{Number}";

    public bool IsCode => File.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsDocument => File.EndsWith(".md", StringComparison.Ordinal);

    public bool IsOfService => File.StartsWith(ServiceDocuments.Folder + "/", StringComparison.Ordinal);

    public static IEnumerable<SourceLine> OfTheRepository() =>
        SourceFiles.Texts.SelectMany(static path =>
            System.IO.File.ReadLines(Repository.PathOf(path)).Select((text, index) => new SourceLine(path, index + 1, text)));
}
