namespace Conversations.Client.Testing;

/// <summary>A version of the service.</summary>
public enum ServiceVersion
{
    /// <summary>The newest known version, which today's service runs.</summary>
    Current,

    /// <summary>The version from which the published OpenAPI document was generated, in spring 2026.</summary>
    Legacy,
}

/// <summary>What personal API keys and OAuth tokens may call.</summary>
public enum ApiKeyMode
{
    /// <summary>As on the service: some operations work with a browser session only.</summary>
    Strict,

    /// <summary>
    /// Keys and tokens may also call what the service allows only for sessions. The scopes of the other operations still count.
    /// </summary>
    Relaxed,
}

/// <summary>What the fake answers when a ticket is created.</summary>
public enum CreateTicketMode
{
    /// <summary>201 and a ticket, as in the published document.</summary>
    Documented,

    /// <summary>As on the real service: 405 in the newest version; in the legacy version 500, or 400 for an invalid body.</summary>
    Refused,
}

/// <summary>What a client gets when it reconnects to a running turn.</summary>
public enum ReplayMode
{
    /// <summary>Every event since the turn started, then the live ones.</summary>
    Full,

    /// <summary>Only the events after the last reader left, as when the service has noticed the disconnect.</summary>
    TailOnly,
}

/// <summary>What happens to an open stream when its turn is cancelled.</summary>
public enum CancelStreamMode
{
    /// <summary>It sends only keepalives. At the service's time limit, after 30 minutes (60 in research), it ends with a failure.</summary>
    Silent,

    /// <summary>It ends at once, like the stream of a finished turn.</summary>
    Close,
}

/// <summary>The id of partial messages.</summary>
public enum PartialsMode
{
    /// <summary>The id <c>temp-0</c>.</summary>
    TempId,

    /// <summary>No id, as on older servers.</summary>
    NoId,
}

/// <summary>When a new conversation gets its title. Until then, it can be neither listed nor retrieved.</summary>
public enum TitleMode
{
    /// <summary>After the first finished assistant message, or at the end of the first turn if there is none.</summary>
    AfterFirstReply,

    /// <summary>Never.</summary>
    Never,

    /// <summary>Before the first step of the first turn.</summary>
    Immediately,
}

/// <summary>The <c>Retry-After</c> header of a 429.</summary>
public enum RetryAfterMode
{
    /// <summary>Not sent.</summary>
    Off,

    /// <summary>As a number of seconds.</summary>
    Seconds,

    /// <summary>As an HTTP date.</summary>
    Date,
}
