using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Conversations;

/// <summary>The queue of a running turn (docs/service/conversations.md 5). Every successful response has the whole queue.</summary>
internal static class QueueOperations
{
    private const string SessionHeader = "X-POSTHOG-SESSION-ID";

    public static FakeResponse List(Call call) => Answer(Find(call));

    public static FakeResponse Create(Call call)
    {
        MessageQueue queue = Find(call);
        JsonElement body = call.ReadObject();
        var message = new QueuedMessageRow(call.State.Ids.Next(), MessageFields.Content(body), call.State.Now)
        {
            ContextualTools = MessageFields.Tools(body),
            UiContext = MessageFields.UiContext(body),
            BillingContext = MessageFields.BillingContext(body),
            AgentMode = MessageFields.AgentMode(body, call.State),
            SessionId = call.Request.Header(SessionHeader),
        };
        MessageFields.RequireFit(message.UiContext, call.IsCurrent);
        if (call.IsCurrent && queue.IsClosed)
        {
            throw Refusal.Error(409, "not_running", "The conversation is not running. Send the message directly.");
        }

        if (queue.IsFull)
        {
            throw Refusal.Error(409, "queue_full", "Only two messages can be queued at a time.");
        }

        queue.Add(message);
        return Answer(queue);
    }

    /// <summary>Changes only the text. The message keeps its place.</summary>
    public static FakeResponse Update(Call call)
    {
        MessageQueue queue = Find(call);
        QueuedMessageRow message = Waiting(call, queue);
        queue.Replace(message with { Content = MessageFields.Content(call.ReadObject()) });
        return Answer(queue);
    }

    public static FakeResponse Delete(Call call)
    {
        MessageQueue queue = Find(call);
        queue.Remove(Waiting(call, queue));
        return Answer(queue);
    }

    /// <summary>Ignores the body.</summary>
    public static FakeResponse Clear(Call call)
    {
        MessageQueue queue = Find(call);
        queue.Clear();
        return Answer(queue);
    }

    private static MessageQueue Find(Call call)
    {
        // The service checks nowhere, before the database, that the text is a UUID (docs/service/conversations.md 5.5).
        ConversationRow? row = Guid.TryParse(call.Value("conversation"), out Guid id)
            ? call.State.Conversations.Find(id)
            : throw Refusal.ServerError();
        if (row is null or { Deleted: true })
        {
            throw Refusal.Error(404, "Conversation not found");
        }

        return row.User == call.Caller.User.Id && row.Project == call.Project.Id
            ? row.Queue
            : throw Refusal.Error(403, "Cannot access other users' conversations");
    }

    private static QueuedMessageRow Waiting(Call call, MessageQueue queue) =>
        queue.Find(call.Value("queue_id")) ?? throw Refusal.Detail(404, "Queue message not found.");

    private static FakeResponse Answer(MessageQueue queue) => FakeResponse.Json(200, queue, QueueJson.Write);
}
