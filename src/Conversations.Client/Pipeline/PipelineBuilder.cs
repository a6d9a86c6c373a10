using System.Reflection;

namespace Conversations.Client.Pipeline;

/// <summary>The handlers of every call, in running order: one list for the plain constructor and the container.</summary>
internal static class PipelineBuilder
{
    /// <summary>The handlers from the caller to the socket.</summary>
    /// <remarks>Errors are mapped outermost, so that unary calls, streams and the raw interface share one border, and a retry handler of the host around it cannot send a call again.</remarks>
    internal static IReadOnlyList<DelegatingHandler> CreateHandlers(ConversationsClientOptions options)
    {
        List<DelegatingHandler> handlers =
        [
            new ErrorHandler(options.TimeProvider),
            new TimeLimitHandler(options.RequestTimeout, options.MaxErrorBodyBytes, options.TimeProvider),
            new CredentialHandler(options.EffectiveCredential, options.BaseAddress!),
        ];
        if (options.PathPrefix == PathPrefix.Projects)
        {
            handlers.Add(new ProjectsPrefixHandler());
        }

        handlers.Add(new HostGuardHandler(options.BaseAddress!));
        return handlers;
    }

    /// <summary>Chains the handlers over a transport.</summary>
    internal static HttpMessageHandler Chain(ConversationsClientOptions options, HttpMessageHandler transport)
    {
        var next = transport;
        foreach (var handler in CreateHandlers(options).Reverse())
        {
            handler.InnerHandler = next;
            next = handler;
        }

        return next;
    }

    /// <summary>The socket: no redirects (the key stays with its host), no cookies kept (tenants share a pool), connections renewed so that DNS changes are seen.</summary>
    internal static SocketsHttpHandler CreateTransport() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>Sets what all calls share.</summary>
    internal static void Configure(HttpClient http, ConversationsClientOptions options)
    {
        http.BaseAddress = options.BaseAddress;
        // A handler cannot tell HttpClient's own limit from the caller's cancellation; ours is in the pipeline.
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.DefaultRequestHeaders.UserAgent.Clear();
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", options.UserAgentSuffix is { Length: > 0 } suffix ? $"{Product} {suffix}" : Product);
    }

    private static string Product { get; } = $"Conversations.Client/{Version()}";

    private static string Version()
    {
        var version = typeof(PipelineBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        var build = version.IndexOf('+', StringComparison.Ordinal);
        return build < 0 ? version : version[..build];
    }
}
