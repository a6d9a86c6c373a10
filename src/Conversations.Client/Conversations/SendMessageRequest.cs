using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>The body of the operation that creates, continues and joins conversations.</summary>
/// <remarks>By hand, because <see cref="Content"/> must be sent also when it is null, while a null in any other member is refused (contract, conversations 3.2).</remarks>
[JsonConverter(typeof(RecordConverter<SendMessageRequest>))]
public sealed record SendMessageRequest : IWireRecord<SendMessageRequest>
{
    /// <summary>The text, 1 to 40,000 characters after trimming; <see langword="null"/> joins a running turn or goes with <see cref="ResumePayload"/>.</summary>
    public required string? Content { get; init; }

    /// <summary>The conversation's id, chosen by the client.</summary>
    public required Guid Conversation { get; init; }

    /// <summary>Tools of the client by name, and what the service needs to know of each.</summary>
    public JsonElement? ContextualTools { get; init; }

    /// <summary>What the person sees; keys that the server does not know are refused.</summary>
    public JsonElement? UiContext { get; init; }

    /// <summary>The billing state; dropped by the service when it does not fit.</summary>
    public JsonElement? BillingContext { get; init; }

    /// <summary>An id for correlation; comes back on the human message.</summary>
    public required Guid TraceId { get; init; }

    /// <summary>The mode of the agent.</summary>
    public OpenEnum<AgentMode>? AgentMode { get; init; }

    /// <summary>Whether to run in a sandbox; newer servers refuse true.</summary>
    public bool? IsSandbox { get; init; }

    /// <summary>What a paused turn waits for.</summary>
    public JsonElement? ResumePayload { get; init; }

    static SendMessageRequest IWireRecord<SendMessageRequest>.Read(ref Utf8JsonReader reader)
    {
        string? content = null;
        Guid conversation = default;
        JsonElement? contextualTools = null;
        JsonElement? uiContext = null;
        JsonElement? billingContext = null;
        Guid traceId = default;
        OpenEnum<AgentMode>? agentMode = null;
        bool? isSandbox = null;
        JsonElement? resumePayload = null;
        WireReader.StartObject(ref reader);
        while (WireReader.TryReadName(ref reader, out var member))
        {
            if (member.SequenceEqual("content"u8))
            {
                WireReader.Read(ref reader, ref content);
            }
            else if (member.SequenceEqual("conversation"u8))
            {
                WireReader.Read(ref reader, ref conversation);
            }
            else if (member.SequenceEqual("contextual_tools"u8))
            {
                WireReader.Read(ref reader, ref contextualTools);
            }
            else if (member.SequenceEqual("ui_context"u8))
            {
                WireReader.Read(ref reader, ref uiContext);
            }
            else if (member.SequenceEqual("billing_context"u8))
            {
                WireReader.Read(ref reader, ref billingContext);
            }
            else if (member.SequenceEqual("trace_id"u8))
            {
                WireReader.Read(ref reader, ref traceId);
            }
            else if (member.SequenceEqual("agent_mode"u8))
            {
                WireReader.Read(ref reader, ref agentMode);
            }
            else if (member.SequenceEqual("is_sandbox"u8))
            {
                WireReader.Read(ref reader, ref isSandbox);
            }
            else if (member.SequenceEqual("resume_payload"u8))
            {
                WireReader.Read(ref reader, ref resumePayload);
            }
            else
            {
                WireReader.Skip(ref reader);
            }
        }

        return new()
        {
            Content = content,
            Conversation = conversation,
            ContextualTools = contextualTools,
            UiContext = uiContext,
            BillingContext = billingContext,
            TraceId = traceId,
            AgentMode = agentMode,
            IsSandbox = isSandbox,
            ResumePayload = resumePayload,
        };
    }

    void IWireRecord<SendMessageRequest>.WriteMembers(Utf8JsonWriter writer)
    {
        WireWriter.WriteOrNull(writer, "content"u8, Content);
        WireWriter.Write(writer, "conversation"u8, Conversation);
        WireWriter.Write(writer, "contextual_tools"u8, ContextualTools);
        WireWriter.Write(writer, "ui_context"u8, UiContext);
        WireWriter.Write(writer, "billing_context"u8, BillingContext);
        WireWriter.Write(writer, "trace_id"u8, TraceId);
        WireWriter.Write(writer, "agent_mode"u8, AgentMode);
        WireWriter.Write(writer, "is_sandbox"u8, IsSandbox);
        WireWriter.Write(writer, "resume_payload"u8, ResumePayload);
    }

    private bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder)
        .Add("Content", Content)
        .Add("Conversation", Conversation)
        .Add("TraceId", TraceId)
        .Add("AgentMode", AgentMode)
        .Add("IsSandbox", IsSandbox)
        .Any;
}
