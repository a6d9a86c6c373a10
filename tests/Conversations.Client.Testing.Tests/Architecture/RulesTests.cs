using System.Reflection;
using System.Text;
using Conversations.Client.Testing.Tests.Contract;
using Conversations.Tests.Architecture;
using Xunit.Sdk;

namespace Conversations.Client.Testing.Tests.Architecture;

/// <summary>The page of rules is written from the tests of the rules, so that it promises only what was tried.</summary>
public sealed class RulesTests
{
    private const string Switch = "WRITE_RULES";
    private const string Project = "Conversations.Client.Testing.Tests";
    private static readonly string Contract = Repository.PathOf("tests", Project, "Contract");
    private static readonly string Page = Repository.PathOf("docs", "rules.md");

    /// <summary>Sections of the service documentation without a rule of the fake, and the reasons.</summary>
    private static readonly Dictionary<string, string> WithoutRules = new()
    {
        ["docs/service/tickets.md 0"] = "It names other sections.",
        ["docs/service/tickets.md 9.3"] = "Not imitated.",
        ["docs/service/tickets.md 10"] = "Not imitated.",
        ["docs/service/tickets.md 11"] = "Each line is a rule of another section.",
        ["docs/service/tickets.md 14"] = "What is open.",
        ["docs/service/neighbours.md 0"] = "It names other sections.",
        ["docs/service/neighbours.md 1.5"] = "Not imitated.",
        ["docs/service/neighbours.md 1.7"] = "What a client does.",
        ["docs/service/conversations.md 0"] = "It names other sections.",
        ["docs/service/conversations.md 6.9"] = "What a client does.",
        ["docs/service/conversations.md 10"] = "What is open.",
    };

    private static readonly Dictionary<string, string> Headings = new()
    {
        ["tickets"] = "Tickets and views",
        ["neighbours"] = "The customer's side",
        ["conversations"] = "Conversations",
    };

    private static readonly (MethodInfo Test, RuleAttribute? Rule)[] Tests =
    [
        .. from type in typeof(RuleAttribute).Assembly.GetTypes()
           where type.Namespace?.StartsWith(typeof(RuleAttribute).Namespace!, StringComparison.Ordinal) == true
           from method in type.GetMethods()
           where method.IsDefined(typeof(FactAttribute))
           select (method, method.GetCustomAttribute<RuleAttribute>()),
    ];

    private static IEnumerable<(MethodInfo Test, RuleAttribute Rule)> Rules =>
        Tests.Where(test => test.Rule is not null).Select(test => (test.Test, test.Rule!));

    [Fact]
    public void Every_test_of_the_contract_says_which_rule_it_shows() =>
        Assert.Empty(Tests.Where(test => test.Rule is null).Select(test => NameOf(test.Test)));

    [Fact]
    public void Every_rule_is_shown_through_both_transports() => Findings.None(
        Rules.Where(rule => !RunsOverBoth(rule.Test)).Select(rule => NameOf(rule.Test)),
        $"Take [Theory, BothTransports] or [Theory, BothTransports(Rows = …)] and nothing beside it, with the {nameof(Transport)} as the first parameter.");

    [Fact]
    public void No_test_of_a_rule_chooses_its_transport_itself() => Findings.None(
        from file in Directory.EnumerateFiles(Contract, "*.cs", SearchOption.AllDirectories)
        let text = File.ReadAllText(file)
        from choice in new[] { "(Transport.", "new FakeConversationsServer(", ".CreateHandler(", ".StartAsync(" }
        where text.Contains(choice, StringComparison.Ordinal)
        select $"{Path.GetRelativePath(Repository.Root, file)}: {choice}",
        "Open the service with the transport that the test is given.");

    [Fact]
    public void Every_rule_belongs_to_a_section_of_the_service() => Findings.None(
        Rules.Select(rule => rule.Rule.Section).Except(ServiceDocuments.Sections.Select(section => section.Citation)),
        "A rule names a section that is not in docs/service: mend the number, or write the section.");

    [Fact]
    public void Every_section_of_the_service_has_rules_or_a_reason() => Assert.Equal(
        WithoutRules.Keys.Order(StringComparer.Ordinal),
        ServiceDocuments.Sections.Where(section => !section.HasParts)
            .Select(section => section.Citation)
            .Except(Rules.Select(rule => rule.Rule.Section))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Every_rule_stands_once() =>
        Assert.Empty(Rules.GroupBy(rule => (rule.Rule.Section, TextOf(rule.Test))).Where(same => same.Count() > 1).Select(same => $"{same.Key}"));

    [Fact]
    public async Task The_page_in_the_docs_is_what_the_tests_say()
    {
        string page = Write();
        if (Environment.GetEnvironmentVariable(Switch) is not null)
        {
            await File.WriteAllTextAsync(Page, page);
        }

        Assert.True(
            await File.ReadAllTextAsync(Page) == page,
            $"docs/rules.md is not what the tests say. Read what changed, then write it anew: {Switch}=1 dotnet test tests/{Project} --filter RulesTests");
    }

    private static bool RunsOverBoth(MethodInfo test) =>
        test.IsDefined(typeof(TheoryAttribute))
        && test.GetParameters() is [{ ParameterType: { } first }, ..]
        && first == typeof(Transport)
        && test.GetCustomAttributes<DataAttribute>().ToList() is [_, ..] data
        && data.TrueForAll(static set => set is BothTransportsAttribute);

    private static string NameOf(MethodInfo test) => $"{test.DeclaringType!.Name}.{test.Name}";

    private static string Write()
    {
        var page = new StringBuilder($"""
            # What the service does, rule by rule

            {Rules.Count()} rules that the fake keeps, each with the test that shows it, through both transports. Written by `RulesTests` of `tests/{Project}` from the names of the tests.

            The letter says how a rule is known: **T** a test of the service asserts it, **C** the service's code says it, **F** the frameworks below it do so, **?** nothing could settle it and the fake decides. What the fake does not imitate is in [fake-differences.md](fake-differences.md). The headings are the sections of [what the service does](service/README.md), where the facts stand in full.

            """);
        string half = "";
        foreach (ServiceSection section in ServiceDocuments.Sections
            .Where(section => Rules.Any(rule => rule.Rule.Section == section.Citation)))
        {
            if (section.Half != half)
            {
                half = section.Half;
                _ = page.Append("\n## ").Append(Headings[half]).Append('\n');
            }

            _ = page.Append("\n### ").Append(section.Citation).Append(": ").Append(section.Title).Append("\n\n");
            foreach ((MethodInfo test, RuleAttribute rule) in Rules.Where(rule => rule.Rule.Section == section.Citation)
                .OrderBy(rule => rule.Test.DeclaringType!.FullName, StringComparer.Ordinal).ThenBy(rule => rule.Test.MetadataToken))
            {
                _ = page.Append("- ")
                    .Append(TextOf(test))
                    .Append(" · ")
                    .Append(LetterOf(rule.Evidence))
                    .Append(" · ")
                    .Append(LinkTo(test.DeclaringType!))
                    .Append('\n');
            }
        }

        return page.ToString();
    }

    private static string TextOf(MethodInfo test) => test.Name.Replace('_', ' ');

    private static char LetterOf(Evidence evidence) => evidence switch
    {
        Evidence.Tested => 'T',
        Evidence.Code => 'C',
        Evidence.Framework => 'F',
        _ => '?',
    };

    private static string LinkTo(Type type)
    {
        string file = Directory.EnumerateFiles(Contract, $"{type.Name}.cs", SearchOption.AllDirectories)
            .Single(path => File.ReadAllText(path).Contains($"namespace {type.Namespace};", StringComparison.Ordinal));
        return $"[{type.Name}](../{Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')})";
    }
}
