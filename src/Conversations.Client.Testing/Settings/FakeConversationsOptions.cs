namespace Conversations.Client.Testing;

/// <summary>
/// The switches of the fake. Each can be changed while the fake runs and counts from the next request on;
/// the clock alone is fixed when the fake is made.
/// </summary>
public sealed class FakeConversationsOptions
{
    /// <summary>
    /// The switches as the newest service is, where the defaults are not: creating a ticket is refused, rate limits count, and
    /// <c>/api/environments/</c> answers with deprecation headers. Take it to see what a program meets in production.
    /// </summary>
    /// <param name="timeProvider">The clock. Default: <see cref="TimeProvider.System"/>.</param>
    /// <returns>New switches, which can be changed further.</returns>
    public static FakeConversationsOptions NewestService(TimeProvider? timeProvider = null)
    {
        var options = new FakeConversationsOptions { TimeProvider = timeProvider ?? TimeProvider.System };
        options.SetToNewestService();
        return options;
    }

    /// <summary>The one clock of every wait: keepalives, pauses, rate limits, relative dates.</summary>
    /// <value><see cref="TimeProvider.System"/> by default.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Which state of the service is imitated.</summary>
    /// <value><see cref="ServiceVersion.Current"/> by default.</value>
    public ServiceVersion ServiceVersion { get; set; }

    /// <summary>Whether keys and OAuth tokens are refused where the service refuses them.</summary>
    /// <value><see cref="ApiKeyMode.Strict"/> by default.</value>
    public ApiKeyMode ApiKeys { get; set; }

    /// <summary>What creating a ticket answers.</summary>
    /// <value><see cref="CreateTicketMode.Documented"/> by default.</value>
    public CreateTicketMode CreateTicket { get; set; }

    /// <summary>What a reconnect to a running turn gets.</summary>
    /// <value><see cref="ReplayMode.Full"/> by default.</value>
    public ReplayMode Replay { get; set; }

    /// <summary>What becomes of an open stream when its turn is cancelled.</summary>
    /// <value><see cref="CancelStreamMode.Silent"/> by default.</value>
    public CancelStreamMode CancelStream { get; set; }

    /// <summary>How partial messages are named.</summary>
    /// <value><see cref="PartialsMode.TempId"/> by default.</value>
    public PartialsMode Partials { get; set; }

    /// <summary>When a new conversation gets its title.</summary>
    /// <value><see cref="TitleMode.AfterFirstReply"/> by default.</value>
    public TitleMode Title { get; set; }

    /// <summary>Silence after which a stream sends the comment <c>: keepalive</c>.</summary>
    /// <value>15 seconds by default; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for never, as older servers did.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero, or negative and not infinite.</exception>
    public TimeSpan KeepAliveInterval
    {
        get;
        set => field = value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Set a positive time, or Timeout.InfiniteTimeSpan for no keepalives.");
    } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How many streams may be open at once, of all conversations. The newest service answers a send beyond that with 503, without
    /// a body and with <c>Retry-After</c>: the conversation is there then, and no turn was started.
    /// </summary>
    /// <value>500 connections by default; 0 or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxOpenStreams
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 500;

    /// <summary>Whether the service's rate limits are imitated (429).</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RateLimits { get; set; }

    /// <summary>Whether 429 carries a <c>Retry-After</c> header, and in which form.</summary>
    /// <value><see cref="RetryAfterMode.Off"/> by default, as the service.</value>
    public RetryAfterMode RetryAfterHeader { get; set; }

    /// <summary>Whether sending to a conversation is refused with 402, the AI credits being used up.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool QuotaExhausted { get; set; }

    /// <summary>
    /// Whether cancelling fails with 422. The conversation is idle all the same on the newest service; in the legacy version it stays
    /// in <c>canceling</c>.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool CancelFails { get; set; }

    /// <summary>Whether appending a message fails with 422.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AppendFails { get; set; }

    /// <summary>Whether answers through <c>/api/environments/</c> carry the deprecation headers of the newest service.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool DeprecationHeaders { get; set; }

    /// <summary>Whether the newest service knows the ticket priority <c>critical</c>.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool CriticalPriority { get; set; } = true;

    /// <summary>Whether the newest service lets saved views be changed by PATCH and has favourites.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool ViewPatch { get; set; } = true;

    /// <summary>
    /// How many requests <see cref="FakeConversationsServer.Requests"/> keeps. The oldest go first; <see cref="FakeRequests.Dropped"/> says
    /// how many went.
    /// </summary>
    /// <value>10,000 requests by default; 0 or more. It counts from the next request on.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxRecordedRequests
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 10_000;

    /// <summary>
    /// How much memory the requests in <see cref="FakeConversationsServer.Requests"/> may take: their texts, two bytes a character, and up
    /// to 64 KiB of what was sent of each stream. The oldest go first; the newest stays, however large it is.
    /// </summary>
    /// <value>67,108,864 bytes (64 MiB) by default; 0 or more. It counts from the next request on.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long MaxRecordedBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 64 * 1024 * 1024;

    /// <summary>
    /// How long <see cref="FakeRequests.WaitForAsync"/> and <see cref="FakeRequests.AssertNoneAsync"/> wait in real time while the clock of
    /// the fake stands still. Without it a test that forgets to move its <c>FakeTimeProvider</c> would hang and not fail.
    /// </summary>
    /// <value>30 seconds by default; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for no such limit. Where the clock is
    /// <see cref="TimeProvider.System"/>, or another that runs as fast as the real time, it never counts.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero, negative and not infinite, or more than 49 days.</exception>
    public TimeSpan MaxRealWait
    {
        get;
        set => field = (value > TimeSpan.Zero && value <= TimeSpan.FromDays(49)) || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Set a positive time of at most 49 days, or Timeout.InfiniteTimeSpan for no limit.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Sets every switch of the service's behaviour, whatever it was. What the fake keeps and how long it waits stays.</summary>
    internal void SetToNewestService()
    {
        ServiceVersion = ServiceVersion.Current;
        ApiKeys = ApiKeyMode.Strict;
        CreateTicket = CreateTicketMode.Refused;
        Replay = ReplayMode.Full;
        CancelStream = CancelStreamMode.Silent;
        Partials = PartialsMode.TempId;
        Title = TitleMode.AfterFirstReply;
        KeepAliveInterval = TimeSpan.FromSeconds(15);
        MaxOpenStreams = 500;
        RateLimits = true;
        RetryAfterHeader = RetryAfterMode.Off;
        QuotaExhausted = false;
        CancelFails = false;
        AppendFails = false;
        DeprecationHeaders = true;
        CriticalPriority = true;
        ViewPatch = true;
    }
}
