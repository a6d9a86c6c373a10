using System.Text.Json;

namespace Conversations.Client.Testing.Turns;

/// <summary>What a turn starts from.</summary>
internal sealed record TurnPlan(IEnumerable<TurnStep> Steps)
{
    /// <summary>The accepted message; null when a turn is taken up again without one.</summary>
    public JsonElement? Human { get; init; }

    /// <summary>Whether the conversation was just created.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether it passes pauses and holds, as the turn did that it follows.</summary>
    public bool IsHurried { get; init; }
}
