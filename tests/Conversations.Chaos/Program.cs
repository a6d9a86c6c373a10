using System.Diagnostics;
using System.Globalization;
using Conversations.Chaos;
using Conversations.Tests;

// Runs scripted turns over a faulty connection: [--turns 10000] [--seed 1]. To repeat a failed turn, pass its seed with --turns 1.
int turns = int.Parse(args.ValueOf("--turns") ?? "10000", CultureInfo.InvariantCulture);
int first = int.Parse(args.ValueOf("--seed") ?? "1", CultureInfo.InvariantCulture);
var clock = Stopwatch.StartNew();
int done = 0, faults = 0, closes = 0, flickers = 0, reconnects = 0, followed = 0, unsettled = 0, unsent = 0, hosts = 0;
List<string> failures = [];
for (int seed = first; seed < first + turns; seed++)
{
    try
    {
        ChaosResult result = await ChaosTurn.RunAsync(seed);
        faults += result.Faults;
        closes += result.Closes;
        flickers += result.Flickers;
        reconnects += result.Reconnects;
        followed += result.IsFollowed ? 1 : 0;
        unsettled += result.IsUnsettled ? 1 : 0;
        unsent += result.IsUnsent ? 1 : 0;
        hosts += result.IsUnderRepeatingHost ? 1 : 0;
    }
    catch (ChaosException exception)
    {
        failures.Add(exception.Message);
    }

    done++;
    Show(isLast: done == turns);
}

foreach (string? failure in failures.Take(20))
{
    Console.WriteLine(failure);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{turns} turns from seed {first}, {hosts} of them under handlers of the host that repeat: {faults} faults, {closes} of them proper closes, {flickers} replays with an old title, {reconnects} reconnects, {followed} followed by a queued turn, {unsettled} given up with an exception, {unsent} not sent, {failures.Count} wrong, {clock.Elapsed.TotalSeconds:F0} s"));
return failures.Count == 0 && unsettled <= turns / 50 ? 0 : 1;

void Show(bool isLast)
{
    const int width = 40;
    if (Console.IsOutputRedirected)
    {
        if (done % Math.Max(1, turns / 10) == 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} of {turns} turns, {failures.Count} wrong"));
        }
    }
    else if (isLast || done % 20 == 0)
    {
        int filled = (int)((long)width * done / turns);
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', filled)}{new string('.', width - filled)}] {done}/{turns}, {faults} faults, {failures.Count} wrong{(isLast ? "\n" : "")}"));
    }
}
