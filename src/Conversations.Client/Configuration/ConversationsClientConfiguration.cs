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

    public StreamingConfiguration? Streaming { get; set; }

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
        bound.Streaming?.Apply(options.Streaming);
    }
}

/// <summary>The section <c>Streaming</c>.</summary>
internal sealed class StreamingConfiguration
{
    public TimeSpan? ByteIdleTimeout { get; set; }

    public TimeSpan? EventIdleTimeout { get; set; }

    public bool? Reconnect { get; set; }

    public int? MaxReconnects { get; set; }

    public int? MaxEventBytes { get; set; }

    public bool? ConfirmEnd { get; set; }

    internal void Apply(StreamingOptions options)
    {
        options.ByteIdleTimeout = ByteIdleTimeout ?? options.ByteIdleTimeout;
        options.EventIdleTimeout = EventIdleTimeout ?? options.EventIdleTimeout;
        options.Reconnect = Reconnect ?? options.Reconnect;
        options.MaxReconnects = MaxReconnects ?? options.MaxReconnects;
        options.MaxEventBytes = MaxEventBytes ?? options.MaxEventBytes;
        options.ConfirmEnd = ConfirmEnd ?? options.ConfirmEnd;
    }
}
