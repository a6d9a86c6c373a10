using Microsoft.Extensions.Configuration;

namespace Conversations.Client.Configuration;

/// <summary>The options that a configuration can hold, for the binding generator: it takes no credential, clock or other object, and fills no init member.</summary>
internal sealed class ConversationsClientConfiguration
{
    public string? ProjectId { get; set; }

    public Uri? BaseAddress { get; set; }

    public string? ApiKey { get; set; }

    public TimeSpan? RequestTimeout { get; set; }

    public int? MaxErrorBodyBytes { get; set; }

    public PathPrefix? PathPrefix { get; set; }

    public string? UserAgentSuffix { get; set; }

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
