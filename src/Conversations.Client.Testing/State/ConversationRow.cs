using System.Text.Json;
using Conversations.Client.Testing.Turns;

namespace Conversations.Client.Testing.State;

/// <summary>A conversation as stored; see docs/service/conversations.md 2.</summary>
internal sealed class ConversationRow
{
    public required Guid Id { get; init; }

    public required int Project { get; init; }

    public required long User { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string Type { get; set; }

    public string Status { get; set; } = ConversationStates.Idle;

    public string? Title { get; set; }

    /// <summary>Null: no send has named one.</summary>
    public string? AgentMode { get; set; }

    /// <summary>The mode as the service shows it (docs/service/conversations.md 2).</summary>
    public string? ReadableMode => Readable ? AgentMode ?? "product_analytics" : null;

    public string? Topic { get; init; }

    public JsonElement? Task { get; init; }

    public string? SlackThreadKey { get; init; }

    public string? SlackWorkspaceDomain { get; init; }

    public bool IsInternal { get; init; }

    public bool IsSandbox { get; init; }

    public bool Deleted { get; set; }

    /// <summary>False if the stored state cannot be read. The messages are then withheld.</summary>
    public bool Readable { get; init; } = true;

    public List<JsonElement> Messages { get; init; } = [];

    public List<ApprovalRow> Approvals { get; init; } = [];

    /// <summary>The messages that wait for the running turn to end.</summary>
    public required MessageQueue Queue { get; init; }

    /// <summary>The event buffer and its readers. They outlive a single turn.</summary>
    public required EventStream Stream { get; init; }

    /// <summary>The running turn, if there is one.</summary>
    public TurnPlayer? Turn { get; set; }

    public bool IsResearch => Type == ConversationTypes.DeepResearch;

    public bool HasPendingApproval => Approvals.Exists(approval => approval.IsPending);

    public bool IsIdle => Status == ConversationStates.Idle;

    /// <summary>Whether list and retrieve return this row (docs/service/conversations.md 3.1, 3.4).</summary>
    public bool IsVisible => !Deleted && !IsInternal && Title is not null && Type != "tool_call";

    /// <summary>Stops the turn and cuts the stream, as if the service went away.</summary>
    public void Abandon()
    {
        Turn?.Stop();
        Stream.Cut();
    }
}

internal static class ConversationStates
{
    public const string Idle = "idle";
    public const string InProgress = "in_progress";
    public const string Canceling = "canceling";
}

internal static class ConversationTypes
{
    public const string Assistant = "assistant";
    public const string DeepResearch = "deep_research";
}

internal sealed record ApprovalRow(string ProposalId, string ToolName, string? Preview, JsonElement Payload)
{
    public string Status { get; set; } = "pending";

    /// <summary>The last message of the assistant in the turn that asked. Null: it had none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The call of the tool in that message. Null: it has none.</summary>
    public string? ToolCallId { get; init; }

    public bool IsPending => Status == "pending";
}

/// <summary>Owns the conversations of all projects; an id is never used twice.</summary>
internal sealed class ConversationTable
{
    private readonly Dictionary<Guid, ConversationRow> _rows = [];

    public IReadOnlyCollection<ConversationRow> All => _rows.Values;

    public void Clear() => _rows.Clear();

    /// <summary>Also returns null for a text that is not a UUID.</summary>
    public ConversationRow? Find(string id) => Guid.TryParse(id, out Guid known) ? Find(known) : null;

    public ConversationRow? Find(Guid id) => _rows.GetValueOrDefault(id);

    public void Put(ConversationRow row)
    {
        if (_rows.TryGetValue(row.Id, out ConversationRow? replaced))
        {
            replaced.Abandon();
        }

        _rows[row.Id] = row;
    }
}
