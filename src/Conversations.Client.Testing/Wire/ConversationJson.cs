using System.Text.Json;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire.Messages;

namespace Conversations.Client.Testing.Wire;

/// <summary>The conversation object, minimal and full (docs/service/conversations.md 2).</summary>
internal static class ConversationJson
{
    public static void WriteMinimal(Utf8JsonWriter writer, ConversationRow conversation, UserRow user, bool isCurrent)
    {
        writer.WriteStartObject();
        WriteCommon(writer, conversation, user, isCurrent);
        writer.WriteEndObject();
    }

    public static void WriteFull(Utf8JsonWriter writer, ConversationRow conversation, UserRow user, bool isCurrent)
    {
        writer.WriteStartObject();
        WriteCommon(writer, conversation, user, isCurrent);
        writer.WriteStartArray("messages");
        foreach (JsonElement message in conversation.Readable ? conversation.Messages.Where(MessageJson.IsShown) : [])
        {
            MessageJson.WriteStored(writer, message);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("has_unsupported_content", !conversation.Readable);
        writer.WriteString("agent_mode", conversation.ReadableMode);
        writer.WriteBoolean("is_sandbox", conversation.IsSandbox);
        if (isCurrent)
        {
            writer.WriteString("agent_runtime", conversation.IsSandbox ? "sandbox" : "langgraph");
        }

        writer.WriteStartArray("pending_approvals");
        foreach (ApprovalRow approval in conversation.Approvals)
        {
            WriteApproval(writer, approval);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCommon(Utf8JsonWriter writer, ConversationRow conversation, UserRow user, bool isCurrent)
    {
        writer.WriteString("id", conversation.Id);
        writer.WriteString("status", conversation.Status);
        writer.WriteString("title", conversation.Title);
        if (isCurrent)
        {
            writer.WriteString("topic", conversation.Topic);
        }

        UserJson.Write(writer, "user", user);
        writer.WriteInstant("created_at", conversation.CreatedAt);
        writer.WriteInstant("updated_at", conversation.UpdatedAt);
        writer.WriteString("type", conversation.Type);
        writer.WriteBoolean("is_internal", conversation.IsInternal);
        writer.WriteString("slack_thread_key", conversation.SlackThreadKey);
        writer.WriteString("slack_workspace_domain", conversation.SlackWorkspaceDomain);
        if (isCurrent)
        {
            writer.WriteJsonOrNull("task", conversation.Task);
        }
    }

    private static void WriteApproval(Utf8JsonWriter writer, ApprovalRow approval)
    {
        writer.WriteStartObject();
        writer.WriteString("proposal_id", approval.ProposalId);
        writer.WriteString("decision_status", approval.Status);
        writer.WriteString("tool_name", approval.ToolName);
        writer.WriteString("preview", approval.Preview);
        writer.WriteJson("payload", approval.Payload);
        writer.WriteString("original_tool_call_id", approval.ToolCallId);
        writer.WriteString("message_id", approval.MessageId);
        writer.WriteEndObject();
    }
}
