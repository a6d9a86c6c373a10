using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Conversations.Tests;

/// <summary>
/// The stub as a real HTTP server on loopback. It uses bare Kestrel without a host, because tests start hundreds of them.
/// </summary>
internal sealed class KestrelTransport : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private readonly StubServer _server;
    private readonly KestrelServer _kestrel;
    private readonly CancellationTokenSource _stopped = new();

    private KestrelTransport(StubServer server)
    {
        _server = server;
        var options = new KestrelServerOptions
        {
            ApplicationServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
            AddServerHeader = false
        };
        options.Listen(IPAddress.Loopback, 0);
        _kestrel = new(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    internal Uri Address => new(_kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        StubAnswer answer = _server.Take(await RecordAsync(context));
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopped.Token);
        using CancellationTokenRegistration registration = gone.Token.Register(answer.Free);
        try
        {
            await AnswerAsync(context, answer, gone.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            answer.Free();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _kestrel.StopAsync(now.Token);
        _kestrel.Dispose();
        _stopped.Dispose();
    }

    internal static async Task<KestrelTransport> StartAsync(StubServer server)
    {
        var transport = new KestrelTransport(server);
        await transport._kestrel.StartAsync(transport, CancellationToken.None);
        return transport;
    }

    private static async Task<StubRequest> RecordAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(
            static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new(
            context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, headers, body.ToArray())
        {
            Connection =
                context.Connection.Id
        };
    }

    private static async Task AnswerAsync(HttpContext context, StubAnswer answer, CancellationToken gone)
    {
        if (answer.BeforeHeaders is StubStep.Hang)
        {
            await Task.Delay(Timeout.Infinite, gone);
        }

        if (answer.BeforeHeaders is { } fault && !await TryAsync(context, answer, fault, gone))
        {
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach ((string? name, string? value) in answer.Headers)
        {
            context.Response.Headers.Append(name, value);
        }

        if (answer.Steps is [not StubStep.Write, ..])
        {
            await context.Response.StartAsync(gone);
        }

        foreach (StubStep step in answer.Steps)
        {
            if (!await TryAsync(context, answer, step, gone))
            {
                return;
            }
        }
    }

    private static async Task<bool> TryAsync(HttpContext context, StubAnswer answer, StubStep step, CancellationToken gone)
    {
        switch (step)
        {
            case StubStep.Write { Bytes: var bytes }:
                await context.Response.Body.WriteAsync(bytes, gone);
                await context.Response.Body.FlushAsync(gone);
                return true;
            case StubStep.Wait { Begin: var begin }:
                await begin().WaitAsync(gone);
                return true;
            case StubStep.Break:
                // When an application fails after its headers, Kestrel sends what was written and closes the connection without ending the
                // body.
                throw new InvalidOperationException("The stub broke the connection.");
            case StubStep.Hang:
                await context.Response.StartAsync(gone);
                await context.Response.Body.FlushAsync(gone);
                answer.FallSilent();
                await Task.Delay(Timeout.Infinite, gone);
                return false;
            default:
                context.Abort();
                return false;
        }
    }
}
