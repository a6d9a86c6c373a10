using System.Text.Json;

namespace Conversations.Client.Testing.Turns;

/// <summary>One step of a script. <see cref="TurnPlayer"/> performs it.</summary>
internal abstract record TurnStep;

internal sealed record SayStep(string Text, int Partials) : TurnStep;

internal sealed record ToolStep(string Name, JsonElement Args, string Result) : TurnStep;

internal sealed record MessageStep(JsonElement Message) : TurnStep;

internal sealed record PauseStep(TimeSpan Time) : TurnStep;

internal sealed record HoldStep(TurnHold Hold) : TurnStep;

internal sealed record FailStep(string? Text) : TurnStep;

internal sealed record ApprovalStep(string ProposalId, string ToolName, string? Preview, JsonElement Payload) : TurnStep;

internal sealed record FormStep(string ToolCallId, JsonElement Args) : TurnStep;

internal sealed record BytesStep(ReadOnlyMemory<byte> Bytes) : TurnStep;

internal sealed record CutStep : TurnStep;
