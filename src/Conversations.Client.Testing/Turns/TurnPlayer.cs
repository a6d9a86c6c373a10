using System.Text.Json;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;
using Conversations.Client.Testing.Wire.Messages;

namespace Conversations.Client.Testing.Turns;

/// <summary>Plays the steps of one turn until one has to wait. A timer or a hold then continues. The caller holds the gate.</summary>
internal sealed class TurnPlayer
{
    private readonly FakeState _state;
    private readonly ConversationRow _conversation;
    private readonly TurnPlan _plan;
    private readonly Queue<TurnStep> _steps;
    private GatedTime.Wait? _pause;
    private JsonElement? _said;
    private bool _isStopped;
    private bool _isHurried;

    private TurnPlayer(FakeState state, ConversationRow conversation, TurnPlan plan)
    {
        _state = state;
        _conversation = conversation;
        _plan = plan;
        _isHurried = plan.IsHurried;
        _steps = new Queue<TurnStep>(plan.Steps);
    }

    // Without this wait, a cut turn would be over before a client could join it. A pause or a hold sets its own wait.
    private bool WaitsForReader => !_isHurried && _steps.TryPeek(out TurnStep? next) && next is not (PauseStep or HoldStep);

    /// <summary>Starts a turn of an idle conversation whose readers are attached. Plays it until a step has to wait.</summary>
    public static void Start(FakeState state, ConversationRow conversation, TurnPlan plan)
    {
        var player = new TurnPlayer(state, conversation, plan);
        conversation.Status = ConversationStates.InProgress;
        conversation.Turn = player;
        conversation.Queue.Open();
        if (plan.IsNew)
        {
            player.SendConversation();
        }

        if (plan.Human is { } message)
        {
            player.Finish(message);
        }

        if (state.Options.Title == TitleMode.Immediately)
        {
            player.GiveTitle();
        }

        player.Play();
    }

    public void Stop()
    {
        _isStopped = true;
        _pause?.Dispose();
        _conversation.Turn = null;
    }

    /// <summary>Plays the remaining steps at once, without pauses and holds, and the queued turns that follow.</summary>
    public void FinishNow()
    {
        _pause?.Dispose();
        _isHurried = true;
        Play();
    }

    private void Play()
    {
        while (!_isStopped && _steps.TryDequeue(out TurnStep? step))
        {
            if (!Perform(step))
            {
                return;
            }
        }

        if (!_isStopped)
        {
            End();
        }
    }

    /// <summary>Returns false if the step has to wait. <see cref="Play"/> is called when the wait is over.</summary>
    private bool Perform(TurnStep step)
    {
        switch (step)
        {
            case SayStep say:
                Say(say);
                return true;
            case ToolStep tool:
                CallTool(text: "", tool);
                return true;
            case MessageStep message:
                Finish(message.Message);
                return true;
            case FailStep fail:
                Finish(TurnMessages.Failure(fail.Text, NextId()));
                return true;
            case ApprovalStep approval:
                _conversation.Approvals.Add(approval.ToRow(_said));
                return true;
            case FormStep form:
                Finish(TurnMessages.Assistant("", NextId(), new ToolCallPart(form.ToolCallId, "create_form", form.Args)));
                return true;
            case BytesStep bytes:
                _conversation.Stream.Send(bytes.Bytes);
                return true;
            case CutStep:
                bool waits = WaitsForReader;
                _conversation.Stream.Cut(waits ? Play : null);
                return !waits;
            case PauseStep pause:
                return _isHurried || !Wait(pause.Time);
            case HoldStep hold:
                return _isHurried || hold.Hold.Pass(Play);
            default:
                throw new InvalidOperationException($"The step {step} has no meaning.");
        }
    }

    private void Say(SayStep say)
    {
        string? partialId = _state.Options.Partials == PartialsMode.TempId ? "temp-0" : null;
        foreach (string soFar in PartialTexts.Of(say.Text, say.Partials))
        {
            _conversation.Stream.Send(EventBytes.Message(TurnMessages.Assistant(soFar, partialId)));
        }

        if (_steps.TryPeek(out TurnStep? next) && next is ToolStep tool)
        {
            _ = _steps.Dequeue();
            CallTool(say.Text, tool);
        }
        else if (say.Text.Length > 0)
        {
            // The service never sends a finished message that is empty (docs/service/conversations.md 4).
            Finish(TurnMessages.Assistant(say.Text, NextId()));
        }
    }

    private void CallTool(string text, ToolStep tool)
    {
        string callId = $"toolu_{_state.Ids.Next():N}";
        Finish(TurnMessages.Assistant(text, NextId(), new ToolCallPart(callId, tool.Name, tool.Args)));
        Finish(TurnMessages.Tool(tool.Result, NextId(), callId));
    }

    /// <summary>Sends a message. Also stores it, unless it has no id or a temporary one.</summary>
    private void Finish(JsonElement message)
    {
        _conversation.Stream.Send(EventBytes.Message(message));
        if (MessageJson.IdOf(message) is not { } id || id.StartsWith("temp-", StringComparison.Ordinal))
        {
            return;
        }

        int index = _conversation.Messages.FindIndex(stored => MessageJson.IdOf(stored) == id);
        if (index >= 0)
        {
            _conversation.Messages[index] = message;
        }
        else
        {
            _conversation.Messages.Add(message);
        }

        if (MessageJson.TypeOf(message) == "ai")
        {
            _said = message;
            GiveTitle();
        }
    }

    private bool Wait(TimeSpan time)
    {
        _pause = time > TimeSpan.Zero ? _state.Time.After(time, Play) : null;
        return _pause is not null;
    }

    private void End()
    {
        _isStopped = true;
        GiveTitle();
        _conversation.Status = ConversationStates.Idle;
        _conversation.UpdatedAt = _state.Now;
        _conversation.Turn = null;
        if (TakeQueued() is { } next)
        {
            StartQueued(next);
        }
        else
        {
            _conversation.Stream.Complete();
        }
    }

    // A research turn leaves the queue alone. An open approval has to be decided first, so the waiting messages are dropped. A form does
    // not stop them (docs/service/conversations.md 5.6).
    private QueuedMessageRow? TakeQueued()
    {
        if (_conversation.Stream.IsResearch)
        {
            return null;
        }

        QueuedMessageRow? next = _conversation.HasPendingApproval ? null : _conversation.Queue.Take();
        if (next is null)
        {
            _conversation.Queue.Close();
        }

        return next;
    }

    // The new turn uses the stream that is already open. Of what the message inherits from the turn before, only the mode is visible.
    private void StartQueued(QueuedMessageRow message)
    {
        _conversation.AgentMode = message.AgentMode ?? _conversation.AgentMode;
        TurnScript? script = _state.Scripts.Take(_conversation.Id);
        _conversation.Stream.ChunkBytes = script?.ChunkBytes;
        Start(_state, _conversation, new TurnPlan(script?.Steps ?? [DefaultReply.To(message.Content)])
        {
            Human = TurnMessages.Human(message.Content, NextId(), traceId: NextId(), message.UiContext),
            IsHurried = _isHurried,
        });
    }

    private void GiveTitle()
    {
        if (_conversation.Title is not null || _state.Options.Title == TitleMode.Never)
        {
            return;
        }

        _conversation.Title = DefaultReply.Title(_plan.Human?.GetProperty("content").GetString());
        _conversation.UpdatedAt = _state.Now;
        SendConversation();
    }

    private void SendConversation() =>
        _conversation.Stream.Send(EventBytes.Conversation(_conversation, _state.Directory.Users[_conversation.User], _state.IsCurrent));

    private string NextId() => _state.Ids.Next().ToString();
}
