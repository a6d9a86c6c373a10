using System.Diagnostics;
using System.Runtime.CompilerServices;
using Conversations.Soak.Calls;
using Conversations.Soak.Service;

namespace Conversations.Soak;

/// <summary>How far a run is.</summary>
internal sealed record SoakProgress(TimeSpan Elapsed, long Calls, long Failed, long Resent, Sample? Last);

/// <summary>Runs the load, looks at the process from time to time, and compares both sides at the end.</summary>
internal sealed class SoakRun(SoakSettings settings, Action<SoakProgress> show)
{
    // A call has at most some tries of 8 seconds, and a stream some connections.
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("soak").FullName;
    private readonly LoadTable _table = new();
    private readonly Gate _gate = new();
    private readonly Stopwatch _clock = new();
    private readonly List<Sample> _samples = [];

    public async Task<SoakResult> RunAsync()
    {
        string book = Path.Combine(_folder, "book"), arrivals = Path.Combine(_folder, "arrivals"), texts = Path.Combine(_folder, "texts");
        using FakeProcess fake = await FakeProcess.StartAsync(settings.Seed, arrivals);
        using var telemetry = new Telemetry();
        Sample before = await BeforeAsync(fake, telemetry);
        long fakeBefore = await MemoryOfAsync(fake);
        List<WeakReference> traces;
        using (var entries = new Book(book))
        {
            _ = await fake.AskAsync("faults");
            traces = await LoadAsync(fake, telemetry, entries);
        }

        // The clients are disposed; what is still reachable, or open, has leaked.
        Sample after = await Sample.TakeAsync(telemetry, sample =>
            sample.IsQuiet && sample.Sockets <= before.Sockets && traces.TrueForAll(static trace => !trace.IsAlive));
        int alive = traces.Count(static trace => trace.IsAlive);
        long fakeAfter = await MemoryOfAsync(fake);
        // What the fake does for callers that have gone takes it a moment: the longest delay is 0.3 seconds, the longest turn two.
        await Task.Delay(TimeSpan.FromSeconds(3));
        string[] totals = (await fake.AskAsync($"end {texts}")).Split(' ');
        var comparison = Comparison.Read(book, arrivals, texts);
        var result = new SoakResult(settings, _table, telemetry, _samples, before, after, comparison)
        {
            IsWhole = totals[0] == totals[1],
            Alive = alive,
            Traces = traces.Count,
            Elapsed = _clock.Elapsed,
            FakeMemory = (fakeBefore, fakeAfter),
            Books = _folder,
        };
        if (result.Broken.Count == 0)
        {
            Directory.Delete(_folder, recursive: true);
        }

        return result;
    }

    /// <summary>
    /// What the process holds before the load. What the runtime opens once, such as the polling of its socket engine, is opened first.
    /// </summary>
    private static async Task<Sample> BeforeAsync(FakeProcess fake, Telemetry telemetry)
    {
        using (var http = new HttpClient())
        {
            using HttpResponseMessage response = await http.GetAsync(fake.Address);
        }

        return await Sample.TakeAsync(telemetry, static _ => true);
    }

    private static async Task<long> MemoryOfAsync(FakeProcess fake) =>
        long.Parse(await fake.AskAsync("memory"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Runs the load, ends it and disposes the clients.</summary>
    /// <returns>What must be collected now. Nothing of this method holds it any more.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<List<WeakReference>> LoadAsync(FakeProcess fake, Telemetry telemetry, Book book)
    {
        List<SoakClient> clients =
            [.. Enumerable.Range(0, settings.Clients).Select(number => new SoakClient(number, fake, book, settings.Seed))];
        using var stop = new CancellationTokenSource();
        _clock.Start();
        int ticket = 0;
        var callers = clients
            .SelectMany(static client => Enumerable.Repeat(client, SoakSettings.CallersOfClient))
            .Select(client => new Caller(client, fake, book, _table, _gate, ++ticket, (settings.Seed * 1000) + ticket).RunAsync(stop.Token))
            .ToList();
        await WatchAsync(telemetry, Task.WhenAll(callers));
        await stop.CancelAsync();
        _gate.Open();
        await Task.WhenAll(callers);
        _clock.Stop();
        List<WeakReference> traces = [.. clients.SelectMany(static client => client.Traces)];
        foreach (SoakClient client in clients)
        {
            client.Dispose();
        }

        return traces;
    }

    /// <summary>Lets the load run, and stops it for each sample. The last is taken at the end, and the load stands still then.</summary>
    private async Task WatchAsync(Telemetry telemetry, Task callers)
    {
        TimeSpan next = settings.SampleEvery;
        while (true)
        {
            Task first = await Task.WhenAny(callers, Task.Delay(TimeSpan.FromSeconds(1)));
            if (first == callers)
            {
                // A caller ends before its time only with an exception.
                await callers;
            }

            bool isOver = _clock.Elapsed >= settings.Length;
            if (_clock.Elapsed >= next || isOver)
            {
                try
                {
                    await _gate.CloseAsync(LongestCall);
                }
                catch (TimeoutException)
                {
                    _table.AddWrong($"Calls hang for {LongestCall}: {_table.Running()}");
                    throw;
                }

                Sample sample = await Sample.TakeAsync(telemetry, static sample => sample.IsQuiet);
                _samples.Add(sample with { At = _clock.Elapsed, Calls = _table.Calls });
                if (isOver)
                {
                    return;
                }

                _gate.Open();
                next = _clock.Elapsed + settings.SampleEvery;
            }

            show(new(_clock.Elapsed, _table.Calls, _table.Failed, _table.Resent, _samples.LastOrDefault()));
        }
    }
}
