using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conversations.Client.Tests.Packages;

/// <summary>
/// A test of the packages that CI has packed into artifacts/packages. In CI it is skipped when there are none. Elsewhere it is not a test
/// at all, because nobody packs there and each skipped test prints a notice.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Conversations.Client.Tests.Packages." + nameof(PackedFactDiscoverer), "Conversations.Client.Tests")]
public sealed class PackedFactAttribute : FactAttribute
{
    public PackedFactAttribute()
    {
        if (!PackedPackage.AreThere)
        {
            Skip = "Only after CI=true dotnet pack --output artifacts/packages, with CI=true";
        }
    }
}

/// <summary>Finds tests of packages only in CI: elsewhere they would compare packages of an earlier run with the current sources.</summary>
public sealed class PackedFactDiscoverer(IMessageSink diagnosticMessageSink) : IXunitTestCaseDiscoverer
{
    private readonly FactDiscoverer _facts = new(diagnosticMessageSink);

    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        Environment.GetEnvironmentVariable("CI") == "true" ? _facts.Discover(discoveryOptions, testMethod, factAttribute) : [];
}
