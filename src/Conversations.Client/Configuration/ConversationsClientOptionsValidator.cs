using Microsoft.Extensions.Options;

namespace Conversations.Client.Configuration;

/// <summary>Finds every mistake in the options, and says for each what to write instead.</summary>
internal sealed class ConversationsClientOptionsValidator : IValidateOptions<ConversationsClientOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(49);

    public ValidateOptionsResult Validate(string? name, ConversationsClientOptions options)
    {
        string key = ClientOptionsFactory.OptionsNameOf(name ?? Options.DefaultName);
        string client = key.Length == 0 ? "" : $"Client \"{key}\": ";
        var mistakes = Mistakes(options).Select(mistake => client + mistake).ToList();
        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    /// <summary>Throws one exception that names every mistake.</summary>
    public static void ThrowIfInvalid(ConversationsClientOptions options)
    {
        var mistakes = Mistakes(options).ToList();
        if (mistakes.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(ConversationsClientOptions), mistakes);
        }
    }

    /// <summary>Whether a text names a project: digits or <c>@current</c>.</summary>
    public static bool IsProjectId(string? projectId) =>
        projectId is "@current" || (projectId is { Length: > 0 } && !projectId.AsSpan().ContainsAnyExceptInRange('0', '9'));

    private static IEnumerable<string> Mistakes(ConversationsClientOptions options)
    {
        foreach (string unreadable in options.Unreadable)
        {
            yield return unreadable;
        }

        if (string.IsNullOrEmpty(options.ProjectId))
        {
            yield return "ProjectId is missing: set the project's number, or \"@current\".";
        }
        else if (!IsProjectId(options.ProjectId))
        {
            yield return "ProjectId is not a project: set digits, or \"@current\".";
        }

        if (options.BaseAddress is null)
        {
            yield return "BaseAddress is missing: set ConversationsHosts.UnitedStates, ConversationsHosts.EuropeanUnion or your own https address.";
        }
        else if (AddressMistake(options.BaseAddress) is { } addressMistake)
        {
            yield return addressMistake;
        }

        if (options.Credential is null && string.IsNullOrEmpty(options.ApiKey))
        {
            yield return "Credential is missing: set Credential, or ApiKey to a personal API key (phx_…).";
        }
        else if (options.Credential is not null && !string.IsNullOrEmpty(options.ApiKey))
        {
            yield return "Credential and ApiKey are both set: set one of them.";
        }
        else if (options.Credential is null && ConversationsCredential.IsProjectKey(options.ApiKey))
        {
            yield return $"ApiKey is {ConversationsCredential.ProjectKeyMistake}";
        }
        else if (options.Credential is null && !ConversationsCredential.IsSendable(options.ApiKey))
        {
            yield return "ApiKey holds a space, a line break or another character that cannot be sent: copy the key again without them.";
        }

        if (options.TimeProvider is null)
        {
            yield return "TimeProvider is null: leave it at TimeProvider.System.";
        }

        if (options is { Budget: not null, RateLimiter: not null })
        {
            yield return "Budget and RateLimiter are both set: set one of them. A limiter of your own can stand beneath a budget, with BudgetOptions.CreateLimiter.";
        }

        if (TimeMistake("RequestTimeout", options.RequestTimeout) is { } requestMistake)
        {
            yield return requestMistake;
        }

        if (options.Retry.MaxAttempts < 1)
        {
            yield return $"Retry.MaxAttempts {options.Retry.MaxAttempts} lets no call be sent: set 1 or more; the first time counts.";
        }

        if (DelayMistake("Retry.BaseDelay", options.Retry.BaseDelay) is { } baseMistake)
        {
            yield return baseMistake;
        }

        if (DelayMistake("Retry.MaxDelay", options.Retry.MaxDelay) is { } maxMistake)
        {
            yield return maxMistake;
        }

        if (TimeMistake("Retry.TotalTimeout", options.Retry.TotalTimeout) is { } totalMistake)
        {
            yield return totalMistake;
        }

        if (TimeMistake("Streaming.ByteIdleTimeout", options.Streaming.ByteIdleTimeout) is { } byteMistake)
        {
            yield return byteMistake;
        }

        if (options.Streaming.EventIdleTimeout is { } eventLimit && TimeMistake("Streaming.EventIdleTimeout", eventLimit) is { } eventMistake)
        {
            yield return eventMistake;
        }

        if (options.Streaming.MaxReconnects < 0)
        {
            yield return $"Streaming.MaxReconnects {options.Streaming.MaxReconnects} is negative: set 0 or more, or Streaming.Reconnect to false.";
        }

        if (options.Streaming.MaxTotalReconnects < 0)
        {
            yield return $"Streaming.MaxTotalReconnects {options.Streaming.MaxTotalReconnects} is negative: set 0 or more, or Streaming.Reconnect to false.";
        }

        if (options.Streaming.MaxEventBytes < 1)
        {
            yield return $"Streaming.MaxEventBytes {options.Streaming.MaxEventBytes} lets no event pass: set 1 or more.";
        }

        if (options.MaxErrorBodyBytes < 0)
        {
            yield return $"MaxErrorBodyBytes {options.MaxErrorBodyBytes} is negative: set 0 or more.";
        }

        if (options.MaxResponseBytes < 1)
        {
            yield return $"MaxResponseBytes {options.MaxResponseBytes} lets no answer pass: set 1 or more.";
        }

        if (!Enum.IsDefined(options.PathPrefix))
        {
            yield return $"PathPrefix {(int)options.PathPrefix} is no defined value: set Auto, Environments or Projects.";
        }

        if (options.UserAgentSuffix is { } suffix && suffix.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            yield return "UserAgentSuffix holds a character that no header can carry: use printable ASCII.";
        }
    }

    private static string? DelayMistake(string name, TimeSpan delay) =>
        delay < TimeSpan.Zero ? $"{name} {delay} is negative: set zero or more."
        : delay > LongestTimeout ? $"{name} {delay} is longer than a timer can run: set at most {LongestTimeout}."
        : null;

    private static string? TimeMistake(string name, TimeSpan limit) =>
        limit <= TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan ? $"{name} {limit} is not a time to wait: set more than zero, or Timeout.InfiniteTimeSpan."
        : limit > LongestTimeout ? $"{name} {limit} is longer than a timer can run: set at most {LongestTimeout}, or Timeout.InfiniteTimeSpan."
        : null;

    /// <summary>
    /// The mistake in an address, if there is one. The text does not quote the address, because it may hold a password or a key.
    /// </summary>
    public static string? AddressMistake(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http"))
        {
            return "BaseAddress is not an absolute https address: set one such as https://us.posthog.com.";
        }

        if (address.UserInfo.Length > 0)
        {
            return "BaseAddress holds a user name or password: set only the origin, and the key as ApiKey or Credential.";
        }

        if (address.AbsolutePath != "/" || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return "BaseAddress holds more than an origin: write it without path, query and fragment.";
        }

        string? scheme = address.Scheme == "http" && !address.IsLoopback ? "BaseAddress is http: use https, because the key would travel in the clear; http is for loopback only." : null;
        string? host = HostMistake(address);
        return scheme is not null && host is not null ? $"{scheme} {host}" : scheme ?? host;
    }

    private static string? HostMistake(Uri address) =>
        LooksLikeKey(address.Host) ? "BaseAddress is a key and not a host: set the key as ApiKey or Credential."
        : IsForIngestion(address.IdnHost.TrimEnd('.')) ? "BaseAddress is a host for ingestion (i.posthog.com), which does not serve this API: set ConversationsHosts.UnitedStates, ConversationsHosts.EuropeanUnion or your own https address."
        : null;

    /// <summary>Whether a host begins like one of the service's keys and tokens. No real host does.</summary>
    private static bool LooksLikeKey(string host) =>
        host.StartsWith("ph", StringComparison.OrdinalIgnoreCase) && host.IndexOf('_', StringComparison.Ordinal) == 3;

    /// <summary>Whether a host is for ingestion and does not serve this API (docs/service/conversations.md 1.1).</summary>
    private static bool IsForIngestion(string host) =>
        host.Equals("i.posthog.com", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".i.posthog.com", StringComparison.OrdinalIgnoreCase);
}
