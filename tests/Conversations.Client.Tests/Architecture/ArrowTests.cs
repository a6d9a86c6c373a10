using Conversations.Tests.Architecture;
using NetArchTest.Rules;

namespace Conversations.Client.Tests.Architecture;

/// <summary>The rooms of the client depend on each other in one direction, that of a call. No room calls back.</summary>
public sealed class ArrowTests
{
    /// <summary>The rooms that a room may use. "" is the front transport, whose files are in no folder.</summary>
    private static readonly Dictionary<string, string[]> Plan = new()
    {
        [""] = ["Configuration", "Connection", "Pipeline", "Streaming", "Tickets", "Views", "Conversations", "Queue", "Telemetry", "Generated"],
        ["Tickets"] = ["Connection", "Validation", "Paging", "Wire", "Values", "Errors", "Generated"],
        ["Views"] = ["Connection", "Validation", "Tickets", "Paging", "Wire", "Values", "Errors", "Generated"],
        ["Conversations"] = ["Connection", "Validation", "Streaming", "Paging", "Wire", "Values", "Errors", "Generated"],
        ["Queue"] = ["Connection", "Validation", "Paging", "Wire", "Values", "Errors", "Generated"],
        ["Connection"] = ["Configuration", "Pipeline", "Streaming", "Telemetry", "Values", "Paging", "Wire", "Errors", "Generated"],
        ["Validation"] = ["Wire", "Values", "Generated"],
        ["Pipeline"] = ["Configuration", "Budgets", "Telemetry", "Values", "Errors", "Generated"],
        ["Configuration"] = ["Budgets", "Errors"],
        ["Budgets"] = ["Generated"],
        ["Telemetry"] = ["Values", "Errors"],
        ["Streaming"] = ["Messages", "Telemetry", "Wire", "Values", "Errors", "Generated"],
        ["Messages"] = ["Wire", "Values", "Generated"],
        ["Paging"] = ["Validation", "Wire", "Errors", "Generated"],
        ["Wire"] = ["Values", "Errors", "Generated"],
        ["Errors"] = ["Values", "Generated"],
        ["Values"] = ["Generated"],
    };

    /// <summary>
    /// The rooms that generated code may use. Records pass between rooms: a generated part and a handwritten part make one type, and a
    /// generated table has a handwritten type for its rows. So these arrows go both ways.
    /// </summary>
    private static readonly string[] OfGenerated = ["Wire", "Values", "Messages", "Paging", "Pipeline", "Budgets", "Errors", "Tickets", "Views", "Conversations"];

    private static readonly ArrowException[] Exceptions =
    [
        new("Validation", "Tickets", "What is checked are the records that the group hands over."),
        new("Paging/PagedList`2", "Pipeline/HostGuardHandler", "What the same origin is has one home; asked here too, so that the text can speak of the link."),
        new("Streaming/StreamSettings", "Configuration", "Takes the options apart once, so that no other part of a stream knows them."),
    ];

    private const string Mend = "Use what the room may know (the plan is in this test), move the type, or give an exception with its reason:";

    private static readonly Arrows Found = Arrows.Read(typeof(ConversationsClient).Assembly.Location, "src/Conversations.Client");

    private static Dictionary<string, string[]> WithGenerated => new(Plan) { ["Generated"] = OfGenerated };

    [Fact]
    public void Rooms_use_what_the_plan_allows() => Findings.None(Found.AgainstPlan(WithGenerated, Exceptions), Mend);

    [Fact]
    public void No_exception_is_left_over() =>
        Findings.None(Found.Unneeded(WithGenerated, Exceptions).Select(static exception => exception.ToString()), "Take these out of the exceptions:");

    [Fact]
    public void No_room_calls_back() => Assert.Empty(Arrows.Circles(Plan));

    [Fact]
    public void Every_room_is_planned() => Assert.Subset(WithGenerated.Keys.ToHashSet(), Found.Rooms.ToHashSet());

    [Fact]
    public void Packages_are_used_where_they_belong() => Findings.None(Found.AgainstAssemblies(static (room, assembly) => assembly switch
    {
        "Refit" => room is "Generated" or "Wire" or "Connection" or "Conversations",
        "System.Net.ServerSentEvents" => room is "Streaming",
        _ when assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) => room is "" or "Configuration" or "Pipeline" or "Telemetry",
        _ when assembly.StartsWith("Polly", StringComparison.Ordinal) => room is "Pipeline",
        _ => assembly.StartsWith("System.", StringComparison.Ordinal),
    }), "Use the package in the room that hides it from the others:");

    /// <summary>Checks the arrows of the internal types with another reader, which goes by namespaces.</summary>
    [Theory]
    [InlineData("Streaming", "Refit", "Conversations.Client.Pipeline", "Conversations.Client.Tickets", "Conversations.Client.Configuration")]
    [InlineData("Pipeline", "Refit", "Conversations.Client.Streaming", "Conversations.Client.Paging", "Conversations.Client.Wire", "System.Net.ServerSentEvents")]
    [InlineData("Wire", "Conversations.Client.Pipeline", "Conversations.Client.Streaming", "Conversations.Client.Paging", "Conversations.Client.Configuration")]
    [InlineData("Errors", "Conversations.Client.Pipeline", "Conversations.Client.Wire", "Conversations.Client.Streaming", "Conversations.Client.Configuration", "Refit", "System.Net.Http.HttpClient", "System.IO.Stream")]
    public void Internal_types_keep_the_arrows_by_their_namespaces(string room, params string[] forbidden)
    {
        TestResult result = Types.InAssembly(typeof(ConversationsClient).Assembly)
            .That().ResideInNamespace("Conversations.Client." + room)
            .ShouldNot().HaveDependencyOnAny(forbidden).GetResult();
        Assert.True(result.SelectedTypesForTesting.Any(), $"No type stands in the namespace of {room}.");
        Findings.None(result.FailingTypes.Select(static type => $"{type.Name}: {type.Explanation}"), Mend);
    }

    /// <summary>
    /// The folder Conversations has no namespace, because the compiler would then look for "Conversations.Client" inside it.
    /// </summary>
    [Theory]
    [InlineData("src/Conversations.Client", "Conversations.Client", true, "Conversations", "Generated")]
    [InlineData("src/Conversations.Client.HealthChecks", "Conversations.Client.HealthChecks", true)]
    [InlineData("src/Conversations.Client.Testing", "Conversations.Client.Testing", true)]
    [InlineData("src/Conversations.Client.Testing.WireMock", "Conversations.Client.Testing.WireMock", true)]
    [InlineData("src/Conversations.Client.Redis", "Conversations.Client.Redis", true)]
    [InlineData("src/Conversations.FakeServer", "Conversations.FakeServer", false)]
    // The fixture of the arrow tests has one type in two folders.
    [InlineData("tests/Conversations.Client.Tests", "Conversations.Client.Tests", false, "Upper", "Lower")]
    [InlineData("tests/Conversations.Client.Testing.Tests", "Conversations.Client.Testing.Tests", false)]
    [InlineData("tests/Conversations.Client.Testing.WireMock.Tests", "Conversations.Client.Testing.WireMock.Tests", false)]
    [InlineData("tests/Conversations.FakeServer.Tests", "Conversations.FakeServer.Tests", false)]
    [InlineData("tests/Conversations.Conformance", "Conversations.Conformance", false)]
    [InlineData("tests/Conversations.Chaos", "Conversations.Chaos", false)]
    [InlineData("tests/Conversations.Fuzz", "Conversations.Fuzz", false)]
    [InlineData("tests/Conversations.Fleet", "Conversations.Fleet", false)]
    [InlineData("tests/Conversations.Soak", "Conversations.Soak", false)]
    [InlineData("tests/Conversations.Client.Redis.Tests", "Conversations.Client.Redis.Tests", false)]
    [InlineData("tests/Shared", "Conversations.Tests", false)]
    [InlineData("samples/Quickstart", "Quickstart", false)]
    public void A_type_is_named_after_its_folder(string project, string own, bool isLibrary, params string[] withoutName) =>
        Findings.None(Namespaces.NotTheirFolders(project, own, isLibrary, withoutName), "Name the namespace after the folder:");
}
