using System.Text;
using System.Text.Json;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>The options of a message, or of the input for a paused turn.</summary>
/// <remarks>They apply only to the turn that the call starts or resumes. A resumed turn keeps none of the options of the message before
/// it.</remarks>
public sealed record SendOptions
{
    /// <summary>The mode of the agent; null lets the service choose.</summary>
    public OpenEnum<AgentMode>? AgentMode { get; init; }

    /// <summary>An id for correlation. The human message has it, if there is one. Null creates a new id.</summary>
    public Guid? TraceId { get; init; }

    /// <summary>
    /// Tools of the client: an object whose members have tool names as keys, and any JSON except null as values. A call that resumes a turn
    /// must send them again.
    /// </summary>
    public JsonElement? ContextualTools { get; init; }

    /// <summary>
    /// What the person sees. The server refuses keys that it does not know. The set of keys has changed over time, so the client sends this
    /// as it is.
    /// </summary>
    public JsonElement? UiContext { get; init; }

    /// <summary>The billing state. If it does not fit, the service drops it without an error.</summary>
    public JsonElement? BillingContext { get; init; }

    /// <summary>Whether to run in a sandbox. Older servers only; newer ones refuse true.</summary>
    public bool? IsSandbox { get; init; }

    /// <summary>
    /// The id of the session recording that the message belongs to. Sent as the header <c>X-POSTHOG-SESSION-ID</c>, the only form that the
    /// service uses.
    /// </summary>
    public string? ReplaySessionId { get; init; }

    private bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder)
        .Add("AgentMode", AgentMode)
        .Add("TraceId", TraceId)
        .Add("ContextualTools", ContextualTools)
        .Add("UiContext", UiContext)
        .Add("BillingContext", BillingContext)
        .Add("IsSandbox", IsSandbox)
        .Add("ReplaySessionId", ReplaySessionId)
        .Any;
}
