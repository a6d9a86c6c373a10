using System.Reflection;
using System.Xml.Linq;

namespace Conversations.Client.Testing.Tests.Architecture;

/// <summary>The compiler, the documentation and the fake say that a call cannot work, so that nobody finds out in production.</summary>
public sealed class DiagnosticTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("docs", "diagnostics.md"));

    [Fact]
    public void A_call_that_creates_a_ticket_is_a_warning_with_an_id_and_an_address()
    {
        ObsoleteAttribute warning = typeof(ITicketOperations)
            .GetMethod("CreateAsync")!.GetCustomAttribute<ObsoleteAttribute>()!;

        Assert.Equal((false, "CONV0001", "docs/diagnostics.md#{0}"), (warning.IsError, warning.DiagnosticId, warning.UrlFormat));
        Assert.Contains(nameof(ITicketOperations.ComposeAsync), warning.Message, StringComparison.Ordinal);
        Assert.Contains("channel", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_sentence_of_its_documentation_says_what_to_do_instead()
    {
        var documents = XDocument.Load(Path.ChangeExtension(typeof(ITicketOperations).Assembly.Location, "xml"));
        XElement summary = documents.Descendants("member")
            .Single(static member => member.Attribute("name")!.Value.StartsWith("M:Conversations.Client.ITicketOperations.CreateAsync(", StringComparison.Ordinal))
            .Element("summary")!;
        string first = string.Concat(
            summary.Nodes().TakeWhile(static node =>
                !node.ToString().Contains(". ", StringComparison.Ordinal)
                    && !node.ToString().Contains(".\n", StringComparison.Ordinal)).Select(static node =>
                    node.ToString())).Trim();

        Assert.StartsWith("No server known today accepts this call", first, StringComparison.Ordinal);
        Assert.Contains(nameof(ITicketOperations.ComposeAsync), first, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_id_has_its_place_in_the_document()
    {
        string[] ids = [.. typeof(ITicketOperations).Assembly.GetExportedTypes()
            .SelectMany(static type => type.GetMembers().Where(member => member.DeclaringType == type))
            .Select(static member => member.GetCustomAttribute<ObsoleteAttribute>()?.DiagnosticId)
            .OfType<string>()
            .Distinct()];

        Assert.Equal(["CONV0001"], ids);
        Assert.All(ids, static id => Assert.Contains($"<a id=\"{id}\"></a>\n\n## {id}: ", Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs", "fake-differences.md")]
    public void Whoever_reads_first_is_told(params string[] path) =>
        Assert.Contains("no server known today accepts it", File.ReadAllText(Repository.PathOf(path)), StringComparison.OrdinalIgnoreCase);
}
