using Conversations.Tests.Architecture;

namespace Conversations.Client.Tests.Architecture.Sources;

/// <summary>Sizes that need a reason, and the reasons: a folder over 15 files, a file over 250 lines.</summary>
public sealed class SizeTests
{
    private const int MaxFiles = 15;
    private const int MaxLines = 250;

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["src/Conversations.Client/Streaming/Recovery/TurnReader.cs"] = "The loop of a stream reads top to bottom: stations are methods of one class, not iterators in each other.",
        ["src/Conversations.Client/Streaming/ConversationThread.cs"] = "The fold of events is one rule behind the other, and what is asked of it stands beside it.",
        ["src/Conversations.Client/Budgets/SlidingLogLimiter.cs"] = "One lock holds the log, those who wait and the timer together; what needs none of it stands beside it.",
        ["tests/Conversations.Client.Tests/Wire/HostileTextTests.cs"] = "A table: every place that a text of the caller goes to.",
        ["src/Conversations.Client/Tickets/ITicketOperations.cs"] = "An interface of 29 methods, nine lines of ten documentation.",
        ["src/Conversations.Client.Testing/FakeConversationsServer.cs"] = "The front transport: what a test can reach, half of it documentation.",
        ["tests/Conversations.Chaos/ChaosTurn.cs"] = "One turn from its script to the comparison at its end.",
        ["tests/Conversations.Client.Tests/Streaming/RecoveryTests.cs"] = "What a stream asks after each fault, a case a method.",
        ["tests/Conversations.Client.Tests/Streaming/CleanEndTests.cs"] = "What a proper close can hide, a case a method.",
        ["tests/Conversations.Client.Tests/Errors/ErrorTests.cs"] = "A table: each status and shape of an error.",
        ["tests/Conversations.Client.Tests/Streaming/ConversationStreamTests.cs"] = "The life of one object, a case a method.",
        ["tests/Conversations.Client.Testing.Tests/Streams/RecoveryTests.cs"] = "The ways a stream is taken up again, a case a method.",
    };

    private static Dictionary<string, string> TooLarge { get; } = SourceFiles.All
        .Select(static path => (Path: path, Lines: File.ReadLines(Repository.PathOf(path)).Count()))
        .Where(static file => file.Lines > MaxLines)
        .Select(static file => (file.Path, Size: $"{file.Lines} lines"))
        .Concat(
            SourceFiles.All.GroupBy(static path => path[..path.LastIndexOf('/')])
                .Where(static folder => folder.Count() > MaxFiles)
                .Select(static folder => (Path: folder.Key, Size: $"{folder.Count()} files")))
        .ToDictionary(static found => found.Path, static found => found.Size);

    [Fact]
    public void What_is_large_has_a_reason() => Findings.None(
        TooLarge.Where(static found => !Reasons.ContainsKey(found.Key)).Select(static found => $"{found.Key}: {found.Value}"),
        $"Over {MaxFiles} files or {MaxLines} lines: split it along its ideas, or give the reason in this test.");

    [Fact]
    public void No_reason_is_left_over() => Findings.None(Reasons.Keys.Except(TooLarge.Keys), "Small again, or gone: take the reason out of this test.");

    [Fact]
    public void The_sources_were_found() => Assert.True(SourceFiles.All.Count > 200, $"{SourceFiles.All.Count} files");
}
