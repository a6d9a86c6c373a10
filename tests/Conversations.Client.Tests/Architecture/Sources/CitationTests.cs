using System.Text.RegularExpressions;
using Conversations.Tests.Architecture;

namespace Conversations.Client.Tests.Architecture.Sources;

/// <summary>Every citation of the service leads to a section of <c>docs/service</c> and has one form, so that a reader finds it.</summary>
public sealed partial class CitationTests
{
    private const int FewestFiles = 400;
    private const int FewestCitations = 100;
    private const string HowToCite = "Cite by path and number, several of a file with commas, as docs/service/README.md says.";

    private static readonly List<SourceLine> Lines = [
        .. SourceLine.OfTheRepository().Where(static line => !line.File.EndsWith($"/{nameof(CitationTests)}.cs", StringComparison.Ordinal)),
    ];

    private static readonly List<(SourceLine Line, Match Match)> Citations =
        [.. from line in Lines from Match match in Citation().Matches(line.Text) select (line, match)];

    [Fact]
    public void Every_citation_leads_to_a_section() => Findings.None(
        Citations.SelectMany(static found => Mistakes(found.Line, found.Match)),
        "Cited, but not in docs/service: mend the number, or write the section.");

    [Fact]
    public void Nothing_is_cited_in_another_form() => Findings.None(
        from line in Lines
        from form in Forms(line)
        from Match match in form.Matches(line.Text)
        select $"{line.Place}: {match.Value.Trim()}",
        HowToCite);

    [Fact]
    public void Sections_of_the_service_name_sections_of_their_own_file() => Findings.None(
        from line in Lines
        where line.IsOfService
        from Match match in Section().Matches(line.Text)
        from number in match.Groups["number"].Captures
        where !ServiceDocuments.Has(Path.GetFileName(line.File), number.Value)
        select $"{line.Place}: {match.Value}",
        "Named in docs/service, but no section of the same file.");

    [Fact]
    public void No_number_is_given_twice() => Findings.None(
        ServiceDocuments.Sections.GroupBy(static section => section.Citation)
            .Where(static same => same.Count() > 1)
            .Select(static same => same.Key),
        "A number stands for one section.");

    [Fact]
    public void Files_and_citations_were_found()
    {
        Assert.True(Lines.Select(static line => line.File).Distinct().Count() >= FewestFiles);
        Assert.True(Citations.Count(static found => found.Line.IsCode && !Rule().IsMatch(found.Line.Text)) >= FewestCitations, "Comments cite less than they did: were they read?");
        Assert.True(ServiceDocuments.Sections.Count > 80);
    }

    private static IEnumerable<string> Mistakes(SourceLine line, Match citation)
    {
        string file = citation.Groups["file"].Value;
        if (!ServiceDocuments.HasFile(file))
        {
            return [$"{line.Place}: {citation.Value}: there is no such file"];
        }

        CaptureCollection numbers = citation.Groups["number"].Captures;
        return numbers.Count == 0 && !line.IsDocument
            ? [$"{line.Place}: {citation.Value}: no section is named on the same line"]
            : numbers.Where(number => !ServiceDocuments.Has(file, number.Value)).Select(number => $"{line.Place}: {ServiceDocuments.Folder}/{file} {number.Value}: there is no such section");
    }

    private static IEnumerable<Regex> Forms(SourceLine line)
    {
        yield return FormerWord();
        yield return HalfAndNumber();
        if (!line.IsOfService)
        {
            yield return FileAlone();
        }

        if (line.IsCode)
        {
            yield return NumberAlone();
        }
    }

    [GeneratedRegex(@"docs/service/(?<file>[\w.-]*\.md)( (?<number>\d{1,2}(\.\d{1,2})?)(?!\w)(, (?<number>\d{1,2}(\.\d{1,2})?)(?!\w))*)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Citation();

    [GeneratedRegex(@"\bsections? (?<number>\d+(\.\d+)?)((, | and )(?<number>\d+(\.\d+)?))*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"\bRule\(""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"\bcontract([,:]|'s) (tickets|conversations|neighbours)(\.md|,? section)?( \d|\b)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormerWord();

    [GeneratedRegex(@"(?<!docs/service/|\(service/)\b(tickets|conversations|neighbours)\.md\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileAlone();

    [GeneratedRegex(@"(?<![\w/.])((tickets|conversations|neighbours)(,? section \d|,? \d{1,2}\.\d{1,2}(?![\d.]))|""(tickets|conversations|neighbours) \d{1,2}"")", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HalfAndNumber();

    [GeneratedRegex(@"//.* \((section )?\d{1,2}\.\d{1,2}(, \d{1,2}(\.\d{1,2})?)*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberAlone();
}
