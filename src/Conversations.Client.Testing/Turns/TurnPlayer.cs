using System.Text.Json;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Turns;

/// <summary>
/// Owns one running turn. It plays its steps without waiting until one asks to; a timer or a hold then takes it up again.
/// Everything here runs under the gate.
/// </summary>
internal sealed class TurnPlayer
{
    private readonly FakeState _state;
    private readonly ConversationRow _conversation;
    private readonly string? _content;
    private readonly Queue<TurnStep> _steps;
    private ITimer? _pause;
    private bool _isStopped;
    private bool _isHurried;

    private TurnPlayer(FakeState state, ConversationRow conversation, string? content, IEnumerable<TurnStep> steps)
    {
        _state = state;
        _conversation = conversation;
        _content = content;
        _steps = new Queue<TurnStep>(steps);
    }

    /// <summary>Starts a turn and plays it as far as it goes at once.</summary>
    /// <param name="state">The fake.</param>
    /// <param name="conversation">An idle conversation, with its readers attached.</param>
    /// <param name="human">The accepted message; null when a turn is taken up again without one.</param>
    /// <param name="steps">What to do.</param>
    /// <param name="isNew">Whether the conversation was just created.</param>
    public static void Start(FakeState state, ConversationRow conversation, JsonElement? human, IEnumerable<TurnStep> steps, bool isNew)
    {
        string? content = human?.GetProperty("content").GetString();
        var player = new TurnPlayer(state, conversation, content, steps);
        conversation.Status = ConversationStates.InProgress;
        conversation.Turn = player;
        if (isNew)
        {
            player.SendConversation();
        }

        if (human is { } message)
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

    /// <summary>Plays what is left at once, past pauses and holds.</summary>
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

    /// <summary>False: the step waits, and what it waits for calls <see cref="Play"/>.</summary>
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
                _conversation.Approvals.Add(new ApprovalRow(approval.ProposalId, approval.ToolName, approval.Preview, approval.Payload));
                return true;
            case FormStep form:
                Finish(TurnMessages.Assistant("", NextId(), new ToolCallPart(form.ToolCallId, "create_form", form.Args)));
                return true;
            case BytesStep bytes:
                _conversation.Stream.Send(bytes.Bytes);
                return true;
            case CutStep:
                _conversation.Stream.Cut();
                return true;
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
            // A finished message with nothing in it is never sent (conversations.md, section 4).
            Finish(TurnMessages.Assistant(say.Text, NextId()));
        }
    }

    private void CallTool(string text, ToolStep tool)
    {
        string callId = $"toolu_{_state.Ids.Next():N}";
        Finish(TurnMessages.Assistant(text, NextId(), new ToolCallPart(callId, tool.Name, tool.Args)));
        Finish(TurnMessages.Tool(tool.Result, NextId(), callId));
    }

    /// <summary>Sends a message and, unless it is a partial one or unsaved, stores it.</summary>
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
            GiveTitle();
        }
    }

    private bool Wait(TimeSpan time)
    {
        _pause?.Dispose();
        _pause = null;
        if (time > TimeSpan.Zero)
        {
            _pause = _state.Time.CreateTimer(_ => TakeUp(), state: null, time, Timeout.InfiniteTimeSpan);
        }

        return _pause is not null;
    }

    private void TakeUp()
    {
        lock (_state.Gate)
        {
            Play();
        }
    }

    private void End()
    {
        _isStopped = true;
        GiveTitle();
        _pause?.Dispose();
        _conversation.Status = ConversationStates.Idle;
        _conversation.UpdatedAt = _state.Now;
        _conversation.Turn = null;
        _conversation.Stream.Complete();
    }

    private void GiveTitle()
    {
        if (_conversation.Title is not null || _state.Options.Title == TitleMode.Never)
        {
            return;
        }

        _conversation.Title = DefaultReply.Title(_content);
        _conversation.UpdatedAt = _state.Now;
        SendConversation();
    }

    private void SendConversation() =>
        _conversation.Stream.Send(EventBytes.Conversation(_conversation, _state.Directory.Users[_conversation.User], _state.IsNewest));

    private string NextId() => _state.Ids.Next().ToString();
}
