namespace Conversations.Client.Telemetry;

/// <summary>What telemetry says of a stream's turn.</summary>
/// <param name="Conversation">The id of the conversation.</param>
/// <param name="Start">How the stream got to its turn: message, resume or join.</param>
/// <param name="TraceId">The id that the turn carries at the service; null for a turn that another stream began.</param>
internal readonly record struct StreamedTurn(Guid Conversation, string Start, Guid? TraceId);
