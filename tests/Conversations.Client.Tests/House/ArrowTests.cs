using Conversations.Tests.Architecture;
using NetArchTest.Rules;

namespace Conversations.Client.Tests.House;

/// <summary>The rooms of the client know each other in one direction: the way of a call, where no room calls back.</summary>
public sealed class ArrowTests
{
    /// <summary>What a room may use. The front door is "", its files stand in no folder.</summary>
    private static readonly Dictionary<string, string[]> Plan = new()
    {
        [""] = ["Configuration", "connection", "Pipeline", "Streaming", "Tickets", "Views", "Conversations", "Queue", "Generated"],
        ["Tickets"] = ["connection", "Paging", "Wire", "Values", "Errors", "Generated"],
        ["Views"] = ["connection", "Tickets", "Paging", "Wire", "Values", "Errors", "Generated"],
        ["Conversations"] = ["connection", "Streaming", "Paging", "Wire", "Values", "Errors", "Generated"],
        ["Queue"] = ["connection", "Conversations", "Paging", "Wire", "Values", "Errors", "Generated"],
        ["connection"] = ["Configuration", "Pipeline", "Streaming", "Paging", "Wire", "Errors", "Generated"],
        ["Pipeline"] = ["Configuration", "Errors", "Telemetry", "Generated"],
        ["Configuration"] = ["Errors"],
        ["Streaming"] = ["Messages", "Wire", "Values", "Errors", "Telemetry", "Generated"],
        ["Messages"] = ["Wire", "Values", "Generated"],
        ["Paging"] = ["Errors"],
        ["Telemetry"] = ["Errors", "Generated"],
        ["Wire"] = ["Values", "Generated"],
        ["Errors"] = [],
        ["Values"] = [],
    };

    /// <summary>Records are what the rooms hand to each other: a generated half and a half by hand make one type, so that these arrows go both ways.</summary>
    private static readonly string[] OfGenerated = ["Wire", "Values", "Messages", "Paging", "Tickets", "Views", "Conversations"];

    /// <summary>Types that stand where a user looks for them, and belong to another station of a call.</summary>
    private static readonly Dictionary<string, string> Moved = new()
    {
        // Registration makes clients, as their constructor does.
        ["ConversationsClientServiceCollectionExtensions"] = "",
        // Between the groups and the pipeline.
        ["Connection"] = "connection",
    };

    private static readonly ArrowException[] Exceptions =
    [
        new("Errors", "Values/OpenEnum`1", "The reason of a conflict is a value that the service may extend."),
        new("Errors", "Generated/ConflictReason", "Its known members are the contract's."),
        new("Values/EnumTable`1", "Generated/WireNames", "The texts of each enum are the contract's."),
        new("Wire/WireSettings", "Errors", "What Refit throws for a success that cannot be read is one of its settings, and its text holds no secret."),
        new("Paging/PagedList`2", "Pipeline/HostGuardHandler", "What the same origin is has one home; asked here too, so that the text can speak of the link."),
        new("Streaming/StreamSettings", "Configuration", "Takes the options apart once, so that no other part of a stream knows them."),
        new("connection/Connection", "Conversations/ActiveStreams", "The clients over one pipeline share the list of running streams, which stands beside what fills it."),
    ];

    private const string Mend = "Use what the room may know (the plan is in this test), move the type, or give an exception with its reason:";

    private static readonly Arrows Found = Arrows.Read(typeof(ConversationsClient).Assembly.Location, "src/Conversations.Client", Moved);

    private static Dictionary<string, string[]> WithGenerated => new(Plan) { ["Generated"] = OfGenerated };

    [Fact]
    public void Rooms_use_what_the_plan_allows() => Findings.None(Found.AgainstPlan(WithGenerated, Exceptions), Mend);

    [Fact]
    public void No_exception_is_left_over() => Findings.None(Found.Unneeded(WithGenerated, Exceptions).Select(static exception => exception.ToString()), "Take these out of the exceptions:");

    [Fact]
    public void No_room_calls_back() => Assert.Empty(Arrows.Circles(Plan));

    [Fact]
    public void Every_room_is_planned() => Assert.Subset(WithGenerated.Keys.ToHashSet(), Found.Rooms.ToHashSet());

    [Fact]
    public void Packages_are_used_where_they_belong() => Findings.None(Found.AgainstAssemblies(static (room, assembly) => assembly switch
    {
        "Refit" => room is "Generated" or "Wire" or "connection" or "Conversations",
        "System.Net.ServerSentEvents" => room is "Streaming",
        _ when assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) => room is "" or "Configuration" or "Pipeline" or "Telemetry",
        _ => assembly.StartsWith("System.", StringComparison.Ordinal),
    }), "Use the package in the room that hides it from the others:");

    /// <summary>The same of the internal types by another reader, which goes by namespaces.</summary>
    [Theory]
    [InlineData("Streaming", "Refit", "Conversations.Client.Pipeline", "Conversations.Client.Tickets", "Conversations.Client.Configuration")]
    [InlineData("Pipeline", "Refit", "Conversations.Client.Streaming", "Conversations.Client.Paging", "Conversations.Client.Wire", "System.Net.ServerSentEvents")]
    [InlineData("Wire", "Conversations.Client.Pipeline", "Conversations.Client.Streaming", "Conversations.Client.Paging", "Conversations.Client.Configuration")]
    [InlineData("Errors", "Conversations.Client.Pipeline", "Conversations.Client.Wire", "Conversations.Client.Streaming", "Conversations.Client.Configuration", "Refit", "System.Net.Http.HttpClient", "System.IO.Stream")]
    public void Internal_types_keep_the_arrows_by_their_namespaces(string room, params string[] forbidden)
    {
        var result = Types.InAssembly(typeof(ConversationsClient).Assembly)
            .That().ResideInNamespace("Conversations.Client." + room)
            .ShouldNot().HaveDependencyOnAny(forbidden).GetResult();
        Assert.True(result.SelectedTypesForTesting.Any(), $"No type stands in the namespace of {room}.");
        Findings.None(result.FailingTypes.Select(static type => $"{type.Name}: {type.Explanation}"), Mend);
    }

    [Fact]
    public void Internal_types_take_their_rooms_name_or_the_packages() => Findings.None(
        from pair in SourceFolders.Read(typeof(ConversationsClient).Assembly.Location, "src/Conversations.Client")
        let name = pair.Key[..pair.Key.LastIndexOf('.')]
        where name is not ("Conversations.Client" or "Microsoft.Extensions.DependencyInjection") && !pair.Value.Any(room => name == $"Conversations.Client.{room}" || name.StartsWith($"Conversations.Client.{room}.", StringComparison.Ordinal))
        select $"{pair.Key} stands in {string.Join(", ", pair.Value)}",
        "Name the namespace after the folder:");
}
