namespace Conversations.Client;

/// <summary>How streams of events are watched and brought to an end.</summary>
public sealed class StreamingOptions
{
    /// <summary>
    /// How long a connection may bring no byte at all. The service sends a comment every 15 seconds, which counts; after this time the
    /// connection is given up like one that broke.
    /// </summary>
    /// <value>
    /// 45 seconds by default, which are three of those comments; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit, as
    /// older servers need that send no comments.
    /// </value>
    public TimeSpan ByteIdleTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// How long a connection may bring no event; comments do not count. After this time it is given up like one that broke, and the service
    /// is asked how the turn stands.
    /// </summary>
    /// <value><see langword="null"/> by default: no limit, because a tool can take minutes without a word. Else more than zero.</value>
    public TimeSpan? EventIdleTimeout { get; set; }

    /// <summary>
    /// Whether a connection that broke is followed by another one, which joins the running turn. A text is never sent twice.
    /// </summary>
    /// <value>
    /// <see langword="true"/> by default. When off, the break is thrown as a <see cref="ConversationsConnectionException"/> or
    /// <see cref="ConversationsTimeoutException"/>.
    /// </value>
    public bool Reconnect { get; set; } = true;

    /// <summary>
    /// How many times in a row the service is asked for the rest of a turn without progress. A new finished message starts the count anew,
    /// and a connection that carried something for 30 seconds; parts and repeated events do not.
    /// </summary>
    /// <value>5 connections by default, 0 or more. After that the stream ends in a <see cref="ConversationsStreamException"/>.</value>
    public int MaxReconnects { get; set; } = 5;

    /// <summary>
    /// How many times one stream joins its turn again, whatever progress it makes, so that no service can keep a client coming back for
    /// ever.
    /// </summary>
    /// <value>100 connections by default, 0 or more. After that the stream ends in a <see cref="ConversationsStreamException"/>.</value>
    public int MaxTotalReconnects { get; set; } = 100;

    /// <summary>How many bytes the data of one event may have, so that memory stays bounded.</summary>
    /// <value>
    /// 16,777,216 bytes (16 MiB) by default, 1 or more. A larger event ends the stream in a <see cref="ConversationsStreamException"/>.
    /// </value>
    public int MaxEventBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Whether the end of an answered turn is confirmed by reading the conversation once.</summary>
    /// <value>
    /// <see langword="true"/> by default: nothing in the events tells an answer from a pause for an approval or from a message in the
    /// middle, so one GET does.
    /// When off, that GET is saved where the last message is an answer without open tool calls: a pause for an approval after
    /// such a message looks <see cref="StreamOutcome.Completed"/>, and so does a connection that something closed in order
    /// there. In doubt the service is asked all the same, and always where the stream shows no answer.
    /// </value>
    public bool ConfirmEnd { get; set; } = true;
}
