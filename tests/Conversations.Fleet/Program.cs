using System.Globalization;
using Conversations.Fleet;
using Conversations.Tests;

// Three processes share one budget over Redis, and one of them is killed:
//   [--scale 1] [--seconds 300] [--margin-ms 500] [--limiter reservation|redisratelimiting]
// A scale of 0.1 makes a minute 6 seconds, for the service and for the budget.
if (args is ["worker", ..])
{
    return await Worker.RunAsync(args);
}

if (RedisServer.Path is null)
{
    Console.WriteLine("There is no redis-server on this machine. Install Debian's package redis-server, or put one on PATH.");
    return 2;
}

var settings = new FleetSettings(
    double.Parse(args.ValueOf("--scale") ?? "1", CultureInfo.InvariantCulture),
    TimeSpan.FromSeconds(double.Parse(args.ValueOf("--seconds") ?? "300", CultureInfo.InvariantCulture)),
    TimeSpan.FromMilliseconds(double.Parse(args.ValueOf("--margin-ms") ?? "500", CultureInfo.InvariantCulture)),
    args.ValueOf("--limiter") ?? "reservation");
FleetResult result = await FleetRun.RunAsync(settings, Show);
Console.WriteLine();
Console.WriteLine(result.Table());
return result.Broken().Count == 0 ? 0 : 1;

void Show(FleetProgress progress)
{
    string line = string.Create(CultureInfo.InvariantCulture, $"{progress.Elapsed.TotalSeconds:F0} of {settings.Length.TotalSeconds:F0} s: {progress.Arrived} arrived, {progress.Refused} refused, {progress.Alive} processes");
    if (Console.IsOutputRedirected)
    {
        if ((int)progress.Elapsed.TotalSeconds % 10 == 0)
        {
            Console.WriteLine(line);
        }
    }
    else
    {
        Console.Write($"\r{line}   ");
    }
}
