using System.Threading.RateLimiting;
using Conversations.Client.Configuration;
using Microsoft.Extensions.Logging;

namespace Conversations.Client;

/// <summary>The options of a client. They are checked as a whole when the client is created or the host starts.</summary>
/// <remarks>If options are wrong, one <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> names every mistake. Later
/// changes have no effect.</remarks>
public sealed class ConversationsClientOptions
{
    /// <summary>The project to work in.</summary>
    /// <value>Digits, or <c>@current</c> for the active project of the key's owner. Required.</value>
    public string? ProjectId { get; set; }

    /// <summary>The origin of the service.</summary>
    /// <value>
    /// An https address, or http on loopback; not one of the ingestion hosts (<c>….i.posthog.com</c>).
    /// <see cref="ConversationsHosts.UnitedStates"/> by default.
    /// </value>
    public Uri? BaseAddress { get; set; } = ConversationsHosts.UnitedStates;

    /// <summary>The credential of the caller.</summary>
    /// <value>Required, unless <see cref="ApiKey"/> is set; not both.</value>
    public ConversationsCredential? Credential { get; set; }

    /// <summary>
    /// A personal API key (<c>phx_…</c>): the short form of <see cref="Credential"/> for configuration files and secret stores.
    /// </summary>
    /// <value>Required, unless <see cref="Credential"/> is set; not both. A project key (<c>phc_…</c>) is refused.</value>
    public string? ApiKey { get; set; }

    /// <summary>The clock of every wait in the package.</summary>
    /// <value><see cref="TimeProvider.System"/> by default.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// How long a call may take until its headers have arrived, and, unless it is a stream, until the whole body has. Attempts of handlers
    /// on the builder that the registration returned share this limit. Attempts of handlers in front of the client have it each.
    /// </summary>
    /// <value>
    /// 100 seconds by default; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit. After that the call ends in a
    /// <see cref="ConversationsTimeoutException"/>.
    /// </value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// Keeps calls within the limits of the service: each sending waits until there is room for it. <see cref="RequestTimeout"/> does not
    /// count the wait. Several clients can have the same budget.
    /// </summary>
    /// <value><see langword="null"/> by default: calls do not wait. Not together with <see cref="RateLimiter"/>.</value>
    public ConversationsBudget? Budget { get; set; }

    /// <summary>
    /// A limiter of your own for all calls, whatever they are: each sending takes one permit, and holds it until it has its response. A
    /// call that gets none is not sent, and fails with a <see cref="ConversationsRateLimitException"/>.
    /// </summary>
    /// <value>
    /// <see langword="null"/> by default. It is not disposed. Not together with <see cref="Budget"/>, which knows the service's limits and
    /// can have limiters of your own beneath it: <see cref="BudgetOptions.CreateLimiter"/>.
    /// </value>
    public RateLimiter? RateLimiter { get; set; }

    /// <summary>How streams of events are watched and brought to an end.</summary>
    public StreamingOptions Streaming { get; } = new();

    /// <summary>How many bytes of an error's body <see cref="ConversationsApiException.Body"/> keeps.</summary>
    /// <value>
    /// 65,536 bytes by default, 0 or more; 0 keeps nothing, and then an error has no <see cref="ConversationsApiException.Detail"/> either.
    /// </value>
    public int MaxErrorBodyBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// How many bytes the body of a successful response may have, after decompression. This limits the memory. Streams of events have
    /// <see cref="StreamingOptions.MaxEventBytes"/> instead.
    /// </summary>
    /// <value>67,108,864 bytes (64 MiB) by default, 1 or more. A larger response ends in a <see cref="ConversationsException"/>.</value>
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>When and how often a call that failed is repeated.</summary>
    public RetryOptions Retry { get; } = new();

    /// <summary>The path prefix for conversations and views.</summary>
    /// <value><see cref="PathPrefix.Auto"/> by default.</value>
    public PathPrefix PathPrefix { get; set; }

    /// <summary>Appended to the <c>User-Agent</c> <c>Conversations.Client/&lt;version&gt;</c>, such as <c>acme-desk/2.1</c>.</summary>
    /// <value>Nothing by default.</value>
    public string? UserAgentSuffix { get; set; }

    /// <summary>
    /// Makes the log of the client, in the category <c>Conversations.Client</c>. <c>docs/telemetry.md</c> lists its lines.
    /// </summary>
    /// <value><see langword="null"/> by default: no log from the constructor, and the container's log from a container.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Mistakes for configuration values that cannot be read. The validator reports them with the others.</summary>
    internal ICollection<string> Unreadable { get; } = [];

    /// <summary>
    /// The credential of the caller, from whichever of the two members is set. The options must have been checked before.
    /// </summary>
    internal ConversationsCredential EffectiveCredential => Credential ?? ConversationsCredential.PersonalApiKey(ApiKey!);

    /// <summary>Prints the address and the project if they are valid. Never prints a key, even if it was set as one of these.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString()
    {
        string project = ProjectId is null ? "(none)" : ConversationsClientOptionsValidator.IsProjectId(ProjectId) ? ProjectId : "(not a project)";
        string address = BaseAddress is null ? "(none)" : ConversationsClientOptionsValidator.AddressMistake(BaseAddress) is null
            ? BaseAddress.GetLeftPart(UriPartial.Authority) : "(not an origin)";
        return $"ConversationsClientOptions {{ ProjectId = {project}, BaseAddress = {address} }}";
    }
}
