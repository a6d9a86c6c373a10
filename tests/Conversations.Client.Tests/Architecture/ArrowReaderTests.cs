using Conversations.Client.Tests.Architecture.Fixture;
using Conversations.Tests.Architecture;

namespace Conversations.Client.Tests.Architecture;

/// <summary>The reader of arrows finds every kind of use, tried on two small rooms made for it.</summary>
public sealed class ArrowReaderTests
{
    private static readonly Dictionary<string, string[]> LowerFirst = new() { ["Upper"] = ["Lower"], ["Lower"] = [] };
    private static readonly Dictionary<string, string[]> Apart = new() { ["Upper"] = [], ["Lower"] = [] };
    private static readonly Arrows Found = Arrows.Read(typeof(UsesInCode).Assembly.Location, "Architecture/Fixture");

    [Fact]
    public void Types_without_a_line_of_code_have_a_room_too()
    {
        IReadOnlyDictionary<string, IReadOnlySet<string>> rooms = SourceFolders.Read(typeof(UsesInCode).Assembly.Location, "Architecture/Fixture");
        Assert.All(
            [typeof(ILower), typeof(LowerKind), typeof(LowerDelegate), typeof(LowerClass<>), typeof(LowerException)],
            type => Assert.Equal(["Lower"], rooms[type.FullName!]));
        Assert.Equal(["Lower", "Upper"], rooms[typeof(Halves).FullName!].Order());
    }

    [Fact]
    public void An_allowed_use_is_no_finding() => Assert.Empty(Found.AgainstPlan(LowerFirst, []));

    [Fact]
    public void Every_kind_of_use_is_found() => Assert.Equal(
        [
            "Upper/IUsesInterface uses Lower/ILower",
            "Upper/UsesAttribute uses Lower/LowerAttribute",
            "Upper/UsesConstant uses Lower/LowerCode",
            "Upper/UsesConstant uses Lower/LowerKind",
            "Upper/UsesInAttribute uses Lower/LowerKind",
            "Upper/UsesInAttribute uses Lower/NamingAttribute",
            "Upper/UsesInCatch uses Lower/LowerException",
            "Upper/UsesInCode uses Lower/LowerClass`1",
            "Upper/UsesInField uses Lower/LowerDelegate",
            "Upper/UsesInNested uses Lower/ILower",
            "Upper/UsesInSignature uses Lower/LowerKind",
        ],
        Found.AgainstPlan(Apart, []).Order(StringComparer.Ordinal));

    [Fact]
    public void An_exception_covers_its_use_and_no_other()
    {
        ArrowException[] exceptions = [new("Upper/UsesConstant", "Lower/LowerKind", "shown"), new("Upper/UsesNothing", "Lower", "left over")];
        IReadOnlyList<string> findings = Found.AgainstPlan(Apart, exceptions);
        Assert.DoesNotContain("Upper/UsesConstant uses Lower/LowerKind", findings);
        Assert.Contains("Upper/UsesConstant uses Lower/LowerCode", findings);
        Assert.Equal("left over", Assert.Single(Found.Unneeded(Apart, exceptions)).Reason);
    }

    [Fact]
    public void Other_assemblies_are_found() => Assert.Contains("Upper/UsesInCode uses System.Runtime", Found.AgainstAssemblies(static (_, assembly) => assembly != "System.Runtime"));

    [Fact]
    public void A_circle_is_found_and_a_line_is_none()
    {
        Assert.Empty(Arrows.Circles(LowerFirst));
        Assert.Equal(["a", "b", "c"], Arrows.Circles(new Dictionary<string, string[]> { ["a"] = ["b"], ["b"] = ["c"], ["c"] = ["a"], ["d"] = ["a"] }));
    }
}
