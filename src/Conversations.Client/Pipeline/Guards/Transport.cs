namespace Conversations.Client.Pipeline.Guards;

/// <summary>What carries requests, and the guards right before it.</summary>
internal static class Transport
{
    private static readonly object Gate = new();

    /// <summary>The socket: no redirects (the key stays with its host), no cookies kept (tenants share a pool), connections renewed so that DNS changes are seen.</summary>
    internal static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>Puts the guards right before the innermost handler of a transport, which may be a chain that the application gave, and switches redirects and cookies off there.</summary>
    /// <returns>What to send through.</returns>
    /// <exception cref="InvalidOperationException">The handler follows redirects or keeps cookies, and was used already, so that this can no longer be switched off.</exception>
    internal static HttpMessageHandler Guard(HttpMessageHandler transport)
    {
        // Clients may share a chain and be made at the same time.
        lock (Gate)
        {
            DelegatingHandler? last = null;
            var innermost = transport;
            while (innermost is DelegatingHandler { InnerHandler: { } inner } delegating)
            {
                if (delegating is SentOnceHandler)
                {
                    return transport;
                }

                last = delegating;
                innermost = inner;
            }

            SwitchOff(innermost);
            if (innermost is DelegatingHandler || last is null || !TryInsert(last, innermost))
            {
                return Guarded(transport);
            }

            return transport;
        }
    }

    private static HostGuardHandler Guarded(HttpMessageHandler inner) => new() { InnerHandler = new SentOnceHandler { InnerHandler = inner } };

    private static bool TryInsert(DelegatingHandler last, HttpMessageHandler innermost)
    {
        try
        {
            last.InnerHandler = Guarded(innermost);
            return true;
        }
        catch (InvalidOperationException)
        {
            // A chain that was used already cannot be changed; then the guards stand before all of it.
            return false;
        }
    }

    private static void SwitchOff(HttpMessageHandler innermost)
    {
        try
        {
            switch (innermost)
            {
                case SocketsHttpHandler { AllowAutoRedirect: true } or SocketsHttpHandler { UseCookies: true }:
                    var sockets = (SocketsHttpHandler)innermost;
                    (sockets.AllowAutoRedirect, sockets.UseCookies) = (false, false);
                    break;
                case HttpClientHandler { AllowAutoRedirect: true } or HttpClientHandler { UseCookies: true }:
                    var client = (HttpClientHandler)innermost;
                    (client.AllowAutoRedirect, client.UseCookies) = (false, false);
                    break;
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException("The handler that was given follows redirects or keeps cookies, and was used already, so that this can no longer be switched off. With redirects the key and what people wrote can go to another host, with cookies one tenant's session to another. Give a handler with AllowAutoRedirect and UseCookies set to false, or one that has not been used.", exception);
        }
    }
}
