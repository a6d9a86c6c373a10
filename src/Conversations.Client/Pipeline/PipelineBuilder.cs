using System.Reflection;
using Conversations.Client.Pipeline.Guards;

namespace Conversations.Client.Pipeline;

/// <summary>The handlers of every call, in running order: one list for the plain constructor and the container.</summary>
internal static class PipelineBuilder
{
    /// <summary>The handlers behind <see cref="CreateFirst"/>, from the caller to the transport.</summary>
    /// <remarks>
    /// Errors are mapped in front, so that unary calls, streams and the raw interface share one border. What keeps a call from
    /// being sent twice stands at the other end, in <see cref="SentOnceHandler"/>: handlers of the application stand on both
    /// sides of these, and repeat what they like.
    /// </remarks>
    public static IReadOnlyList<DelegatingHandler> CreateHandlers(ConversationsClientOptions options)
    {
        List<DelegatingHandler> handlers =
        [
            new ErrorHandler(),
            new LimitHandler(options.RequestTimeout, options.MaxResponseBytes, options.TimeProvider),
            new CredentialHandler(),
        ];
        if (options.PathPrefix == PathPrefix.Projects)
        {
            handlers.Add(new ProjectsPrefixHandler());
        }

        return handlers;
    }

    /// <summary>The station that begins calls; in a container it stands in front of the handlers of every client too.</summary>
    public static LogicalCallHandler CreateFirst(ConversationsClientOptions options) =>
        new(options.EffectiveCredential, new(options.BaseAddress!, options.MaxErrorBodyBytes, options.TimeProvider));

    /// <summary>Chains the handlers over a transport.</summary>
    public static HttpMessageHandler Chain(ConversationsClientOptions options, HttpMessageHandler transport)
    {
        HttpMessageHandler next = Transport.Guard(transport);
        foreach (DelegatingHandler? handler in CreateHandlers(options).Prepend(CreateFirst(options)).Reverse())
        {
            handler.InnerHandler = next;
            next = handler;
        }

        return next;
    }

    /// <summary>Sets what all calls share.</summary>
    public static void Configure(HttpClient http, ConversationsClientOptions options)
    {
        http.BaseAddress = options.BaseAddress;
        // A handler cannot tell HttpClient's own limit from the caller's cancellation; ours is in the pipeline.
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.DefaultRequestHeaders.UserAgent.Clear();
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", options.UserAgentSuffix is { Length: > 0 } suffix ? $"{Product} {suffix}" : Product);
    }

    /// <summary>What every request calls itself in User-Agent.</summary>
    public const string ProductName = "Conversations.Client";

    private static string Product { get; } = $"{ProductName}/{Version()}";

    private static string Version()
    {
        string version =
            typeof(PipelineBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        int build = version.IndexOf('+', StringComparison.Ordinal);
        return build < 0 ? version : version[..build];
    }
}
