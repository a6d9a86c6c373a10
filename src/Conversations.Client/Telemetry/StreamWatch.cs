using System.Diagnostics;
using Conversations.Client.Values;
using Tags = Conversations.Client.Telemetry.Conventions.Tags;

namespace Conversations.Client.Telemetry;

/// <summary>
/// Watches one stream from the sending to its end, which comes once, however the stream ends. It exists only if somebody listens.
/// </summary>
internal sealed class StreamWatch
{
    /// <summary>The name of a stream's span.</summary>
    public const string SpanName = Conventions.Values.InvokeAgent + " " + Conventions.Values.Agent;

    private readonly ClientTelemetry _telemetry;
    private readonly StreamedTurn _turn;
    private readonly Activity? _span;
    private readonly long _begin;
    private readonly bool _isCounted;
    private bool _hasText;
    private long _events;
    private int _reconnects;
    private int _hasEnded;

    public StreamWatch(ClientTelemetry telemetry, StreamedTurn turn, Activity? span)
    {
        (_telemetry, _turn, _span) = (telemetry, turn, span);
        _begin = telemetry.Clock.GetTimestamp();
        // Who begins to listen while the stream runs must not see it end without having seen it begin.
        _isCounted = telemetry.Meters.OpenStreams.Enabled;
        if (_isCounted)
        {
            telemetry.Meters.OpenStreams.Add(1);
        }

        ClientLog.StreamOpened(telemetry.Log, turn.Conversation, turn.Start);
    }

    private bool HasEnded => Volatile.Read(ref _hasEnded) != 0;

    /// <summary>The tags of a stream's span that are known at its beginning, so that samplers see them.</summary>
    public static TagList TagsOf(StreamedTurn turn, Uri origin)
    {
        TagList tags = OfAgent();
        tags.Add(Tags.GenAIConversation, turn.Conversation.ToString());
        tags.Add(Tags.ServerAddress, origin.Host);
        tags.Add(Tags.ServerPort, origin.Port);
        tags.Add(Tags.TurnStart, turn.Start);
        if (turn.TraceId is { } id)
        {
            tags.Add(Tags.TurnTraceId, id.ToString());
        }

        return tags;
    }

    /// <summary>
    /// Makes the stream's span the current one for the rest of an asynchronous method, so that the calls of the stream are below it.
    /// </summary>
    public void Enter()
    {
        if (_span is not null)
        {
            Activity.Current = _span;
        }
    }

    /// <summary>A connection of the stream was opened.</summary>
    public void Connected(ActivityContext connection)
    {
        if (connection != default)
        {
            _ = _span?.AddLink(new(connection));
        }
    }

    /// <summary>An event was read. It may be one that is not delivered.</summary>
    public void Read(UnknownTally unknown) => _telemetry.Saw(unknown);

    /// <summary>An event was read that this package does not know.</summary>
    public void ReadUnknown(string name, string data) => _telemetry.SawEvent(name, data);

    /// <summary>An event goes to the caller.</summary>
    /// <param name="type">The event's name on the wire; <c>unknown</c> for others.</param>
    /// <param name="hasText">Whether it has text of the assistant.</param>
    public void Delivered(string type, bool hasText)
    {
        if (_events++ == 0)
        {
            _telemetry.Meters.FirstEvent.Record(Elapsed.TotalSeconds);
            Tell(Conventions.Events.FirstEvent);
        }

        if (hasText && !_hasText)
        {
            _hasText = true;
            _telemetry.Meters.FirstText.Record(Elapsed.TotalSeconds);
            Tell(Conventions.Events.FirstText);
        }

        _telemetry.Meters.StreamEvents.Add(1, new KeyValuePair<string, object?>(Tags.EventType, type));
    }

    /// <summary>The stream joined its turn again.</summary>
    /// <param name="fault">Why the last connection ended; null after a proper close.</param>
    public void Reconnected(Exception? fault)
    {
        _reconnects++;
        string reason = fault is null ? "closed" : ErrorTypes.Of(fault);
        _telemetry.Meters.Reconnects.Add(1, new KeyValuePair<string, object?>(Tags.ReconnectReason, reason));
        Tell(Conventions.Events.Reconnected, new(Tags.ReconnectReason, reason));
        ClientLog.StreamReconnected(_telemetry.Log, _turn.Conversation, reason, _reconnects);
    }

    /// <summary>The stream found messages that it had missed.</summary>
    public void FilledGap(int messages)
    {
        _telemetry.Meters.FilledGaps.Add(1);
        Tell(Conventions.Events.GapFilled, new(Tags.FilledMessages, messages));
        ClientLog.GapFilled(_telemetry.Log, _turn.Conversation, messages);
    }

    /// <summary>A connection was given up because it was silent.</summary>
    /// <param name="kind">What did not come: <c>byte</c> or <c>event</c>.</param>
    public void FellSilent(string kind)
    {
        _telemetry.Meters.IdleTrips.Add(1, new KeyValuePair<string, object?>(Tags.IdleKind, kind));
        Tell(Conventions.Events.IdleTripped, new(Tags.IdleKind, kind));
        ClientLog.StreamIdle(_telemetry.Log, _turn.Conversation, kind);
    }

    /// <summary>Nobody can read, stop or dispose the stream any more.</summary>
    public void Abandoned()
    {
        if (!HasEnded)
        {
            ClientLog.StreamAbandoned(_telemetry.Log, _turn.Conversation);
        }
    }

    /// <summary>The stream has ended, unless it ended before.</summary>
    /// <param name="outcome">How.</param>
    /// <param name="exception">The exception that ended it; null for none.</param>
    /// <param name="isFailure">Whether the turn itself failed.</param>
    public void Ended(string outcome, Exception? exception = null, bool isFailure = false)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
        {
            return;
        }

        TimeSpan took = Elapsed;
        string? error = exception is not null ? ErrorTypes.Of(exception) : isFailure ? Conventions.Values.TurnFailed : null;
        if (_isCounted)
        {
            _telemetry.Meters.OpenStreams.Add(-1);
        }

        Record(took, outcome, error);
        if (exception is null)
        {
            ClientLog.StreamEnded(_telemetry.Log, _turn.Conversation, outcome, _events, took.TotalMilliseconds);
        }
        else
        {
            ClientLog.StreamFailed(_telemetry.Log, _turn.Conversation, error!, _events, took.TotalMilliseconds);
        }

        End(outcome, error);
    }

    private TimeSpan Elapsed => _telemetry.Clock.GetElapsedTime(_begin);

    private static TagList OfAgent() => new()
    {
        { Tags.GenAIOperation, Conventions.Values.InvokeAgent },
        { Tags.GenAIProvider, Conventions.Values.Provider },
        { Tags.GenAIAgent, Conventions.Values.Agent },
    };

    private void Record(TimeSpan took, string outcome, string? error)
    {
        if (_telemetry.Meters.Streams.Enabled)
        {
            TagList tags = OfAgent();
            tags.Add(Tags.Outcome, outcome);
            if (error is not null)
            {
                tags.Add(Tags.ErrorType, error);
            }

            _telemetry.Meters.Streams.Record(took.TotalSeconds, tags);
        }
    }

    private void End(string outcome, string? error)
    {
        if (_span is null)
        {
            return;
        }

        Tell(Conventions.Events.Ended);
        _ = _span.SetTag(Tags.Outcome, outcome).SetTag(Tags.Events, _events).SetTag(Tags.Reconnects, _reconnects);
        if (error is not null)
        {
            ErrorTypes.Write(_span, error);
        }

        // The end of a span makes the one before it the current one, which belongs to the code that began the stream, not to this.
        Activity? current = Activity.Current;
        _span.Stop();
        Activity.Current = current;
    }

    private void Tell(string name) => _span?.AddEvent(new(name));

    private void Tell(string name, KeyValuePair<string, object?> tag) => _span?.AddEvent(new(name, tags: new() { tag }));
}
