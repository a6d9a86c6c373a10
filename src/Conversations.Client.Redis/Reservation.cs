namespace Conversations.Client.Redis;

/// <summary>The place that Redis gave to a call.</summary>
/// <param name="Id">Its number; null if there was none within the longest wait.</param>
/// <param name="Wait">How long it is until then.</param>
internal sealed record Reservation(long? Id, TimeSpan Wait);
