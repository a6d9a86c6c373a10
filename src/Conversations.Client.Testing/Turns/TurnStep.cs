using System.Text.Json;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire.Messages;

namespace Conversations.Client.Testing.Turns;

/// <summary>One step of a script. <see cref="TurnPlayer"/> performs it.</summary>
internal abstract record TurnStep;

internal sealed record SayStep(string Text, int Partials) : TurnStep;

internal sealed record ToolStep(string Name, JsonElement Args, string Result) : TurnStep;

internal sealed record MessageStep(JsonElement Message) : TurnStep;

internal sealed record PauseStep(TimeSpan Time) : TurnStep;

internal sealed record HoldStep(TurnHold Hold) : TurnStep;

internal sealed record FailStep(string? Text) : TurnStep;

internal sealed record ApprovalStep(string ProposalId, string ToolName, string? Preview, JsonElement Payload) : TurnStep
{
    /// <summary>The approval as it is stored.</summary>
    /// <param name="said">The last message of the assistant in the turn that asks. Null: it has none.</param>
    public ApprovalRow ToRow(JsonElement? said) => new(ProposalId, ToolName, Preview, Payload)
    {
        MessageId = said is { } message ? MessageJson.IdOf(message) : null,
        ToolCallId = said is { } asking ? MessageJson.CallOf(asking, ToolName) : null,
    };
}

internal sealed record FormStep(string ToolCallId, JsonElement Args) : TurnStep;

internal sealed record BytesStep(ReadOnlyMemory<byte> Bytes) : TurnStep;

internal sealed record CutStep : TurnStep;
