using System.Net;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Transports;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Conversations.Client.Testing;

/// <summary>The fake on a port of the loopback address. Disposing it closes the port; the fake and its state stay.</summary>
public sealed class FakeConversationsHost : IAsyncDisposable, IDisposable
{
    private readonly KestrelServer _server;
    private readonly CancellationTokenSource _stopping;
    private int _isClosed;

    private FakeConversationsHost(KestrelServer server, CancellationTokenSource stopping)
    {
        _server = server;
        _stopping = stopping;
        string address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        BaseAddress = new Uri(address);
    }

    /// <summary>The address on which it listens, such as <c>http://127.0.0.1:49152/</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Closes the port and cuts open streams.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _server.StopAsync(CancellationToken.None).ConfigureAwait(false);
        _server.Dispose();
        _stopping.Dispose();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 1)
        {
            return;
        }

        _stopping.Cancel();
        _server.Dispose();
        _stopping.Dispose();
    }

    // Kestrel without the generic host: no configuration, environment variables, signals or console in a test process.
    internal static async Task<FakeConversationsHost> StartAsync(
        Func<FakeRequest, CancellationToken, ValueTask<FakeResponse>> answer, IPAddress address, int port,
            CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { ApplicationServices = NoServices.Instance, AddServerHeader = false };

        // The fake itself refuses a body that is too large, in the same way on both transports. Kestrel reads the rest for 5 s and discards
        // it, so that a client that is still sending gets the response.
        options.Limits.MaxRequestBodySize = null;
        options.Listen(address, port);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        var stopping = new CancellationTokenSource();
        try
        {
            await server.StartAsync(new KestrelTransport(answer, stopping.Token), cancellationToken).ConfigureAwait(false);
            return new FakeConversationsHost(server, stopping);
        }
        catch
        {
            server.Dispose();
            stopping.Dispose();
            throw;
        }
    }

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
