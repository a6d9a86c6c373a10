using System.Globalization;
using System.Text;

namespace Conversations.Soak.Calls;

/// <summary>Counts the calls of the load by their kind, and keeps what was wrong.</summary>
internal sealed class LoadTable
{
    private const int MostKept = 40;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _running = [];
    private readonly List<string> _wrong = [];

    public long Calls { get; private set; }

    public long Failed { get; private set; }

    public long Resent { get; private set; }

    /// <summary>What a call gave that it must not give.</summary>
    public IReadOnlyList<string> Wrong
    {
        get
        {
            lock (_gate)
            {
                return [.. _wrong];
            }
        }
    }

    public void Begin(string kind)
    {
        lock (_gate)
        {
            _running[kind] = _running.GetValueOrDefault(kind) + 1;
        }
    }

    /// <summary>A call has ended.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="failure">Why it failed; null if it did not.</param>
    /// <param name="sent">What it sent.</param>
    public void End(string kind, string? failure, SendingHandler.CallCount sent)
    {
        lock (_gate)
        {
            _running[kind]--;
            Row row = _rows.TryGetValue(kind, out Row? known) ? known : _rows[kind] = new();
            row.Calls++;
            row.Sent += sent.Sent;
            row.Again += sent.Again;
            Calls++;
            Resent += sent.Again;
            if (failure is not null)
            {
                Failed++;
                row.Failures[failure] = row.Failures.GetValueOrDefault(failure) + 1;
            }
        }
    }

    public void AddWrong(string what)
    {
        lock (_gate)
        {
            if (_wrong.Count < MostKept)
            {
                _wrong.Add(what);
            }
        }
    }

    /// <summary>What runs now.</summary>
    public string Running()
    {
        lock (_gate)
        {
            return string.Join(", ", _running.Where(static pair => pair.Value > 0).Select(static pair => $"{pair.Value} × {pair.Key}"));
        }
    }

    /// <summary>The kinds of calls that nothing was tried of, or of which none or hardly any succeeded.</summary>
    public IEnumerable<string> Unproven(IEnumerable<string> kinds)
    {
        lock (_gate)
        {
            return [.. kinds.Where(kind => !_rows.TryGetValue(kind, out Row? row) || row.Succeeded * 2 < row.Calls)];
        }
    }

    public string Table()
    {
        lock (_gate)
        {
            StringBuilder text = new StringBuilder()
                .AppendLine("| what | calls | succeeded | requests | sent again | failed, by kind |")
                .AppendLine("|---|---|---|---|---|---|");
            foreach ((string kind, Row row) in _rows)
            {
                _ = text.AppendLine(CultureInfo.InvariantCulture, $"| {kind} | {row.Calls:N0} | {row.Succeeded:N0} | {row.Sent:N0} | {row.Again:N0} | {string.Join(", ", row.Failures.OrderByDescending(static pair => pair.Value).Select(static pair => $"{pair.Key} {pair.Value:N0}"))} |");
            }

            return text.ToString();
        }
    }

    private sealed class Row
    {
        public long Calls { get; set; }

        public long Sent { get; set; }

        public long Again { get; set; }

        public SortedDictionary<string, long> Failures { get; } = new(StringComparer.Ordinal);

        public long Succeeded => Calls - Failures.Values.Sum();
    }
}
