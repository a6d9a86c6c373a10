using System.Text;
using System.Text.Json;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>What can go with a message or with what a paused turn waits for.</summary>
/// <remarks>
/// It holds for the turn that the call starts or resumes and for no other: a turn that is resumed keeps nothing of what the message before
/// it had.
/// </remarks>
public sealed record SendOptions
{
    /// <summary>The mode of the agent; the service chooses when null.</summary>
    public OpenEnum<AgentMode>? AgentMode { get; init; }

    /// <summary>An id for correlation, which comes back on the human message, if there is one; a new one when null.</summary>
    public Guid? TraceId { get; init; }

    /// <summary>
    /// Tools of the client: an object whose members are tool names, with any JSON but null. A call that resumes a turn gives them again.
    /// </summary>
    public JsonElement? ContextualTools { get; init; }

    /// <summary>
    /// What the person sees. Keys that the server does not know are refused, and the set has grown and shrunk, so it is passed on as it is.
    /// </summary>
    public JsonElement? UiContext { get; init; }

    /// <summary>The billing state; the service drops it without an error when it does not fit.</summary>
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
