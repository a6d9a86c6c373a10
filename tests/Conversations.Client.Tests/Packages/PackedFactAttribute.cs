using Xunit.Abstractions;
using Xunit.Sdk;

namespace Conversations.Client.Tests.Packages;

/// <summary>
/// A test of the packages that CI has packed into artifacts/packages. In CI it is skipped where there are none; elsewhere it is no test at
/// all, because nobody packs there and each skipped one is a notice.
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

/// <summary>Finds tests of packages only in CI: elsewhere packages of an earlier run would be held against the sources of today.</summary>
public sealed class PackedFactDiscoverer(IMessageSink diagnosticMessageSink) : IXunitTestCaseDiscoverer
{
    private readonly FactDiscoverer _facts = new(diagnosticMessageSink);

    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        Environment.GetEnvironmentVariable("CI") == "true" ? _facts.Discover(discoveryOptions, testMethod, factAttribute) : [];
}
