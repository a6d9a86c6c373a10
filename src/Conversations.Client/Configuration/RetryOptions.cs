namespace Conversations.Client;

/// <summary>When and how often a call is repeated that failed with a fault that passes by itself.</summary>
/// <remarks>
/// <para>Only operations that may reach the service twice are repeated: all that read, and a few that change (the column <c>repeatable</c>
/// of <c>docs/operations.md</c>). All others are sent once, whatever these options say. Repeated are the statuses 408, 429 and 500 or more
/// (not 501 and 505), connections that failed or broke off, and attempts that took longer than
/// <see cref="ConversationsClientOptions.RequestTimeout"/>. Streams have a rule of their own, <see cref="StreamingOptions"/>.</para>
/// <para>The wait before a repetition starts at <see cref="BaseDelay"/> and doubles, half of it random, and it is at least as long as the
/// service asks for: by <c>Retry-After</c> in seconds or as a date, or by the number in the text of a 429.</para>
/// </remarks>
public sealed class RetryOptions
{
    /// <summary>How often a call is sent at most; the first time counts.</summary>
    /// <value>4 attempts by default, 1 or more; 1 switches repetitions off.</value>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>The wait before the first repetition. Each further wait is twice as long. Between half and all of it is waited.</summary>
    /// <value>0.5 seconds by default; zero or more.</value>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// The longest wait before a repetition. If the service asks for a longer one, the call fails at once, and
    /// <see cref="ConversationsApiException.RetryAfter"/> says how long it asks to wait.
    /// </summary>
    /// <value>30 seconds by default; zero or more.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long all attempts of a call may take together, with the waits between them, and without those for a permit of
    /// <see cref="ConversationsClientOptions.Budget"/> or <see cref="ConversationsClientOptions.RateLimiter"/>. A repetition that could not
    /// begin before is not waited for, and one that runs then is given up. The first attempt is limited only by
    /// <see cref="ConversationsClientOptions.RequestTimeout"/>.
    /// </summary>
    /// <value>5 minutes by default; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</value>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether <see cref="ITicketOperations.ComposeAsync"/> and
    /// <see cref="ITicketOperations.ReplyAsync(TicketId, TicketReply, CancellationToken)"/> are repeated too, inside the time in which the
    /// service knows an identical message.
    /// </summary>
    /// <value>
    /// <see langword="false"/> by default. Switch it on only for the newest servers: they answer an identical message of the same author
    /// with the first result for 120 seconds, and with 409 while the first one is on its way. An older server sends the message a second
    /// time. When on, a message whose outcome is not known, or that is on its way, is sent again with the same bytes and the same
    /// credential, for 90 seconds after the first time, and never later.
    /// </value>
    public bool RepeatIdenticalMessages { get; set; }
}
