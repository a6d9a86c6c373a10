using Conversations.Tests.Architecture;
using Conversations.Tests.Documentation;

namespace Conversations.Client.Testing.Tests.Architecture;

/// <summary>IntelliSense says what a member of the fake does, takes and returns.</summary>
public sealed class DocumentationTests
{
    /// <summary>Members whose summaries say what they return.</summary>
    private static readonly string[] Told = ["M:Conversations.Client.Testing.FakeRequests.Transcript", "M:Conversations.Client.Testing.FakeRequests.WaitForAsync(Conversations.Client.Testing.Operation,System.TimeSpan,System.Threading.CancellationToken)"];

    private static readonly DocumentedAssembly Fake = new(typeof(FakeConversationsServer).Assembly);

    [Fact]
    public void Everything_public_has_a_summary() => Findings.None(DocumentationRules.WithoutSummary(Fake), "Say in one sentence what it does:");

    [Fact]
    public void Every_parameter_is_told() =>
        Findings.None(DocumentationRules.WithoutParameter(Fake).Concat(DocumentationRules.WithoutTypeParameter(Fake)), "Add what to give:");

    [Fact]
    public void What_is_referred_to_can_be_seen() =>
        Findings.None(DocumentationRules.HiddenReferences(Fake, new DocumentedAssembly(typeof(ConversationsClient).Assembly)), "Refer to what is public:");

    [Fact]
    public void Every_result_is_told() => Findings.None(DocumentationRules.WithoutReturns(Fake).Except(Told), "Add what comes back:");

    [Fact]
    public void Every_option_says_its_default_unit_and_limits() =>
        Findings.None(DocumentationRules.OptionsWithoutFacts(Fake, typeof(FakeConversationsOptions)), "Add to <value>:");
}
