using Microsoft.Extensions.Configuration;

namespace Conversations.Client.Configuration;

/// <summary>The options that a configuration can hold, for the binding generator: it takes no credential, clock or other object.</summary>
internal sealed record ConversationsClientConfiguration
{
    public string? ProjectId { get; init; }

    public Uri? BaseAddress { get; init; }

    public string? ApiKey { get; init; }

    public TimeSpan? RequestTimeout { get; init; }

    public int? MaxErrorBodyBytes { get; init; }

    public PathPrefix? PathPrefix { get; init; }

    public string? UserAgentSuffix { get; init; }

    /// <summary>Sets the options that the configuration holds, and leaves the others alone.</summary>
    internal static void Apply(IConfiguration configuration, ConversationsClientOptions options)
    {
        var bound = configuration.Get<ConversationsClientConfiguration>() ?? new();
        options.ProjectId = bound.ProjectId ?? options.ProjectId;
        options.BaseAddress = bound.BaseAddress ?? options.BaseAddress;
        options.ApiKey = bound.ApiKey ?? options.ApiKey;
        options.RequestTimeout = bound.RequestTimeout ?? options.RequestTimeout;
        options.MaxErrorBodyBytes = bound.MaxErrorBodyBytes ?? options.MaxErrorBodyBytes;
        options.PathPrefix = bound.PathPrefix ?? options.PathPrefix;
        options.UserAgentSuffix = bound.UserAgentSuffix ?? options.UserAgentSuffix;
    }
}
