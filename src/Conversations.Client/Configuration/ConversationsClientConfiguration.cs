using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Conversations.Client.Configuration;

/// <summary>
/// The options that a configuration can hold, in a class for the binding generator. The generator binds no credential, clock or other
/// object, and sets no init-only members.
/// </summary>
/// <remarks>All members are texts. The binder throws at the first value that it cannot read, but the validator must name every
/// mistake.</remarks>
internal sealed class ConversationsClientConfiguration
{
    public string? ProjectId { get; set; }

    public string? BaseAddress { get; set; }

    public string? ApiKey { get; set; }

    public string? RequestTimeout { get; set; }

    public string? MaxErrorBodyBytes { get; set; }

    public string? MaxResponseBytes { get; set; }

    public string? PathPrefix { get; set; }

    public string? UserAgentSuffix { get; set; }

    public RetryConfiguration? Retry { get; set; }

    public StreamingConfiguration? Streaming { get; set; }

    /// <summary>Sets the options that the configuration holds, and does not change the others.</summary>
    public static void Apply(IConfiguration configuration, ConversationsClientOptions options)
    {
        ConversationsClientConfiguration bound = configuration.Get<ConversationsClientConfiguration>() ?? new();
        var reader = new ConfiguredValueReader(options.Unreadable);
        options.ProjectId = bound.ProjectId ?? options.ProjectId;
        options.BaseAddress = reader.Address("BaseAddress", bound.BaseAddress, options.BaseAddress);
        options.ApiKey = bound.ApiKey ?? options.ApiKey;
        options.RequestTimeout = reader.Time("RequestTimeout", bound.RequestTimeout) ?? options.RequestTimeout;
        options.MaxErrorBodyBytes = reader.Count("MaxErrorBodyBytes", bound.MaxErrorBodyBytes) ?? options.MaxErrorBodyBytes;
        options.MaxResponseBytes = reader.Count("MaxResponseBytes", bound.MaxResponseBytes) ?? options.MaxResponseBytes;
        options.PathPrefix = reader.Prefix("PathPrefix", bound.PathPrefix) ?? options.PathPrefix;
        options.UserAgentSuffix = bound.UserAgentSuffix ?? options.UserAgentSuffix;
        bound.Retry?.Apply(options.Retry, reader);
        bound.Streaming?.Apply(options.Streaming, reader);
    }
}

/// <summary>The section <c>Retry</c>.</summary>
internal sealed class RetryConfiguration
{
    public string? MaxAttempts { get; set; }

    public string? BaseDelay { get; set; }

    public string? MaxDelay { get; set; }

    public string? TotalTimeout { get; set; }

    public string? RepeatIdenticalMessages { get; set; }

    public void Apply(RetryOptions options, ConfiguredValueReader reader)
    {
        options.MaxAttempts = reader.Count("Retry:MaxAttempts", MaxAttempts) ?? options.MaxAttempts;
        options.BaseDelay = reader.Time("Retry:BaseDelay", BaseDelay) ?? options.BaseDelay;
        options.MaxDelay = reader.Time("Retry:MaxDelay", MaxDelay) ?? options.MaxDelay;
        options.TotalTimeout = reader.Time("Retry:TotalTimeout", TotalTimeout) ?? options.TotalTimeout;
        options.RepeatIdenticalMessages =
            reader.Switch("Retry:RepeatIdenticalMessages", RepeatIdenticalMessages) ?? options.RepeatIdenticalMessages;
    }
}

/// <summary>The section <c>Streaming</c>.</summary>
internal sealed class StreamingConfiguration
{
    public string? ByteIdleTimeout { get; set; }

    public string? EventIdleTimeout { get; set; }

    public string? Reconnect { get; set; }

    public string? MaxReconnects { get; set; }

    public string? MaxTotalReconnects { get; set; }

    public string? MaxEventBytes { get; set; }

    public string? ConfirmEnd { get; set; }

    public void Apply(StreamingOptions options, ConfiguredValueReader reader)
    {
        options.ByteIdleTimeout = reader.Time("Streaming:ByteIdleTimeout", ByteIdleTimeout) ?? options.ByteIdleTimeout;
        options.EventIdleTimeout = reader.Time("Streaming:EventIdleTimeout", EventIdleTimeout) ?? options.EventIdleTimeout;
        options.Reconnect = reader.Switch("Streaming:Reconnect", Reconnect) ?? options.Reconnect;
        options.MaxReconnects = reader.Count("Streaming:MaxReconnects", MaxReconnects) ?? options.MaxReconnects;
        options.MaxTotalReconnects = reader.Count("Streaming:MaxTotalReconnects", MaxTotalReconnects) ?? options.MaxTotalReconnects;
        options.MaxEventBytes = reader.Count("Streaming:MaxEventBytes", MaxEventBytes) ?? options.MaxEventBytes;
        options.ConfirmEnd = reader.Switch("Streaming:ConfirmEnd", ConfirmEnd) ?? options.ConfirmEnd;
    }
}

/// <summary>
/// Reads configured texts as values, and collects a message for each that cannot be read. The messages quote no text, because a key or
/// password may be in the wrong place.
/// </summary>
internal sealed class ConfiguredValueReader(ICollection<string> mistakes)
{
    private delegate bool TryRead<T>(string text, out T value);

    public TimeSpan? Time(string key, string? text) =>
        Read(key, text, "a time such as 00:01:40", static (string time, out TimeSpan value) => TimeSpan.TryParse(time, CultureInfo.InvariantCulture, out value));

    public int? Count(string key, string? text) =>
        Read(
            key,
            text,
            "a whole number",
            static (string number, out int value) => int.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out value));

    public bool? Switch(string key, string? text) =>
        Read(key, text, "true or false", static (string word, out bool value) => bool.TryParse(word, out value));

    public PathPrefix? Prefix(string key, string? text) =>
        Read(key, text, "Auto, Environments or Projects", static (string word, out PathPrefix value) => Enum.TryParse(word, ignoreCase: true, out value));

    public Uri? Address(string key, string? text, Uri? unset)
    {
        if (text is null)
        {
            return unset;
        }

        if (Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? address))
        {
            return address;
        }

        mistakes.Add($"{key} is no address: write an https origin.");
        return unset;
    }

    private T? Read<T>(string key, string? text, string instead, TryRead<T> tryRead)
        where T : struct
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (tryRead(text, out T value))
        {
            return value;
        }

        mistakes.Add($"{key} cannot be read: write {instead}.");
        return null;
    }
}
