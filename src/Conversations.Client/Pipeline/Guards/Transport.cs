namespace Conversations.Client.Pipeline.Guards;

/// <summary>The transport of requests, and the guards directly before it.</summary>
internal static class Transport
{
    private static readonly object Gate = new();

    /// <summary>
    /// Creates the socket handler. It follows no redirects, because the key stays with its host. It keeps no cookies, because tenants share
    /// a pool. It renews connections, so that DNS changes are seen.
    /// </summary>
    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>
    /// Puts the guards directly before the innermost handler of a transport, which may be a chain that the application gave. Switches
    /// redirects and cookies off in that handler.
    /// </summary>
    /// <returns>The handler to send through.</returns>
    /// <exception cref="InvalidOperationException">The handler was already used, and it follows redirects, keeps cookies or has other
    /// handlers before it, so this can no longer be changed.</exception>
    public static HttpMessageHandler Guard(HttpMessageHandler transport)
    {
        // Clients may share a chain and be made at the same time.
        lock (Gate)
        {
            DelegatingHandler? last = null;
            HttpMessageHandler innermost = transport;
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
            if (innermost is DelegatingHandler || last is null)
            {
                return Guarded(transport, isShared: false);
            }

            Insert(last, innermost);
            return transport;
        }
    }

    private static HostGuardHandler Guarded(HttpMessageHandler inner, bool isShared) =>
        new(isShared) { InnerHandler = new SentOnceHandler { InnerHandler = inner } };

    private static void Insert(DelegatingHandler last, HttpMessageHandler innermost)
    {
        try
        {
            last.InnerHandler = Guarded(innermost, isShared: true);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException("The chain of handlers that was given was used already, so that the guards that keep a call from being sent twice, and the key from another host, can no longer stand before its innermost handler. Give a chain that has not been used, or the innermost handler alone.", exception);
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
