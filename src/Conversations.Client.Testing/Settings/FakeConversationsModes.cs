namespace Conversations.Client.Testing;

/// <summary>A state of the service.</summary>
public enum ServiceVersion
{
    /// <summary>The newest state known, which today's service runs.</summary>
    Current,

    /// <summary>The state the published OpenAPI document was generated from, in spring 2026.</summary>
    Legacy,
}

/// <summary>What personal API keys and OAuth tokens may call.</summary>
public enum ApiKeyMode
{
    /// <summary>As on the service: some operations work with a browser session only.</summary>
    Strict,

    /// <summary>Keys and tokens may call what the service keeps for sessions; scopes of the other operations still count.</summary>
    Relaxed,
}

/// <summary>What creating a ticket answers.</summary>
public enum CreateTicketMode
{
    /// <summary>201 and a ticket, as the published document says.</summary>
    Documented,

    /// <summary>As the real service: 405 on the newest; in the legacy version 500, or 400 for an invalid body.</summary>
    Refused,
}

/// <summary>What a reconnect to a running turn gets.</summary>
public enum ReplayMode
{
    /// <summary>Every event since the turn started, then the live ones.</summary>
    Full,

    /// <summary>Only what came after the last reader left, as when the service noticed the disconnect.</summary>
    TailOnly,
}

/// <summary>What becomes of an open stream when its turn is cancelled.</summary>
public enum CancelStreamMode
{
    /// <summary>
    /// It falls silent but for its keepalives; at the service's time limit, after 30 minutes (60 in research), it ends with a failure.
    /// </summary>
    Silent,

    /// <summary>It ends at once, as a finished turn does.</summary>
    Close,
}

/// <summary>How partial messages are named.</summary>
public enum PartialsMode
{
    /// <summary>With the id <c>temp-0</c>.</summary>
    TempId,

    /// <summary>Without an id, as older servers did.</summary>
    NoId,
}

/// <summary>When a new conversation gets its title. Until then it is neither listed nor retrievable.</summary>
public enum TitleMode
{
    /// <summary>After the first finished assistant message, at the latest at the end of the first turn.</summary>
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
