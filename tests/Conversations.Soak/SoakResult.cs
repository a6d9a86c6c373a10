using System.Globalization;
using System.Text;
using Conversations.Soak.Calls;

namespace Conversations.Soak;

/// <summary>What a run has shown.</summary>
internal sealed class SoakResult
{
    // A leak of one small object per call is 24 bytes per call or more: with its list entry and what it holds, more than this.
    private const double MostBytesPerCall = 24;

    // The slope of few samples is mostly chance: caches that grow by a megabyte once look like a leak in a run of a minute.
    private const int FewestSamples = 20;

    private const long MostGrowth = 4_000_000;

    // Native memory too, which the garbage collector does not see: a leak of half a kilobyte a request is above this in 15 minutes.
    private const long MostWorkingSetGrowth = 64_000_000;

    // In a shorter run chance may leave something out.
    private static readonly TimeSpan LongEnoughForAll = TimeSpan.FromMinutes(1);

    // What else the runtime may open: a pipe or an event for a signal or a timer.
    private const int FilesOfRuntime = 2;

    private static readonly Dictionary<char, string> KindsOfChanges = new()
    {
        ['c'] = "composed tickets",
        ['m'] = "changed notes",
        ['n'] = "notes",
        ['q'] = "queued messages",
        ['r'] = "replies",
        ['t'] = "messages of turns",
        ['v'] = "views (removed again)",
        ['w'] = "changed views (removed again)",
    };

    private static readonly string[] Kinds =
    [
        "tickets: drain", "tickets: get", "tickets: reply", "tickets: note", "tickets: note, change", "tickets: update", "tickets: compose",
        "tickets: watch", "views: create", "views: update", "views: delete", "conversations: list, a page", "turns: events", "turns: text",
        "turns: ask", "turns: left in the middle", "turns: joined again", "turns: forgotten",
    ];

    private readonly SoakSettings _settings;
    private readonly LoadTable _table;
    private readonly Telemetry _telemetry;
    private readonly IReadOnlyList<Sample> _samples;
    private readonly Sample _before;
    private readonly Sample _after;
    private readonly Comparison _comparison;
    private readonly List<string> _broken = [];
    private readonly List<string> _verdicts = [];
    private bool _isJudged;

    public SoakResult(
        SoakSettings settings,
        LoadTable table,
        Telemetry telemetry,
        IReadOnlyList<Sample> samples,
        Sample before,
        Sample after,
        Comparison comparison)
    {
        (_settings, _table, _telemetry, _samples) = (settings, table, telemetry, samples);
        (_before, _after, _comparison) = (before, after, comparison);
        Steady = [.. samples.Where(sample => sample.At >= settings.WarmUp)];
    }

    /// <summary>Whether every request that arrived was written down.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>How many of the disposed clients, and of what they own, were not collected.</summary>
    public required int Alive { get; init; }

    public required int Traces { get; init; }

    public required TimeSpan Elapsed { get; init; }

    public required (long Before, long After) FakeMemory { get; init; }

    /// <summary>Where the books are; they stay there if something is broken.</summary>
    public required string Books { get; init; }

    /// <summary>What does not hold.</summary>
    public IReadOnlyList<string> Broken
    {
        get
        {
            if (!_isJudged)
            {
                _isJudged = true;
                Judge();
            }

            return _broken;
        }
    }

    /// <summary>The samples after the warm-up.</summary>
    private List<Sample> Steady { get; }

    public string Table()
    {
        _ = Broken;
        StringBuilder text = new StringBuilder(_table.Table()).AppendLine();
        _ = text.AppendLine("| requests | sent | arrived | not arrived |").AppendLine("|---|---|---|---|");
        foreach ((string operation, Comparison.Row row) in _comparison.Rows)
        {
            _ = text.AppendLine(CultureInfo.InvariantCulture, $"| {operation} | {row.Sent:N0} | {row.Arrived:N0} | {row.NotArrived:N0} |");
        }

        _ = text.AppendLine().AppendLine("| changes | told: made | told: not made | told: unknown | stored at the fake |").AppendLine("|---|---|---|---|---|");
        foreach ((char kind, Comparison.ChangeRow row) in _comparison.Changes)
        {
            _ = text.AppendLine(CultureInfo.InvariantCulture, $"| {KindsOfChanges[kind]} | {row.Done:N0} | {row.Not:N0} | {row.Unknown:N0} | {row.Stored:N0} |");
        }

        _ = text.AppendLine().AppendLine("| the clients' process | before | after the warm-up | most | at the end, load stopped | clients disposed |").AppendLine("|---|---|---|---|---|---|");
        Row("managed memory, MB", static sample => sample.Heap / 1e6, "F2");
        Row("working set, MB", static sample => sample.WorkingSet / 1e6, "F0");
        Row("sockets", static sample => sample.Sockets ?? -1, "F0");
        Row("open files", static sample => sample.Files?.Values.Sum() ?? -1, "F0");
        Row("threads", static sample => sample.Threads, "F0");
        Row("timers", static sample => sample.Timers, "F0");
        Row("open streams", static sample => sample.OpenStreams, "F0");
        Row("open calls and streams, by spans", static sample => sample.OpenSpans, "F0");
        Row("open response bodies", static sample => sample.OpenBodies, "F0");
        Row("waiting work items", static sample => sample.PendingWork, "F0");
        _ = text.AppendLine();
        foreach (string verdict in _verdicts)
        {
            _ = text.AppendLine(verdict);
        }

        return text.ToString();

        void Row(string name, Func<Sample, double> value, string format)
        {
            Sample[] columns = [_before, Steady[0], Steady.MaxBy(value)!, Steady[^1], _after];
            _ = text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", columns.Select(column => value(column).ToString(format, CultureInfo.InvariantCulture)))} |");
        }
    }

    private void Judge()
    {
        JudgeCalls();
        JudgeTotals();
        JudgeMemory();
        JudgeOpen();
        if (_broken.Count > 0)
        {
            _verdicts.Add($"The books are in {Books}.");
        }
    }

    private void JudgeCalls()
    {
        Say(_table.Wrong.Count == 0, $"{_table.Calls:N0} calls in {Elapsed.TotalMinutes:F1} minutes by {_settings.Clients} clients of {SoakSettings.CallersOfClient} callers each, seed {_settings.Seed}: each gave what it had to give, or one of the package's exceptions", _table.Wrong);
        bool isLong = _settings.Length >= LongEnoughForAll;
        Say(!isLong || (_table.Resent > 0 && _telemetry.Reconnects > 0), $"{_telemetry.Retries:N0} retries, {_telemetry.Reconnects:N0} reconnects and {_telemetry.FilledGaps:N0} filled gaps of {_telemetry.Streams:N0} streams, {_comparison.Unauthorized:N0} refused tokens, {_telemetry.BudgetWaits:N0} waits for a budget", []);
        IEnumerable<string> unproven = _table.Unproven(Kinds);
        Say(!isLong || !unproven.Any(), isLong ? "more than half of each kind of call succeeded" : "a run below a minute is not asked whether each kind of call was made", unproven);
    }

    private void JudgeTotals()
    {
        Say(IsWhole, "every request that arrived was written down", []);
        Say(_comparison.Broken.Count == 0, $"{_comparison.Sent:N0} sent − {_comparison.GivenUp:N0} given up before they arrived − {_comparison.LostOnTheWay:N0} lost on a closed connection + {_comparison.RepeatedByPlatform:N0} repeated by the platform = {_comparison.Arrived:N0} arrived; {_comparison.SameStatus:N0} answers have the same status on both sides; each change is stored as often as its caller was told", _comparison.Broken);
        Say(
            _comparison.Sent - _comparison.GivenUp - _comparison.LostOnTheWay + _comparison.RepeatedByPlatform == _comparison.Arrived,
            "the sum of requests comes out even",
            []);
        // A connection is found closed only after a fault had it closed: seldom.
        Say(_comparison.LostOnTheWay <= _comparison.Sent / 50, "few requests were lost on a closed connection", []);
        Say(
            _telemetry.MeasuredCalls == _telemetry.Calls && _telemetry.Sendings == _comparison.Sent
                && _telemetry.Calls - _telemetry.Unsent + _telemetry.Resends == _comparison.Sent,
            $"the clients' telemetry: {_telemetry.MeasuredCalls:N0} calls measured = {_telemetry.Calls:N0} spans; − {_telemetry.Unsent:N0} ended before they were sent + {_telemetry.Resends:N0} sent again = {_comparison.Sent:N0} sent",
            []);
    }

    private void JudgeMemory()
    {
        double perCall = Slope(static sample => sample.Calls), perMinute = Slope(static sample => sample.At.TotalMinutes);
        long growth = Steady[^1].Heap - Steady[0].Heap;
        bool isJudgedBySlope = Steady.Count >= FewestSamples;
        string bound = isJudgedBySlope ? $"which must be below {MostBytesPerCall}" : $"which is not judged by so few samples; the growth must be below {MostGrowth / 1e6} MB";
        Say(
            isJudgedBySlope ? perCall < MostBytesPerCall : growth < MostGrowth,
            string.Create(CultureInfo.InvariantCulture, $"managed memory over {Steady.Count} samples after the warm-up: {growth / 1e6:+0.00;-0.00} MB, by least squares {perMinute / 1e6:+0.000;-0.000} MB a minute, {perCall:+0.0;-0.0} bytes a call, {bound}. The process of the fake: {FakeMemory.Before / 1e6:F0} MB, then {FakeMemory.After / 1e6:F0} MB; it keeps what it was told"),
            []);
        long more = Steady[^1].WorkingSet - Steady[0].WorkingSet;
        Say(more < MostWorkingSetGrowth, string.Create(CultureInfo.InvariantCulture, $"working set after the warm-up: {more / 1e6:+0;-0} MB, must grow by less than {MostWorkingSetGrowth / 1e6:F0}"), []);
        Say(Alive == 0, $"{Traces - Alive} of {Traces} disposed clients, handlers, budgets and containers were collected", []);
    }

    private void JudgeOpen()
    {
        Say(_samples.All(static sample => sample.IsQuiet) && _after.IsQuiet, $"no stream, call or response body was open in any of {_samples.Count} samples, nor at the end", []);
        if (_before.Files is null)
        {
            _verdicts.Add("skipped: this system does not tell the open files and sockets of a process");
            return;
        }

        // Each caller has a stream and a call beside it at most; as many again may be connections that are being given up.
        int bound = (_before.Sockets ?? 0) + (_settings.OwnTickets * 4);
        Say(_samples.All(sample => sample.Sockets <= bound), $"never more than {_samples.Max(static sample => sample.Sockets)} sockets, of {bound} that the callers can need", []);
        string more = string.Join(", ", _after.Files!
            .Where(file => file.Value > _before.Files.GetValueOrDefault(file.Key))
            .Select(file => $"{file.Value - _before.Files.GetValueOrDefault(file.Key)} × {file.Key}"));
        Say(
            _after.Sockets <= _before.Sockets && _after.Files!.Values.Sum() <= _before.Files.Values.Sum() + FilesOfRuntime,
            $"sockets {_before.Sockets} before and {_after.Sockets} after, open files {_before.Files.Values.Sum()} and {_after.Files!.Values.Sum()}{(more.Length > 0 ? $"; more: {more}, and {FilesOfRuntime} may be the runtime's" : "")}",
            []);
        Say(_after.Timers <= _before.Timers + 1, $"timers {_before.Timers} before and {_after.Timers} after", []);
    }

    /// <summary>The slope of the managed memory by least squares.</summary>
    private double Slope(Func<Sample, double> by)
    {
        double x = Steady.Average(by), y = Steady.Average(static sample => (double)sample.Heap);
        double over = Steady.Sum(sample => (by(sample) - x) * (sample.Heap - y));
        double under = Steady.Sum(sample => Math.Pow(by(sample) - x, 2));
        return under == 0 ? 0 : over / under;
    }

    private void Say(bool isSo, string what, IEnumerable<string> otherwise)
    {
        _verdicts.Add($"{(isSo ? "ok" : "BROKEN")}: {what}");
        if (!isSo)
        {
            _broken.Add(what);
            _verdicts.AddRange(otherwise.Select(static one => $"    {one}"));
        }
    }
}
