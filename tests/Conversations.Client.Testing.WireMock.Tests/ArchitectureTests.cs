using Conversations.Tests.Architecture;
using Conversations.Tests.Documentation;

namespace Conversations.Client.Testing.WireMock.Tests;

/// <summary>
/// The architecture of this package: it uses only the front transport of the fake and nothing else of ours, and documents its members.
/// </summary>
public sealed class ArchitectureTests
{
    private static readonly DocumentedAssembly Adapter = new(typeof(WireMockServerExtensions).Assembly);

    [Fact]
    public void Everything_public_has_a_summary() => Findings.None(DocumentationRules.WithoutSummary(Adapter), "Say in one sentence what it does:");

    [Fact]
    public void Every_parameter_and_result_is_told() =>
        Findings.None(DocumentationRules.WithoutParameter(Adapter).Concat(DocumentationRules.WithoutReturns(Adapter)), "Add what to give and what comes back:");

    [Fact]
    public void The_mount_knows_the_fakes_transport_and_no_client() => Findings.None(
        typeof(WireMockServerExtensions).Assembly.GetReferencedAssemblies().Select(static assembly => assembly.Name!).Where(static name =>
            name != "Conversations.Client.Testing"
                && !name.StartsWith("WireMock.Net.", StringComparison.Ordinal)
                && !name.StartsWith("System.", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.", StringComparison.Ordinal)),
        "The handler of the fake is all that is needed:");
}
