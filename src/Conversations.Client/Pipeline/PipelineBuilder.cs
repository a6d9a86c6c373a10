using Conversations.Client.Pipeline.Budgets;
using Conversations.Client.Pipeline.Guards;
using Conversations.Client.Pipeline.Hosts;
using Conversations.Client.Pipeline.Retries;
using Conversations.Client.Telemetry;
using Conversations.Client.Values;

namespace Conversations.Client.Pipeline;

/// <summary>The handlers of every call, in running order. The plain constructor and the container use the same list.</summary>
internal static class PipelineBuilder
{
    /// <summary>The handlers behind <see cref="CreateFirst"/>, from the caller to the transport.</summary>
    /// <remarks>
    /// Errors are mapped in front, so that it happens in one place for unary calls, streams and the raw interface. The guard against
    /// sending a call twice is at the other end, in <see cref="SentOnceHandler"/>, because handlers of the application can be on both
    /// sides of these and may repeat requests.
    /// </remarks>
    public static IReadOnlyList<DelegatingHandler> CreateHandlers(ConversationsClientOptions options)
    {
        List<DelegatingHandler> handlers = [new ErrorHandler()];
        if (options.Retry.MaxAttempts > 1)
        {
            handlers.Add(new RetryHandler(new(options)));
        }

        handlers.AddRange(CreateBudget(options));
        handlers.Add(new LimitHandler(options.RequestTimeout, options.MaxResponseBytes, options.TimeProvider));
        handlers.Add(new CredentialHandler());
        if (options.PathPrefix == PathPrefix.Projects)
        {
            handlers.Add(new ProjectsPrefixHandler());
        }

        return handlers;
    }

    private static IEnumerable<DelegatingHandler> CreateBudget(ConversationsClientOptions options) =>
        options.Budget is { } budget ? [new BudgetHandler(budget)]
        : options.RateLimiter is { } limiter ? [new RateLimiterHandler(limiter)]
        : [];

    /// <summary>Creates the handler that begins calls. In a container it comes before the handlers of every client too.</summary>
    /// <param name="options">The options of the client.</param>
    /// <param name="telemetry">What the client tells of itself.</param>
    /// <param name="repeated">Which calls are repeated by handlers of the application.</param>
    public static LogicalCallHandler CreateFirst(ConversationsClientOptions options, ClientTelemetry? telemetry, RepeatedCalls repeated) =>
        new(
            options.EffectiveCredential,
            new(options.BaseAddress!, options.MaxErrorBodyBytes, options.TimeProvider, options.RequestTimeout, telemetry, repeated));

    /// <summary>Chains the handlers over a transport.</summary>
    public static HttpMessageHandler Chain(ConversationsClientOptions options, ClientTelemetry? telemetry, HttpMessageHandler transport)
    {
        HttpMessageHandler next = Transport.Guard(transport);
        LogicalCallHandler first = CreateFirst(options, telemetry, HostResilience.RepeatedBy([], transport));
        foreach (DelegatingHandler? handler in CreateHandlers(options).Prepend(first).Reverse())
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
        // A handler cannot tell the timeout of HttpClient from the caller's cancellation, so the pipeline has its own.
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.DefaultRequestHeaders.UserAgent.Clear();
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", options.UserAgentSuffix is { Length: > 0 } suffix ? $"{Product} {suffix}" : Product);
    }

    /// <summary>The product name in the User-Agent of every request.</summary>
    public const string ProductName = "Conversations.Client";

    private static string Product { get; } = $"{ProductName}/{ProductVersion.Text}";
}
