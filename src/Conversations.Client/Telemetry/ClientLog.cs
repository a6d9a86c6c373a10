using Microsoft.Extensions.Logging;

namespace Conversations.Client.Telemetry;

/// <summary>
/// The lines of the log. Ids and names never change: docs/telemetry.md lists them. A line that could carry what people wrote has Sensitive
/// in its name and is written at Trace only.
/// </summary>
internal static partial class ClientLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Method} {Route} was answered with {StatusCode} after {Milliseconds} ms.")]
    public static partial void CallSucceeded(ILogger log, HttpMethod method, string? route, int statusCode, double milliseconds);

    // The application gets the exception, so a line at a higher level would tell the same failure twice.
    [LoggerMessage(2, LogLevel.Debug, "{Method} {Route} failed with {ErrorType} after {Milliseconds} ms.")]
    public static partial void CallFailed(ILogger log, HttpMethod method, string? route, string errorType, double milliseconds);

    [LoggerMessage(3, LogLevel.Information, "{Method} {Route} is sent again because of {Reason}.")]
    public static partial void CallRetried(ILogger log, HttpMethod method, string? route, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Method} {Route} failed with {Reason} after {Attempts} attempts and is not sent again.")]
    public static partial void RetriesRanOut(ILogger log, HttpMethod method, string? route, string reason, int attempts);

    [LoggerMessage(5, LogLevel.Debug, "A call waited {Milliseconds} ms for the budget of {LimitClass}.")]
    public static partial void WaitedForBudget(ILogger log, string limitClass, double milliseconds);

    [LoggerMessage(20, LogLevel.Debug, "A stream of conversation {ConversationId} was opened ({TurnStart}).")]
    public static partial void StreamOpened(ILogger log, Guid conversationId, string turnStart);

    [LoggerMessage(21, LogLevel.Debug, "The stream of conversation {ConversationId} ended as {Outcome} after {Events} events and {Milliseconds} ms.")]
    public static partial void StreamEnded(ILogger log, Guid conversationId, string outcome, long events, double milliseconds);

    [LoggerMessage(22, LogLevel.Debug, "The stream of conversation {ConversationId} failed with {ErrorType} after {Events} events and {Milliseconds} ms.")]
    public static partial void StreamFailed(ILogger log, Guid conversationId, string errorType, long events, double milliseconds);

    [LoggerMessage(23, LogLevel.Warning, "The stream of conversation {ConversationId} joined its turn again because its connection ended with {Reason}; reconnect {Count}.")]
    public static partial void StreamReconnected(ILogger log, Guid conversationId, string reason, int count);

    [LoggerMessage(24, LogLevel.Warning, "A connection of conversation {ConversationId} brought no {IdleKind} in time and was given up.")]
    public static partial void StreamIdle(ILogger log, Guid conversationId, string idleKind);

    [LoggerMessage(25, LogLevel.Information, "The stream of conversation {ConversationId} had missed {Messages} messages and delivers them.")]
    public static partial void GapFilled(ILogger log, Guid conversationId, int messages);

    [LoggerMessage(26, LogLevel.Warning, "A stream of conversation {ConversationId} was neither read to its end nor disposed, and was ended by the garbage collector. Dispose it, or leave the loop over it.")]
    public static partial void StreamAbandoned(ILogger log, Guid conversationId);

    [LoggerMessage(40, LogLevel.Debug, "The service sent an event {Name} that this version does not know.")]
    public static partial void UnknownEvent(ILogger log, string name);

    [LoggerMessage(41, LogLevel.Debug, "The service sent a message of kind {Kind} that this version does not know.")]
    public static partial void UnknownMessage(ILogger log, string kind);

    [LoggerMessage(42, LogLevel.Debug, "The service sent {Value} as {Type}, which this version does not know.")]
    public static partial void UnknownValue(ILogger log, string value, string type);

    [LoggerMessage(43, LogLevel.Trace, "An event {Name} that this version does not know has the data {Data}.")]
    public static partial void SensitiveUnknownEvent(ILogger log, string name, string data);
}
