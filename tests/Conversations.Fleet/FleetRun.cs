using System.Diagnostics;
using System.Globalization;
using Conversations.Client.Testing;

namespace Conversations.Fleet;

/// <summary>How far a run is.</summary>
internal sealed record FleetProgress(TimeSpan Elapsed, int Arrived, int Refused, int Alive);

/// <summary>
/// Runs three processes against the fake on a port, and kills one of them after two fifths of the time. The fake counts what arrives, and
/// refuses as the service does.
/// </summary>
internal static class FleetRun
{
    private const int Workers = 3;

    public static async Task<FleetResult> RunAsync(FleetSettings settings, Action<FleetProgress> show)
    {
        using RedisServer redis = await RedisServer.StartAsync();
        await using var fake = new FakeConversationsServer(new()
        {
            RateLimitScale = settings.Scale,
            MaxRecordedRequests = int.MaxValue,
            MaxRecordedBytes = long.MaxValue,
        });
        fake.Tickets.Add(new());
        await using FakeConversationsHost host = await fake.StartAsync();
        var workers = new List<Process>();
        try
        {
            for (int number = 0; number < Workers; number++)
            {
                workers.Add(Start(number, host.BaseAddress, redis.Address, settings));
            }

            foreach (Process worker in workers)
            {
                if (await worker.StandardOutput.ReadLineAsync() != "ready")
                {
                    throw new InvalidOperationException($"A worker did not start: {await worker.StandardError.ReadToEndAsync()}");
                }
            }

            fake.Options.RateLimits = true;
            DateTimeOffset began = fake.TimeProvider.GetUtcNow();
            await Task.WhenAll(workers.Select(static worker => worker.StandardInput.WriteLineAsync("go")));
            (DateTimeOffset killed, DateTimeOffset ended) = await WatchAsync(fake, workers, settings, show);
            (long asked, long refused) = (0, 0);
            foreach (Process survivor in workers.Skip(1))
            {
                await survivor.StandardInput.WriteLineAsync("stop");
                string line = await survivor.StandardOutput.ReadLineAsync() ?? "0 0";
                long[] totals = [.. line.Split(' ').Select(static number => long.Parse(number, CultureInfo.InvariantCulture))];
                (asked, refused) = (asked + totals[0], refused + totals[1]);
            }

            return new(settings, [.. fake.Requests.Where(request => request.At >= began)], killed, ended, asked, refused);
        }
        finally
        {
            foreach (Process worker in workers)
            {
                if (!worker.HasExited)
                {
                    worker.Kill();
                }

                worker.Dispose();
            }
        }
    }

    private static async Task<(DateTimeOffset Killed, DateTimeOffset Ended)> WatchAsync(
        FakeConversationsServer fake, List<Process> workers, FleetSettings settings, Action<FleetProgress> show)
    {
        var clock = Stopwatch.StartNew();
        DateTimeOffset? killed = null;
        while (clock.Elapsed < settings.Length)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            if (killed is null && clock.Elapsed > settings.Length * 0.4)
            {
                // SIGKILL on Unix.
                workers[0].Kill();
                await workers[0].WaitForExitAsync();
                killed = fake.TimeProvider.GetUtcNow();
            }

            show(new(
                clock.Elapsed,
                fake.Requests.Count,
                fake.Requests.Count(static request => request.Status == 429),
                workers.Count(static worker => !worker.HasExited)));
        }

        return (killed!.Value, fake.TimeProvider.GetUtcNow());
    }

    private static Process Start(int number, Uri service, string redis, FleetSettings settings) => Process.Start(
        new ProcessStartInfo(
            "dotnet",
            [
                typeof(FleetRun).Assembly.Location,
                "worker",
                number.ToString(CultureInfo.InvariantCulture),
                service.ToString(),
                redis,
                settings.Limiter,
                settings.Scale.ToString(CultureInfo.InvariantCulture),
                settings.Margin.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
            ])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
