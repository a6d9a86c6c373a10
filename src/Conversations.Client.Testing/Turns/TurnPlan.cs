using System.Text.Json;

namespace Conversations.Client.Testing.Turns;

/// <summary>What a turn needs to start.</summary>
internal sealed record TurnPlan(IEnumerable<TurnStep> Steps)
{
    /// <summary>The accepted message. Null when a turn is resumed without one.</summary>
    public JsonElement? Human { get; init; }

    /// <summary>Whether the conversation was just created.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether the turn skips pauses and holds, because the turn before it did.</summary>
    public bool IsHurried { get; init; }
}
