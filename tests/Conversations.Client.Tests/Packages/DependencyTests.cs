using System.Globalization;

namespace Conversations.Client.Tests.Packages;

/// <summary>docs/dependencies.md lists the real dependencies of the packed projects, and their size.</summary>
public sealed class DependencyTests
{
    public static TheoryData<string> Packed => ["Conversations.Client", "Conversations.Client.HealthChecks", "Conversations.Client.Redis", "Conversations.Client.Testing", "Conversations.Client.Testing.WireMock", "Conversations.FakeServer"];

    [Theory, MemberData(nameof(Packed))]
    public void Each_shipped_dependency_is_listed_with_its_version_and_no_other(string project)
    {
        var restored = new RestoredProject(project);
        Assert.All(
            restored.Targets,
            target =>
                Assert.Equal(
                    restored.Shipped(target).OrderBy(static pair => pair.Key, StringComparer.Ordinal),
                    DependencyTable.Packages($"## {project}", target).OrderBy(static pair => pair.Key, StringComparer.Ordinal)));
    }

    [Theory, MemberData(nameof(Packed))]
    public void Each_dependency_of_the_build_alone_is_named(string project)
    {
        string text = DependencyTable.Text("## Build only");
        var restored = new RestoredProject(project);
        Assert.All(
            restored.Targets.SelectMany(restored.BuildOnly).Where(static package => package != "Microsoft.NET.ILLink.Tasks"),
            package => Assert.Contains(package, text, StringComparison.Ordinal));
    }

    /// <summary>The size is that of the assemblies as a published program contains them, in thousands of bytes.</summary>
    [Theory]
    [InlineData("net8.0", 1)]
    [InlineData("net9.0", 2)]
    [InlineData("net10.0", 3)]
    public void What_the_client_brings_along_is_listed_with_its_size(string target, int column)
    {
        IReadOnlyDictionary<string, long> closure = new RestoredProject("Conversations.Client").Closure(target);
        var listed = DependencyTable.Rows("### What comes with it").Where(row => row[column] != "").ToDictionary(static row => row[0], row => row[column]);
        var expected = closure.ToDictionary(static package => package.Key, static package => Thousands(package.Value));
        expected["together"] = Thousands(closure.Values.Sum());
        Assert.Equal(
            expected.OrderBy(static pair => pair.Key, StringComparer.Ordinal),
            listed.OrderBy(static pair => pair.Key, StringComparer.Ordinal));
    }

    private static string Thousands(long bytes) => Math.Round(bytes / 1000.0).ToString(CultureInfo.InvariantCulture);
}
