using System.Text;
using System.Text.Json;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>The options of a message that waits for the running turn to end.</summary>
/// <remarks>They apply to the turn that the message starts. There is no trace id and no sandbox: the service takes neither for a queued
/// message.</remarks>
public sealed record QueueOptions
{
    /// <summary>The mode of the agent; null keeps the mode of the previous turn.</summary>
    public OpenEnum<AgentMode>? AgentMode { get; init; }

    /// <summary>Tools of the client: an object whose members have tool names as keys, and any JSON except null as values.</summary>
    public JsonElement? ContextualTools { get; init; }

    /// <summary>
    /// What the person sees. The server refuses keys that it does not know. The set of keys has changed over time, so the client sends this
    /// as it is.
    /// </summary>
    public JsonElement? UiContext { get; init; }

    /// <summary>The billing state. If it does not fit, the service drops it without an error.</summary>
    public JsonElement? BillingContext { get; init; }

    /// <summary>
    /// The id of the session recording that the message belongs to. Sent as the header <c>X-POSTHOG-SESSION-ID</c>, the only form that the
    /// service uses.
    /// </summary>
    public string? ReplaySessionId { get; init; }

    private bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder)
        .Add("AgentMode", AgentMode)
        .Add("ContextualTools", ContextualTools)
        .Add("UiContext", UiContext)
        .Add("BillingContext", BillingContext)
        .Add("ReplaySessionId", ReplaySessionId)
        .Any;
}
