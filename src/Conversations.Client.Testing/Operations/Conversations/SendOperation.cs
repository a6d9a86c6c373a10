using System.Text.Json;
using Conversations.Client.Testing.Access;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Turns;
using Conversations.Client.Testing.Wire.Messages;

namespace Conversations.Client.Testing.Operations.Conversations;

/// <summary>One endpoint with four meanings: create, continue, reconnect, resume (docs/service/conversations.md 3.2).</summary>
internal static class SendOperation
{
    private const string Research = "research";

    // Spread, so that refused clients do not all come back at the same time (docs/service/conversations.md 1.5).
    private const int MinRetrySeconds = 15;
    private const int MaxRetrySeconds = 44;

    public static FakeResponse Send(Call call, RateLimits limits)
    {
        var send = SendBody.Read(Admit(call, limits), call.State);
        ConversationRow? known = Own(call, send.Conversation);
        if (known is null && send.Content is null)
        {
            throw Refusal.Error(400, "Cannot stream from non-existent conversation");
        }

        ConversationRow conversation = known ?? Create(call, send);
        RefuseSandbox(call, send, conversation);
        return conversation.IsIdle
            ? RunTurn(call, send, conversation, isNew: known is null)
            : Reconnect(call, send, conversation);
    }

    /// <summary>
    /// Admits a call that costs AI credits and returns its body. The body is read before limits and credits are checked
    /// (docs/service/conversations.md 1.5).
    /// </summary>
    public static JsonElement Admit(Call call, RateLimits limits)
    {
        JsonElement body = JsonBody.Read(call.Request);
        if (body.ValueKind != JsonValueKind.Object)
        {
            // The step that counts the call assumes that the body is an object (docs/service/conversations.md 1.5).
            throw Refusal.ServerError();
        }

        limits.CountSend(call.State, call.Caller, IsResearch(call, body));
        if (call.State.Options.QuotaExhausted)
        {
            throw Refusal.Envelope(
                402,
                "server_error",
                "quota_limit_exceeded",
                "Your organization reached its AI credit usage limit. Increase the limits in Billing settings, or ask an org admin to do so.");
        }

        return body;
    }

    private static ConversationRow? Own(Call call, Guid id)
    {
        ConversationRow? row = call.State.Conversations.Find(id);
        if (row is not null && (row.User != call.Caller.User.Id || row.Project != call.Project.Id))
        {
            throw Refusal.Error(400, "Cannot access other users' conversations");
        }

        return row is { Deleted: true } ? throw Refusal.Error(404, "Conversation does not exist") : row;
    }

    private static ConversationRow Create(Call call, SendBody send)
    {
        var row = new ConversationRow
        {
            Id = send.Conversation,
            Project = call.Project.Id,
            User = call.Caller.User.Id,
            CreatedAt = call.State.Now,
            UpdatedAt = call.State.Now,
            Type = send.AgentMode == Research ? ConversationTypes.DeepResearch : ConversationTypes.Assistant,

            // The newest refuses the sandbox after this, and the row that it leaves is an ordinary one (docs/service/conversations.md 3.2).
            IsSandbox = !call.IsCurrent && send.AsksForSandbox,
            Queue = new MessageQueue(call.State.Time),
            Stream = new EventStream(call.State),
        };
        call.State.Conversations.Put(row);
        return row;
    }

    // The row of a new conversation is kept. The legacy version ran a sandbox turn instead.
    private static void RefuseSandbox(Call call, SendBody send, ConversationRow conversation)
    {
        if (call.IsCurrent && (conversation.IsSandbox || send.AsksForSandbox))
        {
            throw FieldRules.Invalid("Sandbox conversations must be opened via the open endpoint.", attribute: null);
        }
    }

    private static FakeResponse Reconnect(Call call, SendBody send, ConversationRow conversation)
    {
        if (send.Content is not null)
        {
            throw Refusal.Envelope(409, "server_error", "conflict", "Cannot resume streaming with a new message");
        }

        RequireRoom(call);
        return FakeResponse.Stream(conversation.Stream.Attach(), call.IsCurrent);
    }

    private static FakeResponse RunTurn(Call call, SendBody send, ConversationRow conversation, bool isNew)
    {
        if (send.Content is null && send.Resume is null)
        {
            throw FieldRules.Invalid("Cannot continue streaming from an idle conversation", attribute: null);
        }

        RequireRoom(call);
        // A text that resumes nothing runs as chat in a research conversation, whatever its mode (docs/service/conversations.md 3.2).
        bool becomesOrdinary = conversation.IsResearch && !isNew && send is { Content: not null, Resume: null };
        if (becomesOrdinary)
        {
            conversation.Type = ConversationTypes.Assistant;
            conversation.UpdatedAt = call.State.Now;
        }

        conversation.AgentMode = send.AgentMode ?? conversation.AgentMode;
        conversation.Stream.IsResearch = !becomesOrdinary && (send.AgentMode == Research || conversation.IsResearch);
        bool isDecided = Approvals.Decide(conversation, send.Resume, call.IsCurrent);
        TurnScript? script = isDecided ? call.State.Scripts.Take(conversation.Id) : null;
        conversation.Stream.ChunkBytes = script?.ChunkBytes;
        TurnReader reader = conversation.Stream.Attach();
        TurnPlayer.Start(call.State, conversation, isDecided
            ? new TurnPlan(script?.Steps ?? [DefaultReply.To(send.Content)]) { Human = Human(call, send), IsNew = isNew }

            // A decision on a proposal that is not pending runs nothing, sends nothing else, and uses up no script
            // (docs/service/conversations.md 3.2).
            : new TurnPlan([new FailStep(DefaultReply.Failure)]) { IsNew = isNew });
        return FakeResponse.Stream(reader, call.IsCurrent);
    }

    private static JsonElement? Human(Call call, SendBody send) => send.Content is { } content
        ? TurnMessages.Human(content, call.State.Ids.Next().ToString(), send.TraceId.ToString(), send.UiContext)
        : null;

    // The row already exists at this point, so a repeated request is a follow-up (docs/service/conversations.md 1.5).
    private static void RequireRoom(Call call)
    {
        if (call.IsCurrent && call.State.OpenStreams >= call.State.Options.MaxOpenStreams)
        {
            throw Refusal.Crowded(MinRetrySeconds + (call.State.Conversations.All.Count % (MaxRetrySeconds - MinRetrySeconds + 1)));
        }
    }

    // The body of a send names the conversation, and the path of an opening.
    private static bool IsResearch(Call call, JsonElement body) =>
        (body.TryGetProperty("agent_mode", out JsonElement mode) && mode.ValueKind == JsonValueKind.String && mode.ValueEquals(Research))
        || (body.TryGetProperty("conversation", out JsonElement id)
            && id.ValueKind == JsonValueKind.String
            && call.State.Conversations.Find(id.GetString()!)?.IsResearch == true)
        || (call.Find("conversation") is { } named && call.State.Conversations.Find(named)?.IsResearch == true);
}
