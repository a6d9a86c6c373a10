using System.Text;
using System.Text.Json;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>What can go with a message that waits for the running turn to end.</summary>
/// <remarks>
/// It holds for the turn that the message starts. A trace id and the sandbox are not among it: the service takes neither for a queued
/// message.
/// </remarks>
public sealed record QueueOptions
{
    /// <summary>The mode of the agent; the mode of the turn before when null.</summary>
    public OpenEnum<AgentMode>? AgentMode { get; init; }

    /// <summary>Tools of the client: an object whose members are tool names, with any JSON but null.</summary>
    public JsonElement? ContextualTools { get; init; }

    /// <summary>
    /// What the person sees. Keys that the server does not know are refused, and the set has grown and shrunk, so it is passed on as it is.
    /// </summary>
    public JsonElement? UiContext { get; init; }

    /// <summary>The billing state; the service drops it without an error when it does not fit.</summary>
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
