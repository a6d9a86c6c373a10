using Conversations.Tests.Architecture;
using Conversations.Tests.Documentation;

namespace Conversations.Client.Testing.Tests;

/// <summary>The person who types a dot is told what a member of this package does, takes and gives.</summary>
public sealed class DocumentationTests
{
    private static readonly DocumentedAssembly Adapter = new(typeof(WireMockServerExtensions).Assembly);

    [Fact]
    public void Everything_public_has_a_summary() => Findings.None(DocumentationRules.WithoutSummary(Adapter), "Say in one sentence what it does:");

    [Fact]
    public void Every_parameter_and_result_is_told() => Findings.None(DocumentationRules.WithoutParameter(Adapter).Concat(DocumentationRules.WithoutReturns(Adapter)), "Add what to give and what comes back:");
}
