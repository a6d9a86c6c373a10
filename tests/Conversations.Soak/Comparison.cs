using System.Globalization;

namespace Conversations.Soak;

/// <summary>Compares what the clients were told with what arrived at the fake and what it has stored.</summary>
internal sealed class Comparison
{
    private const int MostShown = 20;

    private readonly Dictionary<long, (string Operation, string Result)> _sent = [];
    private readonly Dictionary<long, List<(string Method, string Status)>> _arrived = [];
    private readonly Dictionary<string, (int Least, int Most)> _expected = [];
    private readonly Dictionary<string, int> _stored = [];
    private readonly Dictionary<string, HashSet<string>> _expectedTags = [];
    private readonly Dictionary<string, string> _tags = [];
    private readonly List<string> _broken = [];
    private int _brokenCount;

    private Comparison()
    {
    }

    /// <summary>The requests by operation.</summary>
    public SortedDictionary<string, Row> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>The changes by the first letter of their marks.</summary>
    public SortedDictionary<char, ChangeRow> Changes { get; } = [];

    /// <summary>How many requests were handed to the transport.</summary>
    public long Sent => _sent.Count;

    public long Arrived { get; private set; }

    /// <summary>How many answers were compared by their status.</summary>
    public long SameStatus { get; private set; }

    /// <summary>Requests that did not arrive because their callers, or the time limit, gave them up.</summary>
    public long GivenUp { get; private set; }

    /// <summary>Requests that did not arrive because the connection that they were written on had been closed.</summary>
    public long LostOnTheWay { get; private set; }

    /// <summary>
    /// Requests that arrived once more than they were sent: the platform's socket handler repeats a request without a body by itself on
    /// a connection that turns out to be closed.
    /// </summary>
    public long RepeatedByPlatform { get; private set; }

    /// <summary>The requests that were refused for their credential.</summary>
    public long Unauthorized { get; private set; }

    /// <summary>What is not equal.</summary>
    public IReadOnlyList<string> Broken => _brokenCount <= MostShown ? _broken : [.. _broken, $"and {_brokenCount - MostShown} more"];

    public static Comparison Read(string book, string arrivals, string texts)
    {
        var comparison = new Comparison();
        foreach (string line in File.ReadLines(book))
        {
            comparison.Note(line.Split(' '));
        }

        foreach (string[] parts in File.ReadLines(arrivals).Select(static line => line.Split(' ')))
        {
            comparison.Arrive(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], parts[2]);
        }

        foreach (string[] parts in File.ReadLines(texts).Select(static line => line.Split(' ')))
        {
            if (parts[0] == "mark")
            {
                comparison._stored[parts[1]] = comparison._stored.GetValueOrDefault(parts[1]) + 1;
            }
            else
            {
                comparison._tags[parts[1]] = parts[2];
            }
        }

        comparison.CompareRequests();
        comparison.CompareChanges();
        comparison.CompareTags();
        return comparison;
    }

    private void Note(string[] parts)
    {
        switch (parts[0])
        {
            case "sent":
                _sent.Add(long.Parse(parts[1], CultureInfo.InvariantCulture), (parts[2], parts[3]));
                break;
            case "made":
                Change how = Enum.Parse<Change>(parts[2]);
                _expected.Add(parts[1], how switch { Change.Done => (1, 1), Change.Not => (0, 0), _ => (0, 1) });
                ChangeRow row = Changes.TryGetValue(parts[1][0], out ChangeRow? known) ? known : Changes[parts[1][0]] = new();
                _ = how switch { Change.Done => row.Done++, Change.Not => row.Not++, _ => row.Unknown++ };
                break;
            case "gone":
                (int least, int most) = _expected[parts[1]];
                _expected[parts[1]] = Enum.Parse<Change>(parts[2]) switch
                {
                    Change.Done => (0, 0),
                    Change.Unknown => (0, most),
                    _ => (least, most),
                };
                break;
            default:
                NoteTag(parts[1], parts[2], Enum.Parse<Change>(parts[3]));
                break;
        }
    }

    private void NoteTag(string ticket, string tag, Change how)
    {
        HashSet<string> possible = _expectedTags.TryGetValue(ticket, out HashSet<string>? known) ? known : _expectedTags[ticket] = [""];
        if (how == Change.Done)
        {
            possible.Clear();
        }

        if (how != Change.Not)
        {
            _ = possible.Add(tag);
        }
    }

    private void Arrive(long number, string method, string status)
    {
        Arrived++;
        if (!_arrived.TryGetValue(number, out List<(string Method, string Status)>? known))
        {
            known = _arrived[number] = [];
        }

        known.Add((method, status));
    }

    private void CompareRequests()
    {
        foreach ((long number, (string operation, string result)) in _sent)
        {
            Row row = Rows.TryGetValue(operation, out Row? known) ? known : Rows[operation] = new();
            row.Sent++;
            bool isAnswered = char.IsAsciiDigit(result[0]);
            Unauthorized += result == "401" ? 1 : 0;
            if (!_arrived.TryGetValue(number, out List<(string Method, string Status)>? arrived))
            {
                row.NotArrived++;
                GivenUp += result == "given-up" ? 1 : 0;
                LostOnTheWay += result is not "given-up" && !isAnswered ? 1 : 0;
                Must(!isAnswered, $"Request {number}, {operation}, was answered with {result}, and has not arrived.");
                continue;
            }

            row.Arrived += arrived.Count;
            RepeatedByPlatform += arrived.Count - 1;
            Must(arrived.Count == 1 || arrived[0].Method == "GET", $"Request {number}, {operation}, arrived {arrived.Count} times.");
            if (isAnswered)
            {
                SameStatus++;
                Must(arrived.Exists(one => one.Status == result), $"Request {number}, {operation}, was answered with {arrived[^1].Status}, and {result} was received.");
            }
        }

        foreach (long number in _arrived.Keys.Where(number => !_sent.ContainsKey(number)))
        {
            Must(isSo: false, $"Request {number} arrived, and nobody sent it.");
        }
    }

    private void CompareChanges()
    {
        foreach ((string mark, (int least, int most)) in _expected)
        {
            int stored = _stored.GetValueOrDefault(mark);
            Changes[mark[0]].Stored += stored;
            Must(stored >= least && stored <= most, $"{mark} is stored {stored} times, and must be from {least} to {most} times.");
        }

        foreach (string mark in _stored.Keys.Where(mark => !_expected.ContainsKey(mark)))
        {
            Must(isSo: false, $"{mark} is stored, and nobody made it.");
        }
    }

    private void CompareTags()
    {
        foreach ((string ticket, HashSet<string> possible) in _expectedTags)
        {
            Must(possible.Contains(_tags[ticket]), $"Ticket {ticket} has the tag '{_tags[ticket]}', and must have one of {string.Join(", ", possible)}.");
        }
    }

    private void Must(bool isSo, string otherwise)
    {
        if (!isSo && ++_brokenCount <= MostShown)
        {
            _broken.Add(otherwise);
        }
    }

    /// <summary>The requests of an operation, on both sides.</summary>
    public sealed class Row
    {
        public long Sent { get; set; }

        public long Arrived { get; set; }

        public long NotArrived { get; set; }
    }

    /// <summary>The changes of a kind: what their callers were told, and how many are stored.</summary>
    public sealed class ChangeRow
    {
        public long Done { get; set; }

        public long Not { get; set; }

        public long Unknown { get; set; }

        public long Stored { get; set; }
    }
}
