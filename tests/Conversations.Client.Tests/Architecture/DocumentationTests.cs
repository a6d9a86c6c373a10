using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Conversations.Client.Configuration;
using Conversations.Tests.Architecture;
using Conversations.Tests.Documentation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Conversations.Client.Tests.Architecture;

/// <summary>IntelliSense says what a member does, takes, returns and throws, and the operation table agrees with it.</summary>
public sealed class DocumentationTests
{
    private static readonly DocumentedAssembly Client = new(typeof(ConversationsClient).Assembly);

    public static TheoryData<string> FacadeMethods => OperationTests.FacadeMethods;

    [Fact]
    public void Everything_public_has_a_summary() => Findings.None(DocumentationRules.WithoutSummary(Client), "Say in one sentence what it does (a generated member: in openapi.json):");

    [Fact]
    public void Every_parameter_is_told() =>
        Findings.None(DocumentationRules.WithoutParameter(Client).Concat(DocumentationRules.WithoutTypeParameter(Client)), "Add what to give:");

    [Fact]
    public void Every_result_is_told() => Findings.None(DocumentationRules.WithoutReturns(Client), "Add what comes back:");

    [Fact]
    public void Every_option_says_its_default_unit_and_limits() => Findings.None(
        DocumentationRules.OptionsWithoutFacts(
            Client,
            [
                .. Client.Types.Where(static type =>
                    type.Name.EndsWith("Options", StringComparison.Ordinal) && type.Name is not (nameof(SendOptions) or nameof(QueueOptions))),
            ]),
        "Add to <value>:");

    [Fact]
    public void What_is_referred_to_can_be_seen() => Findings.None(DocumentationRules.HiddenReferences(Client), "Refer to what is public:");

    [Fact]
    public void Every_key_of_a_configuration_is_named_where_it_is_given()
    {
        IEnumerable<string> said = Client.Of(
            typeof(ConversationsClientServiceCollectionExtensions).GetMethod("AddConversationsClient", [typeof(IServiceCollection), typeof(IConfiguration)])!)!
            .Elements("param").Single(static parameter => parameter.Attribute("name")!.Value == "configuration").Elements("c").Select(static key => key.Value);
        Assert.Equal(
            [
                .. typeof(ConversationsClientConfiguration)
                    .GetProperties()
                    .Concat(typeof(RetryConfiguration).GetProperties())
                    .Concat(typeof(StreamingConfiguration).GetProperties())
                    .Select(static key => key.Name)
                    .Order(StringComparer.Ordinal),
            ],
            said.Where(static key => key != "hh:mm:ss").Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(FacadeMethods))]
    public void A_method_of_a_group_says_who_may_call_whether_it_may_be_repeated_and_where_that_is_from(string facade)
    {
        string sentence = FactSentence.Of(Spec.Operations.Single(operation => operation.Facade.Contains(facade)));
        Assert.All(
            Overloads(facade),
            method => Assert.Contains(sentence, DocumentedAssembly.TextOf(Client.Of(method)!.Element("remarks")), StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(FacadeMethods))]
    public void A_method_of_a_group_names_no_other_scope_than_the_tables(string facade)
    {
        JsonElement operation = Spec.Operations.Single(candidate => candidate.Facade.Contains(facade)).Json;
        string?[] scopes = [
            operation.GetProperty("x-scope").GetString(), operation.TryGetProperty("x-scope-legacy", out JsonElement older) ? older.GetString() : null,
        ];
        Assert.All(
            Overloads(facade).SelectMany(static method =>
                Regex.Matches(
                    Client.Of(method)!.ToString(), "[a-z]+:(read|write)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)).Select(static match =>
                    match.Value),
            scope => Assert.Contains(scope, scopes));
    }

    [Theory, MemberData(nameof(FacadeMethods))]
    public void A_method_of_a_group_lists_what_it_throws(string facade) => Assert.All(Overloads(facade), static method =>
    {
        var thrown = Client.Of(method)!.Elements("exception").Select(static exception => exception.Attribute("cref")!.Value).ToHashSet();
        Assert.All(
            [typeof(ConversationsApiException), typeof(ConversationsConnectionException), typeof(ConversationsTimeoutException)],
            type => Assert.Contains(DocumentationId.Of(type), thrown));
        // Every argument that can be invalid is checked before anything is sent.
        if (method.GetParameters().Any(static parameter => parameter.ParameterType == typeof(Guid)
            || parameter.ParameterType == typeof(string)))
        {
            Assert.Contains(thrown, static name => name.StartsWith("T:System.Argument", StringComparison.Ordinal));
        }
    });

    /// <summary>
    /// An exception that an operation can cause on one of the servers, with one kind of credential, is named with its reason.
    /// </summary>
    [Theory, MemberData(nameof(FacadeMethods))]
    public void A_method_of_a_group_names_every_exception_that_the_contract_has_for_it(string facade)
    {
        IEnumerable<string> expected =
            Refusals.Of(facade, Spec.Operations.Single(operation => operation.Facade.Contains(facade))).Select(DocumentationId.Of);
        Assert.All(Overloads(facade), method =>
        {
            // What all methods of a group throw may be named with the group.
            HashSet<string> named = [.. Crefs(Client.Of(method)!), .. Crefs(Client.Of(method.DeclaringType!)!)];
            Assert.All(expected, exception => Assert.Contains(exception, named));
        });
    }

    /// <summary>The compiler keeps an include element whose text it cannot find, without a warning.</summary>
    [Fact]
    public void What_is_included_is_found() =>
        Assert.Empty(XDocument.Load(Path.ChangeExtension(typeof(ConversationsClient).Assembly.Location, ".xml")).Descendants("include"));

    /// <summary>The rules find missing documentation: the fixture of the arrow tests has none at all.</summary>
    [Fact]
    public void The_rules_find_what_is_missing()
    {
        var silent = new DocumentedAssembly(typeof(Fixture.UsesHalves).Assembly);
        Assert.Contains("T:Conversations.Client.Tests.Architecture.Fixture.ILower", DocumentationRules.WithoutSummary(silent));
        Assert.Contains("M:Conversations.Client.Tests.Architecture.Fixture.UsesHalves.#ctor(Conversations.Client.Tests.Architecture.Fixture.Halves): halves", DocumentationRules.WithoutParameter(silent));
        Assert.Contains("T:Conversations.Client.Tests.Architecture.Fixture.LowerClass`1: T", DocumentationRules.WithoutTypeParameter(silent));
        Assert.Contains("M:Conversations.Client.Tests.Architecture.Fixture.UsesInCode.Make", DocumentationRules.WithoutReturns(silent));
        Assert.True(Client.Members.Count() > 700, $"{Client.Members.Count()} members");
    }

    private static IEnumerable<string> Crefs(XElement documentation) =>
        documentation.Descendants().Attributes("cref").Select(static cref => cref.Value);

    private static List<System.Reflection.MethodInfo> Overloads(string facade)
    {
        string[] parts = facade.Split('.');
        var found = typeof(IConversationsClient)
            .GetProperty(parts[0])!.PropertyType.GetMethods()
            .Where(method => method.Name == parts[1])
            .ToList();
        Assert.NotEmpty(found);
        return found;
    }
}
