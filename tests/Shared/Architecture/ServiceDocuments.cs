using System.Text.RegularExpressions;

namespace Conversations.Tests.Architecture;

/// <summary>The sections of <c>docs/service</c>, which describes what the service does and is cited by section number.</summary>
public static partial class ServiceDocuments
{
    public const string Folder = "docs/service";

    /// <summary>All sections in the order of the pages, tickets first.</summary>
    public static IReadOnlyList<ServiceSection> Sections { get; } =
    [
        .. from path in Directory.GetFiles(Repository.PathOf("docs", "service"), "*.md").OrderDescending(StringComparer.Ordinal)
           let file = Path.GetFileName(path)
           from line in OutsideOfCode(File.ReadLines(path))
           let heading = Heading().Match(line)
           where heading.Success
           select new ServiceSection(file, heading.Groups["number"].Value, heading.Groups["title"].Value),
    ];

    public static bool HasFile(string name) => File.Exists(Repository.PathOf("docs", "service", name));

    public static bool Has(string file, string number) => Sections.Any(section => section.File == file && section.Number == number);

    /// <summary>Skips code blocks, because a line of an example can look like a heading.</summary>
    private static IEnumerable<string> OutsideOfCode(IEnumerable<string> lines)
    {
        bool inCode = false;
        foreach (string line in lines)
        {
            inCode ^= line.StartsWith("```", StringComparison.Ordinal);
            if (!inCode)
            {
                yield return line;
            }
        }
    }

    [GeneratedRegex(@"^##+ (?<number>\d+(\.\d+)?)\.? (?<title>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}

/// <summary>One section, such as <c>docs/service/tickets.md 6.2</c>.</summary>
public sealed record ServiceSection(string File, string Number, string Title)
{
    public string Citation => $"{ServiceDocuments.Folder}/{File} {Number}";

    /// <summary>The file's name without folder and extension: tickets, neighbours or conversations.</summary>
    public string Half => Path.GetFileNameWithoutExtension(File);

    /// <summary>Whether the section has subsections.</summary>
    public bool HasParts =>
        ServiceDocuments.Sections.Any(part => part.File == File && part.Number.StartsWith($"{Number}.", StringComparison.Ordinal));
}
