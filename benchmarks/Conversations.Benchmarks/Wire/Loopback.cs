using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conversations.Benchmarks.Wire;

/// <summary>Serves the ticket with Kestrel in a separate process, so that only the client's allocations are counted.</summary>
internal sealed class Loopback : IDisposable
{
    private readonly Process _server;

    private Loopback()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, "serve")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true
        };
        _server = Process.Start(start)!;
        Address = new Uri(_server.StandardOutput.ReadLine()!);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>The server, started on first use; it ends with this process.</summary>
    public static Lazy<Loopback> Server { get; } = new(static () => new Loopback());

    public Uri Address { get; }

    /// <summary>Runs the server; it ends when its standard input does.</summary>
    public static async Task ServeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        app.Run(static async context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = Payloads.Ticket.Bytes.Length;
            await context.Response.Body.WriteAsync(Payloads.Ticket.Bytes);
        });
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        while (await Console.In.ReadLineAsync() is not null)
        {
            // The end of the input is the signal; its content does not matter.
        }

        await app.StopAsync();
    }

    public void Dispose() => _server.StandardInput.Close();
}
