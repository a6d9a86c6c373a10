using System.Globalization;
using Conversations.Soak;
using Conversations.Soak.Service;
using Conversations.Tests;

// Mixed load with faults from several clients against the fake in a process of its own: [--minutes 15] [--clients 6] [--seed 1].
if (args is ["fake", ..])
{
    return await FakeSide.RunAsync(args);
}

var settings = new SoakSettings(
    TimeSpan.FromMinutes(double.Parse(args.ValueOf("--minutes") ?? "15", CultureInfo.InvariantCulture)),
    int.Parse(args.ValueOf("--clients") ?? "6", CultureInfo.InvariantCulture),
    int.Parse(args.ValueOf("--seed") ?? "1", CultureInfo.InvariantCulture));
TimeSpan shown = TimeSpan.Zero;
SoakResult result = await new SoakRun(settings, Show).RunAsync();
Console.WriteLine();
Console.WriteLine(result.Table());
return result.Broken.Count == 0 ? 0 : 1;

void Show(SoakProgress progress)
{
    string line = string.Create(CultureInfo.InvariantCulture, $"{progress.Elapsed:mm\\:ss} of {settings.Length:mm\\:ss}: {progress.Calls:N0} calls, {progress.Failed:N0} failed, {progress.Resent:N0} sent again");
    if (progress.Last is { } last)
    {
        line += string.Create(CultureInfo.InvariantCulture, $", {last.Heap / 1e6:F1} MB, {last.Sockets} sockets, {last.Threads} threads");
    }

    if (!Console.IsOutputRedirected)
    {
        Console.Write($"\r{line}   ");
    }
    else if (progress.Elapsed - shown >= TimeSpan.FromSeconds(30))
    {
        shown = progress.Elapsed;
        Console.WriteLine(line);
    }
}
