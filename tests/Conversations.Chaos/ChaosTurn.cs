using System.Diagnostics;
using System.Globalization;
using Conversations.Client;
using Conversations.Client.Testing;
using Conversations.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Chaos;

/// <summary>
/// One scripted turn over a faulty connection, repeatable by its seed. Whatever happens on the way, the client must have seen what the
/// fake has stored: each message once, each text complete.
/// </summary>
public sealed class ChaosTurn : IDisposable
{
    private static readonly string[] Words = ["signups", "grew", "by", "42 %", "in \"May\"", "line\nbreak", "Grüße", "世界", "🎉", "👩‍👩‍👧", "tab\t", "back\\slash", "\u0001", "and", "then"];

    private static readonly TimeSpan LongTurn = TimeSpan.FromMinutes(12);

    private readonly Random _chance;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 6, 3, 11, 0, 0, TimeSpan.Zero));
    private readonly FakeConversationsServer _fake;
    private readonly FaultyHandler _way;
    private readonly ChaosHost _host;
    private readonly Guid _id = Guid.NewGuid();
    private readonly List<string> _delivered = [];
    private readonly List<(string?, string?)> _conversations = [];
    private readonly List<TextUpdate> _updates = [];
    private readonly List<string> _pieces = [];
    private readonly List<StreamOutcome> _ends = [];
    private ConversationReply? _reply;

    private ChaosTurn(int seed)
    {
        _chance = new(seed);
        _fake = new(new FakeConversationsOptions
        {
            TimeProvider = _time,
            Replay = Pick(ReplayMode.Full, ReplayMode.TailOnly),
            Partials = Pick(PartialsMode.TempId, PartialsMode.TempId, PartialsMode.NoId),
            Title = Pick(TitleMode.AfterFirstReply, TitleMode.Immediately),
        });
        _way = new(_fake.CreateHandler(), _chance, _time);
        _host = new(_fake, _way, Pick(Enum.GetValues<HostKind>()));
    }

    /// <summary>Runs the turn of a seed.</summary>
    /// <exception cref="ChaosException">The client saw something other than what happened.</exception>
    public static async Task<ChaosResult> RunAsync(int seed)
    {
        using var turn = new ChaosTurn(seed);
        try
        {
            return await turn.RunAsync();
        }
        catch (Exception exception)
        {
            throw new ChaosException($"Seed {seed}: {(exception is ChaosException ? exception.Message : exception)}\n{turn._way.Log}", exception);
        }
    }

    public void Dispose()
    {
        _host.Dispose();
        _way.Dispose();
        _fake.Dispose();
    }

    private async Task<ChaosResult> RunAsync()
    {
        if (_chance.Next(3) == 0)
        {
            // An earlier turn, which the stream must not show.
            _ = await _fake.CreateClient().Conversations.AskAsync(_id, "before");
        }

        _fake.Turns.For(_id).Next(Script);
        _fake.Turns.For(_id).Next(Script);
        ConversationStream stream = _host.Client.Conversations.StreamAsync(_id, "question");
        Task reading = ReadAsync(stream, _chance.Next(4));
        var patience = Stopwatch.StartNew();
        int queueAt = _chance.Next(4) == 0 ? _chance.Next(60) : -1;
        DateTimeOffset start = _time.GetUtcNow();
        for (int step = 0; !reading.IsCompleted; step++)
        {
            if (step == queueAt)
            {
                await QueueAsync();
            }

            Must(patience.Elapsed < TimeSpan.FromSeconds(30), "the turn hangs");
            await LetOthersRunAsync();
            if (_time.GetUtcNow() - start > LongTurn)
            {
                // No script takes this long: the clock has run ahead, and soon the service would end the response.
                await Task.Delay(1);
            }

            _time.Advance(TimeSpan.FromSeconds(0.5));
        }

        Exception? error = reading.Exception?.InnerException;
        // Ends the connections of readers that the service still believes to be there.
        _time.Advance(TimeSpan.FromMinutes(5));
        Check(stream, error);
        return new()
        {
            Faults = _way.Faults,
            Closes = _way.Closes,
            Flickers = _way.Flickers,
            Reconnects = stream.ReconnectCount,
            IsUnderRepeatingHost = _host.Repeats,
            IsFollowed = !_way.MessageFailed
                && _fake.Conversations[_id].Messages.Any(static message => message is HumanMessage { Content: "follow-up" }),
            IsUnsettled = error is ConversationsStreamException,
            IsUnsent = _way.MessageFailed,
        };
    }

    /// <summary>Queues a follow-up, which waits for the end of the turn, if the turn is still running.</summary>
    private async Task QueueAsync()
    {
        try
        {
            _ = await _fake.CreateClient(FakeCaller.Session()).Queue.AddAsync(_id, "follow-up");
        }
        catch (ConversationsApiException)
        {
        }
    }

    /// <summary>Lets other work finish, so that the clock does not run ahead of it.</summary>
    private static async Task LetOthersRunAsync()
    {
        for (int round = 0; round < 20; round++)
        {
            long before = ThreadPool.CompletedWorkItemCount;
            await Task.Yield();
            Thread.SpinWait(100);
            // The yield itself is one work item.
            if (ThreadPool.PendingWorkItemCount == 0 && ThreadPool.CompletedWorkItemCount <= before + 1)
            {
                return;
            }
        }
    }

    private async Task ReadAsync(ConversationStream stream, int way)
    {
        await Task.Yield();
        switch (way)
        {
            case 0:
                await foreach (ConversationStreamEvent streamEvent in stream)
                {
                    if (streamEvent is MessageEvent { TextUpdate: { } update })
                    {
                        _updates.Add(update);
                    }

                    if (streamEvent is MessageEvent { IsPartial: false, Message: { Id: { } id } })
                    {
                        _delivered.Add(id);
                    }
                    else if (streamEvent is ConversationEvent { Conversation: var conversation })
                    {
                        _conversations.Add((conversation.Title, conversation.Status.Value));
                    }
                }

                break;
            case 1:
                await foreach (TextUpdate update in stream.ReadTextUpdatesAsync())
                {
                    _updates.Add(update);
                }

                break;
            case 2:
                await foreach (string piece in stream.ReadTextAsync())
                {
                    _pieces.Add(piece);
                }

                break;
            default:
                _reply = await _host.Client.Conversations.AskAsync(_id, "question");
                break;
        }
    }

    private void Check(ConversationStream stream, Exception? error)
    {
        Must(error is null or ConversationsException, $"it throws {error}");
        Must(_way.TextsSent == 1, $"the text was sent {_way.TextsSent} times");
        Must(_way.OpenBodies == 0, $"{_way.OpenBodies} connections are not freed");
        Must(_delivered.Distinct().Count() == _delivered.Count, "a message was delivered twice");
        Must(_conversations.Distinct().Count() == _conversations.Count, $"a title was delivered twice: {string.Join(", ", _conversations)}");
        Must(
            stream.Thread.Messages.Select(static message => message.Id)
                .OfType<string>()
                .Distinct()
                .Count() == stream.Thread.Messages.Count(static message => message.Id is not null),
            "a message is twice in the thread");
        if (error is not null)
        {
            Must(_way.MessageFailed || error is ConversationsStreamException, $"it throws {error}");
            Must(stream.Outcome is StreamOutcome.Incomplete or null, $"the outcome is {stream.Outcome}");
            return;
        }

        var stored = Shown(_fake.Conversations[_id].Messages).ToList();
        stored = stored[stored.FindLastIndex(static text => text.Contains("human question", StringComparison.Ordinal))..];
        int next = stored.FindIndex(static text => text.Contains("human follow-up", StringComparison.Ordinal));
        StreamOutcome expected = _ends[next < 0 ? 0 : 1];
        if (_reply is not null && next >= 0)
        {
            // A reply covers only its own message. The follow-up turn has dropped whatever this one waited for.
            stored = stored[..next];
            expected = _ends[0] == StreamOutcome.Failed ? StreamOutcome.Failed : StreamOutcome.Completed;
        }

        ConversationThread thread = _reply?.Thread ?? stream.Thread;
        StreamOutcome? outcome = _reply?.Outcome ?? stream.Outcome;
        var seen = Shown(thread.Messages.Where(static message => message.Id is not null)).ToList();
        Must(stored.SequenceEqual(seen), $"the thread is\n  {string.Join("\n  ", seen)}\nand the fake has\n  {string.Join("\n  ", stored)}");
        Must(outcome == expected, $"the outcome is {outcome} where it is {expected}");
        var texts = stream.Thread.Messages.OfType<AssistantMessage>()
            .Select(static message => message.Content)
            .Where(static text => text.Length > 0)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (_updates.Count > 0)
        {
            // A finished message without text replaces its earlier text, so that text no longer counts.
            var folded = FoldedText.Of(_updates).Where(static text => text.Length > 0).ToList();
            Must(texts.SequenceEqual(folded.Order(StringComparer.Ordinal)), $"the updates fold to\n  {string.Join("\n  ", folded)}\nand the texts are\n  {string.Join("\n  ", texts)}");
        }

        if (_pieces.Count > 0)
        {
            string written = string.Concat(_pieces);
            Must(texts.All(text => written.Contains(text, StringComparison.Ordinal)), "a text was not written whole");
        }
    }

    private static IEnumerable<string> Shown(IEnumerable<ConversationMessage> messages) => messages.Select(static message => message switch
    {
        HumanMessage human => $"{human.Id} human {human.Content}",
        AssistantMessage assistant => $"{assistant.Id} ai {assistant.Content} {assistant.ToolCalls?.Count ?? 0}",
        ToolMessage tool => $"{tool.Id} tool {tool.Content}",
        FailureMessage failure => $"{failure.Id} failure {failure.Content}",
        _ => $"{message.Id} {message.Type}",
    });

    private void Script(TurnScript turn)
    {
        for (int steps = _chance.Next(1, 8); steps > 0; steps--)
        {
            Step(turn);
        }

        switch (_chance.Next(8))
        {
            case 0:
                _ = turn.Fail(Text());
                _ends.Add(StreamOutcome.Failed);
                break;
            case 1:
                _ = turn.Approval("p", "delete_insight");
                _ends.Add(StreamOutcome.ApprovalNeeded);
                break;
            case 2:
                _ = turn.Form("f", "{}");
                _ends.Add(StreamOutcome.InputNeeded);
                break;
            default:
                _ = Say(turn, Text(), _chance.Next(6));
                _ends.Add(StreamOutcome.Completed);
                break;
        }

        if (_chance.Next(2) == 0)
        {
            _ = turn.ChunkEvery(_chance.Next(1, 200));
        }
    }

    private static TurnScript Say(TurnScript turn, string text, int partials) => partials == 0 ? turn.Say(text) : turn.Say(text, partials);

    private void Step(TurnScript turn)
    {
        _ = _chance.Next(7) switch
        {
            0 => turn.Tool("execute_sql", """{"query":"select 1"}""", Text()),
            1 => turn.Message(new ArtifactMessage { Id = NewId(), ArtifactId = "a" }),
            2 => turn.Event("update", $$"""{"id":"{{NewId()}}","tool_call_id":"t","content":"working"}""").Pause(TimeSpan.FromSeconds(_chance.Next(1, 10))),
            3 => turn.Event("later", "not JSON").Event("status", """{"type":"ack"}"""),
            _ => Say(turn, Text(), _chance.Next(6)),
        };
        if (_chance.Next(3) > 0)
        {
            _ = turn.Pause(TimeSpan.FromSeconds(_chance.Next(1, 60)));
        }
    }

    // From the turn's own random numbers, so that a seed repeats it.
    private string NewId() => new Guid(_chance.Next(), 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]).ToString();

    private string Text() =>
        string.Join(' ', Enumerable.Range(0, _chance.Next(1, 12)).Select(_ => Words[_chance.Next(Words.Length)])) + _chance.Next(1000)
            .ToString(CultureInfo.InvariantCulture);

    private T Pick<T>(params T[] choices) => choices[_chance.Next(choices.Length)];

    private static void Must(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new ChaosException(otherwise);
        }
    }
}

/// <summary>What happened during a turn.</summary>
public sealed record ChaosResult
{
    /// <summary>How many faults it met.</summary>
    public int Faults { get; init; }

    /// <summary>How many of them were clean closes in the middle.</summary>
    public int Closes { get; init; }

    /// <summary>How many replays first sent the conversation with an old title.</summary>
    public int Flickers { get; init; }

    /// <summary>Whether handlers of the host repeated what failed.</summary>
    public bool IsUnderRepeatingHost { get; init; }

    /// <summary>How often the client joined the turn again.</summary>
    public int Reconnects { get; init; }

    /// <summary>Whether a queued turn followed it on the stream.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>Whether the client gave up, and said so.</summary>
    public bool IsUnsettled { get; init; }

    /// <summary>Whether the message itself met a fault.</summary>
    public bool IsUnsent { get; init; }
}

/// <summary>The client saw something other than what happened.</summary>
public sealed class ChaosException(string message, Exception? innerException = null) : Exception(message, innerException);
