using Spectre.Console;

namespace Quickstart.Display;

/// <summary>Rows under headings; each column is as wide as its texts.</summary>
internal static class Columns
{
    private const int Gap = 2;
    private const int Narrowest = 24;

    /// <summary>
    /// Gives the last column the width that the others leave. If that is too narrow, the last two columns move
    /// to a line of their own below each row, indented to the second column.
    /// </summary>
    public static IEnumerable<Paragraph> Lay(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<Cell>> rows, int width)
    {
        rows = [.. rows.Select(row => row.Select(cell => cell with { Text = Shape.OneLine(cell.Text) }).ToArray())];
        int[] widths = [
            .. headings.Select((heading, column) =>
                rows.Select(row => row[column].Text.GetCellWidth()).Append(heading.GetCellWidth()).Max()),
        ];
        bool folds = widths.SkipLast(1).Sum(cells => cells + Gap) + Math.Min(widths[^1], Narrowest) > width;
        int inLine = folds ? headings.Count - 2 : headings.Count;

        yield return Row([.. headings.Take(inLine).Select(heading => new Cell(heading, Tone.Strong))], widths, width);
        foreach (IReadOnlyList<Cell> row in rows)
        {
            yield return Row([.. row.Take(inLine)], widths, width);
            if (folds)
            {
                int indent = widths[0] + Gap;
                string below = string.Join(" · ", row.Skip(inLine).Select(cell => cell.Text).Where(text => text.Length > 0));
                yield return new Paragraph(new string(' ', indent) + Shape.Shorten(below, width - indent), Tone.Quiet.Style());
            }
        }
    }

    private static Paragraph Row(IReadOnlyList<Cell> cells, int[] widths, int width)
    {
        var line = new Paragraph { Overflow = Overflow.Crop };
        int used = 0;
        for (int column = 0; column < cells.Count && used < width; column++)
        {
            string text = Shape.Shorten(cells[column].Text, width - used);
            int padding = column == cells.Count - 1 ? 0 : Math.Min(widths[column] + Gap, width - used) - text.GetCellWidth();
            _ = line.Append(text, cells[column].Tone.Style()).Append(new string(' ', padding));
            used += text.GetCellWidth() + padding;
        }

        return line;
    }
}
