using System.Buffers;
using System.Text.Json;
using Conversations.Client.Validation;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>
/// The input that a paused turn waits for: a decision, the answers of a form, or the result of a tool that the client runs.
/// </summary>
/// <remarks>
/// If a turn waits for an approval, the approval is in <see cref="Conversation.PendingApprovals"/>. A form or a tool that the client runs
/// is a tool call of the last assistant message without a result: see <see cref="ConversationThread.PendingToolCalls"/>.
/// </remarks>
public abstract record ResumePayload
{
    private protected ResumePayload(JsonElement json) => Json = json;

    /// <summary>The JSON that is sent.</summary>
    internal JsonElement Json { get; }

    /// <summary>The answers of a form.</summary>
    /// <param name="answers">The answers by field, each a text or a list of texts.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="ArgumentException">An answer is neither a text nor a list of texts.</exception>
    public static ResumePayload SubmitForm(IReadOnlyDictionary<string, JsonElement> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        foreach ((string? field, JsonElement answer) in answers)
        {
            TextRules.ThrowIfNotSendable(field, "The name of a field", nameof(answers));
            if (answer.ValueKind != JsonValueKind.String
                && !(answer.ValueKind == JsonValueKind.Array
                    && answer.EnumerateArray().All(static entry => entry.ValueKind == JsonValueKind.String)))
            {
                throw new ArgumentException($"The answer of \"{field}\" is neither a text nor a list of texts: give one of these.", nameof(answers));
            }
        }

        return new Other(Write("form", writer =>
        {
            writer.WriteStartObject("form_answers"u8);
            foreach ((string? field, JsonElement answer) in answers)
            {
                writer.WritePropertyName(field);
                WireWriter.WriteJson(writer, "answers"u8, answer);
            }

            writer.WriteEndObject();
        }));
    }

    /// <summary>Continues without the answers of the form.</summary>
    /// <returns>The payload.</returns>
    public static ResumePayload DismissForm() => new Other(Write("dismiss_form", static _ => { }));

    /// <summary>The result of a tool that the client ran.</summary>
    /// <param name="toolCallId">The <see cref="ToolCall.Id"/> of the pending call.</param>
    /// <param name="result">The result, any JSON.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the result undefined.</exception>
    public static ResumePayload ClientToolResult(string toolCallId, JsonElement result)
    {
        TextRules.ThrowIfInvalid(toolCallId, int.MaxValue, "The tool call's id", nameof(toolCallId));
        ThrowIfUndefined(result, nameof(result));
        return new Other(Write("client_tool_result", writer =>
        {
            writer.WriteString("tool_call_id"u8, toolCallId);
            writer.WritePropertyName("result"u8);
            WireWriter.WriteJson(writer, "result"u8, result);
        }));
    }

    /// <summary>A payload of a kind that this package does not know.</summary>
    /// <param name="payload">The JSON, which is sent as it is. The service expects an object.</param>
    /// <returns>The payload.</returns>
    /// <exception cref="ArgumentException">The payload is not an object.</exception>
    public static ResumePayload Raw(JsonElement payload) => payload.ValueKind == JsonValueKind.Object
        ? new Other(payload)
        : throw new ArgumentException("The payload is no object, and the service expects one: give an object with an action.", nameof(payload));

    /// <summary>Names the kind, never what is sent.</summary>
    /// <returns>A text for logs.</returns>
    public sealed override string ToString() => $"ResumePayload {{ Action = {Action ?? "none"} }}";

    private string? Action
    {
        get
        {
            try
            {
                return Json.TryGetProperty("action"u8, out JsonElement action) && action.ValueKind == JsonValueKind.String
                    ? action.GetString()
                    : null;
            }
            catch (InvalidOperationException)
            {
                // The text cannot be read, or its document was disposed.
                return null;
            }
        }
    }

    private protected static void ThrowIfUndefined(JsonElement json, string parameter)
    {
        if (json.ValueKind == JsonValueKind.Undefined)
        {
            throw new ArgumentException("The JSON is undefined and cannot be sent: give a value, or JSON null.", parameter);
        }
    }

    private protected static JsonElement Write(string action, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("action"u8, action);
            members(writer);
            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private sealed record Other(JsonElement Json) : ResumePayload(Json);
}

/// <summary>A decision about a proposal that the turn waits for.</summary>
public abstract record ApprovalDecision : ResumePayload
{
    private ApprovalDecision(JsonElement json)
        : base(json)
    {
    }

    /// <summary>Lets the proposal be carried out.</summary>
    /// <param name="proposalId">The <see cref="PendingApproval.ProposalId"/>. If it is unknown or already decided, nothing runs, and the
    /// stream holds only a failure.</param>
    /// <param name="payload">The payload to carry out; null for the proposed one.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public static ApprovalDecision Approve(string proposalId, JsonElement? payload = null)
    {
        TextRules.ThrowIfInvalid(proposalId, int.MaxValue, "The proposal's id", nameof(proposalId));
        return new Decision(Write("approve", writer =>
        {
            writer.WriteString("proposal_id"u8, proposalId);
            WireWriter.Write(writer, "payload"u8, payload);
        }));
    }

    /// <summary>Rejects the proposal.</summary>
    /// <param name="proposalId">The <see cref="PendingApproval.ProposalId"/>.</param>
    /// <param name="feedback">The reason, for the model; null for none.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public static ApprovalDecision Reject(string proposalId, string? feedback = null)
    {
        TextRules.ThrowIfInvalid(proposalId, int.MaxValue, "The proposal's id", nameof(proposalId));
        TextRules.ThrowIfNotSendable(feedback, "The feedback", nameof(feedback));
        return new Decision(Write("reject", writer =>
        {
            writer.WriteString("proposal_id"u8, proposalId);
            WireWriter.Write(writer, "feedback"u8, feedback);
        }));
    }

    private sealed record Decision(JsonElement Json) : ApprovalDecision(Json);
}
