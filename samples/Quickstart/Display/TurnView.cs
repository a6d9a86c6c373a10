namespace Quickstart.Display;

/// <summary>What a turn has shown so far: the finished entries, and the text that is still being written.</summary>
internal sealed class TurnView(Action<TurnView> changed, Action<(Cell Name, Cell Value)> added)
{
    private readonly List<(Cell Name, Cell Value)> _entries = [];
    private (Cell Name, Cell Value)? _growing;

    public IReadOnlyList<(Cell Name, Cell Value)> Entries => _growing is { } growing ? [.. _entries, growing] : _entries;

    /// <summary>Adds an entry, or finishes the growing one.</summary>
    public void Add(Cell name, Cell value)
    {
        _growing = null;
        _entries.Add((name, value));
        added((name, value));
        changed(this);
    }

    /// <summary>Replaces the growing entry with the longer text.</summary>
    public void Grow(Cell name, string textSoFar)
    {
        _growing = (name, textSoFar + "▌");
        changed(this);
    }
}
