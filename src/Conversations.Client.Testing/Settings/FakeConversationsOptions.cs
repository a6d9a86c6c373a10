namespace Conversations.Client.Testing;

/// <summary>
/// The options of the fake. They can be changed while the fake runs, and a change applies from the next request on. Only the clock is fixed
/// when the fake is made.
/// </summary>
public sealed class FakeConversationsOptions
{
    /// <summary>
    /// Makes options for the newest service where the defaults differ from it: creating a ticket is refused, rate limits count, also those
    /// of the widget, the widget gives some answers from its cache, and responses under <c>/api/environments/</c> have deprecation headers.
    /// Use them to see what a program meets in production.
    /// </summary>
    /// <param name="timeProvider">The clock. Default: <see cref="TimeProvider.System"/>.</param>
    /// <returns>New options, which can be changed further.</returns>
    public static FakeConversationsOptions NewestService(TimeProvider? timeProvider = null)
    {
        var options = new FakeConversationsOptions { TimeProvider = timeProvider ?? TimeProvider.System };
        options.SetToNewestService();
        return options;
    }

    /// <summary>The one clock for every wait: keepalives, pauses, rate limits, relative dates.</summary>
    /// <value><see cref="TimeProvider.System"/> by default.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The version of the service that the fake imitates.</summary>
    /// <value><see cref="ServiceVersion.Current"/> by default.</value>
    public ServiceVersion ServiceVersion { get; set; }

    /// <summary>Whether the fake refuses keys and OAuth tokens where the service refuses them.</summary>
    /// <value><see cref="ApiKeyMode.Strict"/> by default.</value>
    public ApiKeyMode ApiKeys { get; set; }

    /// <summary>What the fake answers when a ticket is created.</summary>
    /// <value><see cref="CreateTicketMode.Documented"/> by default.</value>
    public CreateTicketMode CreateTicket { get; set; }

    /// <summary>What a client gets when it reconnects to a running turn.</summary>
    /// <value><see cref="ReplayMode.Full"/> by default.</value>
    public ReplayMode Replay { get; set; }

    /// <summary>What happens to an open stream when its turn is cancelled.</summary>
    /// <value><see cref="CancelStreamMode.Silent"/> by default.</value>
    public CancelStreamMode CancelStream { get; set; }

    /// <summary>The id of partial messages.</summary>
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
    /// How many streams may be open at once, over all conversations. Beyond that, the newest service answers a send with 503, without a
    /// body and with <c>Retry-After</c>. The conversation then exists, but no turn was started.
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

    /// <summary>Whether the fake applies the service's rate limits (429).</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool RateLimits { get; set; }

    /// <summary>
    /// How long the windows of the rate limits are, as a share of the service's: with 0.1 a minute is 6 seconds. The numbers of calls stay.
    /// With it, a test of real processes has not to last for hours.
    /// </summary>
    /// <value>1 by default; more than 0, 1 at most.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not more than 0 and at most 1.</exception>
    public double RateLimitScale
    {
        get;
        set => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Set a share of more than 0 and at most 1.");
    } = 1;

    /// <summary>
    /// Whether the fake applies the limits of the widget API (429): 30 calls a minute for each session, and for all together that name
    /// none; 3,600 an hour for the project. <see cref="RateLimitScale"/> counts for these too.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool WidgetLimits { get; set; }

    /// <summary>
    /// How long a customer's message may be on the newest service; it was 5,000 before 22 July 2026. The legacy version always lets 5,000.
    /// </summary>
    /// <value>10,000 characters of a message by default; 1 or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int WidgetMessageLimit
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10_000;

    /// <summary>
    /// Whether the widget API gives some answers from its cache, as the service does: the messages of a ticket with a limit of exactly 50
    /// for 15 seconds, and the first 100 tickets, which is what a request without a limit asks for, for 30 seconds.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool WidgetCaches { get; set; }

    /// <summary>Whether a 429 has a <c>Retry-After</c> header, and in which form.</summary>
    /// <value><see cref="RetryAfterMode.Off"/> by default, as on the service.</value>
    public RetryAfterMode RetryAfterHeader { get; set; }

    /// <summary>Whether the fake refuses a send to a conversation with 402, because the AI credits are used up.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool QuotaExhausted { get; set; }

    /// <summary>
    /// Whether a cancel fails with 422. On the newest service the conversation becomes idle anyway. In the legacy version it stays in
    /// <c>canceling</c>.
    /// </summary>
    /// <value><see langword="false"/> by default.</value>
    public bool CancelFails { get; set; }

    /// <summary>Whether appending a message fails with 422.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AppendFails { get; set; }

    /// <summary>Whether responses under <c>/api/environments/</c> have the deprecation headers of the newest service.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool DeprecationHeaders { get; set; }

    /// <summary>Whether the newest service knows the ticket priority <c>critical</c>.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool CriticalPriority { get; set; } = true;

    /// <summary>Whether the newest service has favourites and allows PATCH for saved views.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool ViewPatch { get; set; } = true;

    /// <summary>
    /// How many requests <see cref="FakeConversationsServer.Requests"/> keeps. The oldest are dropped first;
    /// <see cref="FakeRequests.Dropped"/> counts them.
    /// </summary>
    /// <value>10,000 requests by default; 0 or more. A change applies from the next request on.</value>
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
    /// How much memory the requests in <see cref="FakeConversationsServer.Requests"/> may take: their texts, with two bytes for each
    /// character, and up to 64 KiB of what was sent in each stream. The oldest are dropped first. The newest stays, however large it is.
    /// </summary>
    /// <value>67,108,864 bytes (64 MiB) by default; 0 or more. A change applies from the next request on.</value>
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
    /// How long <see cref="FakeRequests.WaitForAsync"/> and <see cref="FakeRequests.AssertNoneAsync"/> wait in real time while the fake's
    /// clock stands still. Without this limit, a test that forgets to move its <c>FakeTimeProvider</c> hangs instead of failing.
    /// </summary>
    /// <value>30 seconds by default; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit. It has no effect if the clock
    /// is <see cref="TimeProvider.System"/>, or another one that runs as fast as real time.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero, negative and not infinite, or more than 49 days.</exception>
    public TimeSpan MaxRealWait
    {
        get;
        set => field = (value > TimeSpan.Zero && value <= TimeSpan.FromDays(49)) || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Set a positive time of at most 49 days, or Timeout.InfiniteTimeSpan for no limit.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Sets every option for the service's behaviour. The options for what the fake keeps and how long it waits stay.</summary>
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
        RateLimitScale = 1;
        WidgetLimits = true;
        WidgetMessageLimit = 10_000;
        WidgetCaches = true;
        RetryAfterHeader = RetryAfterMode.Off;
        QuotaExhausted = false;
        CancelFails = false;
        AppendFails = false;
        DeprecationHeaders = true;
        CriticalPriority = true;
        ViewPatch = true;
    }
}
