using Conversations.Tests.Architecture;

namespace Conversations.Client.Testing.Tests.Architecture;

/// <summary>The rooms of the fake depend on each other in one direction, that of a request.</summary>
public sealed class ArrowTests
{
    /// <summary>The rooms that a room may use. "" is the front transport, whose files are in no folder.</summary>
    private static readonly Dictionary<string, string[]> Plan = new()
    {
        [""] = ["Settings", "Exchange", "SeedFiles", "Seeds", "Transports", "Dispatching", "Recording", "Faults", "Turns", "State"],
        ["Transports"] = ["Settings", "Dispatching", "Exchange", "Faults", "Turns", "Wire"],
        ["Dispatching"] = ["Settings", "Exchange", "Routing", "Recording", "Faults", "Access", "Operations", "State"],
        ["Recording"] = ["Settings", "Exchange", "Routing"],
        ["Faults"] = ["Settings", "Exchange", "Routing"],
        ["Access"] = ["Settings", "Exchange", "Routing", "State"],
        ["Operations"] = ["Settings", "Exchange", "Routing", "Access", "Turns", "Wire", "State"],
        ["SeedFiles"] = ["Settings", "Seeds", "Wire", "State"],
        ["Seeds"] = ["Settings", "ReadBack", "Turns", "Wire", "State"],
        ["ReadBack"] = ["Settings", "Wire", "State"],
        ["Exchange"] = ["Settings", "Wire", "State"],
        ["Routing"] = ["Settings"],
        ["Turns"] = ["Settings", "Exchange", "Wire", "State"],
        ["Wire"] = ["Settings", "State"],
        ["State"] = ["Settings"],
        ["Settings"] = [],
    };

    private static readonly ArrowException[] Exceptions =
    [
        new("Exchange/FakeResponse", "Turns/TurnReader", "An answer that streams is made of the reader of a turn."),
        new("State/ConversationRow", "Turns", "A conversation's row owns the turn that runs."),
        new("State/FakeState", "Turns/ScriptQueue", "The scripts that wait are state, under the one lock."),
    ];

    private const string Mend = "Use what the room may know (the plan is in this test), move the type, or give an exception with its reason:";

    private static readonly Arrows Found = Arrows.Read(typeof(FakeConversationsServer).Assembly.Location, "src/Conversations.Client.Testing");

    [Fact]
    public void Rooms_use_what_the_plan_allows() => Findings.None(Found.AgainstPlan(Plan, Exceptions), Mend);

    [Fact]
    public void No_exception_is_left_over() =>
        Findings.None(Found.Unneeded(Plan, Exceptions).Select(static exception => exception.ToString()), "Take these out of the exceptions:");

    [Fact]
    public void No_room_calls_back() => Assert.Empty(Arrows.Circles(Plan));

    [Fact]
    public void Every_room_is_planned() => Assert.Subset(Plan.Keys.ToHashSet(), Found.Rooms.ToHashSet());

    [Fact]
    public void Only_the_client_and_the_shared_framework_are_used() => Findings.None(Found.AgainstAssemblies(static (_, assembly) =>
        assembly == "Conversations.Client" || SharedFrameworks.Contain(assembly)), "The fake brings no package along:");

    [Fact]
    public void Only_the_transports_know_the_web_server() => Findings.None(Found.AgainstAssemblies(static (room, assembly) =>
        room is "Transports" || !assembly.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)), "Translate in Transports to the fake's own request and response:");

    /// <summary>
    /// A wrong name in the client must not also be wrong in the fake, so only the rooms that return typed values know the client's types.
    /// </summary>
    [Fact]
    public void What_answers_does_not_know_the_client() => Findings.None(Found.AgainstAssemblies(static (room, assembly) =>
        room is not ("Transports" or "Exchange" or "Dispatching" or "Routing" or "Recording" or "Faults" or "Access" or "Operations" or "State") || assembly != "Conversations.Client"), "Write it from the contract instead:");
}
