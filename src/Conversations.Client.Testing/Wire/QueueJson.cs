using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Wire;

/// <summary>Writes a whole queue. Every member of its messages is always present (docs/service/conversations.md 5).</summary>
internal static class QueueJson
{
    public static void Write(Utf8JsonWriter writer, MessageQueue queue)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("messages");
        foreach (QueuedMessageRow message in queue.Messages)
        {
            Write(writer, message);
        }

        writer.WriteEndArray();
        writer.WriteNumber("max_queue_messages", MessageQueue.Most);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, QueuedMessageRow message)
    {
        writer.WriteStartObject();
        writer.WriteString("id", message.Id);
        writer.WriteString("content", message.Content);
        writer.WriteString("created_at", WireTime.PythonText(message.CreatedAt));
        writer.WriteJsonOrNull("contextual_tools", message.ContextualTools);
        writer.WriteJsonOrNull("ui_context", message.UiContext);
        writer.WriteJsonOrNull("billing_context", message.BillingContext);
        writer.WriteString("agent_mode", message.AgentMode);
        writer.WriteString("session_id", message.SessionId);
        writer.WriteEndObject();
    }
}
