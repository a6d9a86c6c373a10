using System.Text.Json;

namespace Conversations.Client.Testing.State;

internal sealed class ViewRow
{
    public required Guid Id { get; init; }

    public required string ShortId { get; init; }

    public required int Project { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string Name { get; set; }

    /// <summary>The object as it was sent (docs/service/tickets.md 3.1).</summary>
    public JsonElement Filters { get; set; } = EmptyJson.Object;

    public long? CreatedBy { get; init; }

    public HashSet<long> FavoritedBy { get; init; } = [];
}

/// <summary>Owns the saved views of all projects.</summary>
internal sealed class ViewTable
{
    private readonly List<ViewRow> _rows = [];

    public IReadOnlyList<ViewRow> All => _rows;

    public void Clear() => _rows.Clear();

    public ViewRow? Find(int project, string shortId) =>
        _rows.Find(row => row.Project == project && row.ShortId == shortId);

    public void Put(ViewRow row)
    {
        _ = _rows.RemoveAll(other => other.ShortId == row.ShortId);
        _rows.Add(row);
    }

    public void Remove(ViewRow row) => _rows.Remove(row);
}
