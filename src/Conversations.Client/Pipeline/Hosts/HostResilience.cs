using Microsoft.Extensions.Http.Resilience;

namespace Conversations.Client.Pipeline.Hosts;

/// <summary>Finds the handlers that repeat requests, so that the client's own repetitions do not stand on theirs.</summary>
internal static class HostResilience
{
    /// <summary>Takes the handlers of Microsoft.Extensions.Http.Resilience, hedging too, off a list.</summary>
    /// <returns>What was taken, in its order.</returns>
    public static IReadOnlyList<DelegatingHandler> TakeOff(IList<DelegatingHandler> handlers)
    {
        var taken = handlers.Where(static handler => handler is ResilienceHandler).ToList();
        foreach (DelegatingHandler handler in taken)
        {
            _ = handlers.Remove(handler);
        }

        return taken;
    }

    /// <summary>Which calls are repeated by handlers of the application.</summary>
    /// <param name="handlers">All handlers of the client but the transport.</param>
    /// <param name="transport">The transport, which may be a chain that the application gave.</param>
    public static RepeatedCalls RepeatedBy(IEnumerable<DelegatingHandler> handlers, HttpMessageHandler transport)
    {
        bool hasReads = false;
        foreach (HttpMessageHandler handler in handlers.Concat(Chain(transport)))
        {
            if (handler is ResilienceHandler)
            {
                return RepeatedCalls.All;
            }

            hasReads |= handler is HostReadsHandler;
        }

        return hasReads ? RepeatedCalls.Reads : RepeatedCalls.None;
    }

    private static IEnumerable<HttpMessageHandler> Chain(HttpMessageHandler transport)
    {
        for (HttpMessageHandler? next = transport; next is not null; next = (next as DelegatingHandler)?.InnerHandler)
        {
            yield return next;
        }
    }
}

/// <summary>Which calls of a client are repeated by handlers of the application, so that the client repeats them not.</summary>
internal enum RepeatedCalls
{
    None,
    Reads,
    All,
}
