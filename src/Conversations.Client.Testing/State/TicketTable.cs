using System.Globalization;

namespace Conversations.Client.Testing.State;

/// <summary>Owns the tickets of all projects and their numbering.</summary>
internal sealed class TicketTable
{
    private readonly List<TicketRow> _rows = [];

    public IReadOnlyList<TicketRow> All => _rows;

    public void Clear() => _rows.Clear();

    public int NextNumber(int project) =>
        _rows.Where(row => row.Project == project).Select(row => row.Number).DefaultIfEmpty().Max() + 1;

    public TicketRow? Find(int project, int number) =>
        _rows.Find(row => row.Project == project && row.Number == number);

    /// <summary>By UUID or by number (6).</summary>
    public TicketRow? Find(int project, string idOrNumber)
    {
        if (Guid.TryParse(idOrNumber, out Guid id))
        {
            return _rows.Find(row => row.Project == project && row.Id == id);
        }

        return int.TryParse(idOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Find(project, number) : null;
    }

    public void Put(TicketRow row)
    {
        _ = _rows.RemoveAll(other => other.Project == row.Project && other.Number == row.Number);
        _rows.Add(row);
    }
}
