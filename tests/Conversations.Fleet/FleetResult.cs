using System.Globalization;
using System.Text;
using Conversations.Client;
using Conversations.Client.Testing;

namespace Conversations.Fleet;

/// <summary>What arrived in one run.</summary>
internal sealed class FleetResult
{
    private readonly FleetSettings _settings;
    private readonly long _asked;
    private readonly long _polled;
    private readonly TimeSpan[] _ways;

    public FleetResult(
        FleetSettings settings,
        IReadOnlyList<RecordedRequest> requests,
        DateTimeOffset killed,
        DateTimeOffset ended,
        long asked,
        long polled)
    {
        (_settings, _asked, _polled) = (settings, asked, polled);
        _ways = [.. requests.Select(GrantStamp.WayOf).OfType<TimeSpan>().Order()];
        Classes = [.. Enum.GetValues<LimitClass>().Select(limitClass => new ClassArrivals(
            limitClass,
            settings.WindowsOf(limitClass),
            settings.Margin,
            [.. requests.Where(request => ClassOf(request) == limitClass).OrderBy(static request => request.At)],
            killed,
            ended))];
    }

    public IReadOnlyList<ClassArrivals> Classes { get; }

    /// <summary>What does not hold of that which a budget promises.</summary>
    public IReadOnlyList<string> Broken() => [.. Classes.SelectMany(static arrivals => arrivals.Broken())];

    public string Table()
    {
        StringBuilder text = new StringBuilder()
            .AppendLine("| class | sent | most in a window | used | shares before the kill | and after it | 429 |")
            .AppendLine("|---|---|---|---|---|---|---|");
        foreach (ClassArrivals row in Classes)
        {
            _ = text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Class} | {row.Sent} | {string.Join(", ", row.Fullest().Select(static window => $"{window.Most} of {window.Limit}"))} | {row.Used() * 100:F1} % | {string.Join(" : ", row.SharesBefore)} | {string.Join(" : ", row.SharesAfter)} | {row.Refused} |");
        }

        _ = text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{_settings.Limiter}, scale {_settings.Scale}, margin {_settings.Margin.TotalMilliseconds} ms, {_settings.Length.TotalSeconds:F0} s. The two that lived sent {_asked} commands to Redis, and were refused {_polled} times.");
        _ = text.AppendLine(CultureInfo.InvariantCulture, $"From the permit to the fake: {Way(0)} at least, {Way(0.5)} in the middle, {Way(0.99)} for 99 of 100, {Way(1)} at most. Two calls arrive closer together than they left by no more than the last less the first.");
        foreach (string broken in Broken())
        {
            _ = text.AppendLine(broken);
        }

        return text.ToString();
    }

    private string Way(double share) => _ways.Length == 0
        ? "unknown"
        : string.Create(CultureInfo.InvariantCulture, $"{_ways[(int)(share * (_ways.Length - 1))].TotalMilliseconds:F1} ms");

    private static LimitClass ClassOf(RecordedRequest request) => request.Operation switch
    {
        Operation.TicketsReply => LimitClass.Mail,
        Operation.ConversationsCreate => request.Body!.Contains("\"research\"", StringComparison.Ordinal) ? LimitClass.Research : LimitClass.Turns,
        _ => LimitClass.Calls,
    };
}
