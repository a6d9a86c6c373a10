namespace Conversations.Client;

/// <summary>How streams of events are watched and brought to an end.</summary>
public sealed class StreamingOptions
{
    /// <summary>
    /// How long a connection may receive no byte at all. The service sends a comment every 15 seconds, which counts. After this time the
    /// client treats the connection like one that broke.
    /// </summary>
    /// <value>45 seconds by default, which is three of those comments; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for no
    /// limit. Older servers send no comments and need that.</value>
    public TimeSpan ByteIdleTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// How long a connection may receive no event; comments do not count. After this time the client treats the connection like one that
    /// broke, and asks the service how the turn stands.
    /// </summary>
    /// <value><see langword="null"/> by default: no limit, because a tool can take minutes without an event. Otherwise more than
    /// zero.</value>
    public TimeSpan? EventIdleTimeout { get; set; }

    /// <summary>
    /// Whether the client opens another connection after one broke, and joins the running turn. It never sends a text twice.
    /// </summary>
    /// <value>
    /// <see langword="true"/> by default. When off, the break is thrown as a <see cref="ConversationsConnectionException"/> or
    /// <see cref="ConversationsTimeoutException"/>.
    /// </value>
    public bool Reconnect { get; set; } = true;

    /// <summary>
    /// How many times in a row the client asks the service for the rest of a turn without progress. A new finished message resets the
    /// count, and so does a connection that carried data for 30 seconds. Partial messages and repeated events do not.
    /// </summary>
    /// <value>5 connections by default, 0 or more. After that the stream ends in a <see cref="ConversationsStreamException"/>.</value>
    public int MaxReconnects { get; set; } = 5;

    /// <summary>
    /// How many times one stream joins its turn again, whatever its progress. Without this limit, a service could make a client reconnect
    /// for ever.
    /// </summary>
    /// <value>100 connections by default, 0 or more. After that the stream ends in a <see cref="ConversationsStreamException"/>.</value>
    public int MaxTotalReconnects { get; set; } = 100;

    /// <summary>How many bytes the data of one event may have. This limits the memory.</summary>
    /// <value>
    /// 16,777,216 bytes (16 MiB) by default, 1 or more. A larger event ends the stream in a <see cref="ConversationsStreamException"/>.
    /// </value>
    public int MaxEventBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Whether the stream confirms the end of an answered turn by reading the conversation once.</summary>
    /// <value>
    /// <see langword="true"/> by default. The events do not tell an answer from a pause for an approval or from a message in the middle,
    /// but one GET does.
    /// When off, that GET is saved if the last message is an answer without open tool calls. A pause for an approval after such a message
    /// then looks <see cref="StreamOutcome.Completed"/>, and so does a connection that was closed properly there. The client still asks
    /// the service when it is in doubt, and always when the stream shows no answer.
    /// </value>
    public bool ConfirmEnd { get; set; } = true;
}
