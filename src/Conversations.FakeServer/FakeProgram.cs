using System.Net;
using Conversations.Client.Testing;
using Conversations.Client.Testing.Exchange;
using Conversations.FakeServer.Control;

namespace Conversations.FakeServer;

/// <summary>The program without its process: the fake behind its port, with the control routes in front of it.</summary>
internal sealed class FakeProgram : IAsyncDisposable
{
    private readonly FakeSession _session;
    private readonly FakeConversationsHost _host;

    private FakeProgram(FakeSession session, ControlRoutes routes, FakeConversationsHost host) =>
        (_session, Routes, _host) = (session, routes, host);

    public Uri BaseAddress => _host.BaseAddress;

    public ControlRoutes Routes { get; }

    /// <exception cref="UsageException">A switch or the seed has a mistake.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<FakeProgram> StartAsync(Arguments arguments)
    {
        var session = new FakeSession(arguments);
        try
        {
            var routes = new ControlRoutes(session, IPAddress.IsLoopback(arguments.Host));
            FakeConversationsHost host = await FakeConversationsHost.StartAsync(
                (request, gone) => AnswerAsync(session, routes, request, gone), arguments.Host, arguments.Port, CancellationToken.None);
            return new FakeProgram(session, routes, host);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _session.DisposeAsync();
    }

    // The guard comes before the CORS preflight, so that a page that may not call is told so at once.
    private static async ValueTask<FakeResponse> AnswerAsync(
        FakeSession session, ControlRoutes routes, FakeRequest request, CancellationToken gone) =>
        CrossOrigin.Admit(
            request,
            routes.Guard(request) ?? CrossOrigin.Preflight(request) ?? await routes.AnswerAsync(request, gone)
                ?? await session.AnswerAsync(request, gone));
}
