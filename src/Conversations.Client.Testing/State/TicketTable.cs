using System.Globalization;

namespace Conversations.Client.Testing.State;

/// <summary>Owns the tickets of all projects and their numbers.</summary>
internal sealed class TicketTable
{
    private readonly List<TicketRow> _rows = [];
    private readonly Dictionary<int, int> _keptNumbers = [];

    public IReadOnlyList<TicketRow> All => _rows;

    public void Clear()
    {
        _rows.Clear();
        _keptNumbers.Clear();
    }

    /// <summary>
    /// One more than the highest number. The newest service only hides deleted tickets, so they count too (docs/service/tickets.md 2.2).
    /// </summary>
    public int NextNumber(int project, bool isCurrent)
    {
        int highest = _rows.Where(row => row.Project == project).Select(row => row.Number).DefaultIfEmpty().Max();
        return 1 + (isCurrent ? Math.Max(highest, _keptNumbers.GetValueOrDefault(project)) : highest);
    }

    public TicketRow? Find(int project, Guid id) => _rows.Find(row => row.Project == project && row.Id == id);

    public TicketRow? Find(int project, int number) =>
        _rows.Find(row => row.Project == project && row.Number == number);

    /// <summary>Finds a ticket by UUID or by number (docs/service/tickets.md 6).</summary>
    public TicketRow? Find(int project, string idOrNumber)
    {
        if (Guid.TryParse(idOrNumber, out Guid id))
        {
            return Find(project, id);
        }

        return int.TryParse(idOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Find(project, number) : null;
    }

    public void Put(TicketRow row)
    {
        _ = _rows.RemoveAll(other => other.Project == row.Project && other.Number == row.Number);
        _rows.Add(row);
    }

    public void Remove(TicketRow row, bool keepsNumber)
    {
        _ = _rows.Remove(row);
        if (keepsNumber)
        {
            _keptNumbers[row.Project] = Math.Max(row.Number, _keptNumbers.GetValueOrDefault(row.Project));
        }
    }
}
