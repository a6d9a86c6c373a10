using Conversations.Client.Configuration;

namespace Conversations.Client;

/// <summary>What a client needs to know; checked as a whole when the client is made or the host starts.</summary>
/// <remarks>
/// A mistake is one <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> that names every mistake. Changes after that have
/// no effect.
/// </remarks>
public sealed class ConversationsClientOptions
{
    /// <summary>The project to work in.</summary>
    /// <value>Digits, or <c>@current</c> for the project that the key's owner has active. Required.</value>
    public string? ProjectId { get; set; }

    /// <summary>The origin of the service.</summary>
    /// <value>
    /// An https address, or http on loopback; not one of the ingestion hosts (<c>….i.posthog.com</c>).
    /// <see cref="ConversationsHosts.UnitedStates"/> by default.
    /// </value>
    public Uri? BaseAddress { get; set; } = ConversationsHosts.UnitedStates;

    /// <summary>Who calls.</summary>
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
    /// How long a call may take until its headers are there, and until the whole answer is there if it is not a stream. Tries of handlers
    /// on the builder that the registration returned count together, those of handlers in front of the client one by one.
    /// </summary>
    /// <value>
    /// 100 seconds by default; more than zero, or <see cref="Timeout.InfiniteTimeSpan"/> for no limit. After that the call ends in a
    /// <see cref="ConversationsTimeoutException"/>.
    /// </value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How streams of events are watched and brought to an end.</summary>
    public StreamingOptions Streaming { get; } = new();

    /// <summary>How many bytes of an error's body <see cref="ConversationsApiException.Body"/> keeps.</summary>
    /// <value>
    /// 65,536 bytes by default, 0 or more; 0 keeps nothing, and then an error has no <see cref="ConversationsApiException.Detail"/> either.
    /// </value>
    public int MaxErrorBodyBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// How many bytes the body of a success may have, after decompression, so that memory stays bounded. Streams of events have
    /// <see cref="StreamingOptions.MaxEventBytes"/> instead.
    /// </summary>
    /// <value>67,108,864 bytes (64 MiB) by default, 1 or more. A larger answer ends in a <see cref="ConversationsException"/>.</value>
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The path prefix for conversations and views.</summary>
    /// <value><see cref="PathPrefix.Auto"/> by default.</value>
    public PathPrefix PathPrefix { get; set; }

    /// <summary>Appended to the <c>User-Agent</c> <c>Conversations.Client/&lt;version&gt;</c>, such as <c>acme-desk/2.1</c>.</summary>
    /// <value>Nothing by default.</value>
    public string? UserAgentSuffix { get; set; }

    /// <summary>What a configuration holds that cannot be read, for the validator to name with the other mistakes.</summary>
    internal ICollection<string> Unreadable { get; } = [];

    /// <summary>Who calls, from whichever of the two members is set. The options were checked before.</summary>
    internal ConversationsCredential EffectiveCredential => Credential ?? ConversationsCredential.PersonalApiKey(ApiKey!);

    /// <summary>
    /// Prints the address and the project where they are right, and never a key, also when it stands in the place of these.
    /// </summary>
    /// <returns>A text for logs.</returns>
    public override string ToString()
    {
        string project = ProjectId is null ? "(none)" : ConversationsClientOptionsValidator.IsProjectId(ProjectId) ? ProjectId : "(not a project)";
        string address = BaseAddress is null ? "(none)" : ConversationsClientOptionsValidator.AddressMistake(BaseAddress) is null
            ? BaseAddress.GetLeftPart(UriPartial.Authority) : "(not an origin)";
        return $"ConversationsClientOptions {{ ProjectId = {project}, BaseAddress = {address} }}";
    }
}
