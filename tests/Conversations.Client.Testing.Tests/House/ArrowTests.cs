using Conversations.Tests.Architecture;

namespace Conversations.Client.Testing.Tests.House;

/// <summary>The rooms of the fake know each other in one direction: the way of a request.</summary>
public sealed class ArrowTests
{
    /// <summary>What a room may use. The files beside the folders are the front door and what a user sets.</summary>
    private static readonly Dictionary<string, string[]> Plan = new()
    {
        ["door"] = ["settings", "exchange", "Control", "Seeds", "Transports", "dispatcher", "Recording", "Faults", "Turns", "State"],
        ["Transports"] = ["settings", "dispatcher", "exchange", "Faults", "Turns", "Wire"],
        ["dispatcher"] = ["settings", "exchange", "Routing", "Recording", "Faults", "Access", "Operations", "State"],
        ["Recording"] = ["settings", "exchange", "Routing"],
        ["Faults"] = ["settings", "exchange", "Routing"],
        ["Access"] = ["settings", "exchange", "Routing", "State"],
        ["Operations"] = ["settings", "exchange", "Routing", "Access", "Turns", "Wire", "State"],
        ["Control"] = ["settings", "Seeds", "Wire", "State"],
        ["Seeds"] = ["settings", "ReadBack", "Turns", "Wire", "State"],
        ["ReadBack"] = ["settings", "Wire", "State"],
        ["exchange"] = ["settings", "Wire"],
        ["Routing"] = ["settings"],
        ["Turns"] = ["settings", "exchange", "Wire", "State"],
        ["Wire"] = ["settings", "State"],
        ["State"] = ["settings"],
        ["settings"] = [],
    };

    /// <summary>Types that stand where a reader looks for them, and belong to another station of a request.</summary>
    private static readonly Dictionary<string, string> Moved = new()
    {
        ["FakeConversationsServer"] = "door",
        ["FakeHttpClientBuilderExtensions"] = "door",
        ["FakeCaller"] = "door",
        ["FakeConversationsOptions"] = "settings",
        ["ServiceVersion"] = "settings",
        ["ApiKeyMode"] = "settings",
        ["CancelStreamMode"] = "settings",
        ["CreateTicketMode"] = "settings",
        ["PartialsMode"] = "settings",
        ["ReplayMode"] = "settings",
        ["RetryAfterMode"] = "settings",
        ["TitleMode"] = "settings",
        // What both doors translate to and from, and every room behind them answers with.
        ["FakeRequest"] = "exchange",
        ["IncomingBody"] = "exchange",
        ["FakeResponse"] = "exchange",
        ["IBodySource"] = "exchange",
        ["WholeBody"] = "exchange",
        ["Delivery"] = "exchange",
        ["BrokenConnection"] = "exchange",
        // Leads a request through the rooms; the table of routes beside it is only asked.
        ["Dispatcher"] = "dispatcher",
    };

    private static readonly ArrowException[] Exceptions =
    [
        new("dispatcher", "door/FakeConversationsServer", "Names what was disposed."),
        new("Access", "Operations/Refusal", "A refusal is the same wherever it is found out; the operations have the most of them."),
        new("Access/Authentication", "Operations/JsonBody", "A key may stand in the body."),
        new("Access/Authentication", "Operations/QueryParameters", "A key may stand in the query."),
        new("Control", "Operations/Vocabulary", "A seed takes the words that the operations take."),
        new("exchange/FakeResponse", "Turns/TurnReader", "An answer that streams is made of the reader of a turn."),
        new("State/ConversationRow", "Turns/EventStream", "A conversation's row owns the turn that runs."),
        new("State/ConversationRow", "Turns/TurnPlayer", "A conversation's row owns the turn that runs."),
        new("State/FakeState", "Turns/ScriptQueue", "The scripts that wait are state, under the one lock."),
    ];

    private const string Mend = "Use what the room may know (the plan is in this test), move the type, or give an exception with its reason:";

    private static readonly Arrows Found = Arrows.Read(typeof(FakeConversationsServer).Assembly.Location, "src/Conversations.Client.Testing", Moved);

    [Fact]
    public void Rooms_use_what_the_plan_allows() => Findings.None(Found.AgainstPlan(Plan, Exceptions), Mend);

    [Fact]
    public void No_exception_is_left_over() => Findings.None(Found.Unneeded(Plan, Exceptions).Select(static exception => exception.ToString()), "Take these out of the exceptions:");

    [Fact]
    public void No_room_calls_back() => Assert.Empty(Arrows.Circles(Plan));

    [Fact]
    public void Every_room_is_planned() => Assert.Subset(Plan.Keys.ToHashSet(), Found.Rooms.ToHashSet());

    [Fact]
    public void Only_the_client_and_the_shared_framework_are_used() => Findings.None(Found.AgainstAssemblies(static (_, assembly) =>
        assembly == "Conversations.Client" || SharedFrameworks.Contain(assembly)), "The fake brings no package along:");

    [Fact]
    public void Only_the_doors_know_the_web_server() => Findings.None(Found.AgainstAssemblies(static (room, assembly) =>
        room is "Transports" || !assembly.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)), "Translate in Transports to the fake's own request and response:");

    /// <summary>A wrong name in the client must not be wrong on both sides: only what hands typed values out knows its types.</summary>
    [Fact]
    public void What_answers_does_not_know_the_client() => Findings.None(Found.AgainstAssemblies(static (room, assembly) =>
        room is not ("Transports" or "exchange" or "dispatcher" or "Routing" or "Recording" or "Faults" or "Access" or "Operations" or "State") || assembly != "Conversations.Client"), "Write it from the contract instead:");
}
