using Spectre.Console;
using Spectre.Console.Rendering;

namespace Quickstart.Display;

/// <summary>
/// The program's output: a terminal with colours and a live display,
/// or plain lines for a pipe, a file or a dumb terminal.
/// </summary>
internal sealed class Screen
{
    private const int PipeWidth = 118;

    private readonly IAnsiConsole _console;
    private readonly StringWriter? _lines;
    private int _steps;

    private Screen(IAnsiConsole console, StringWriter? lines)
    {
        _console = console;
        _lines = lines;
    }

    public bool IsTerminal => _lines is null;

    public static Screen Open()
    {
        IAnsiConsole terminal = AnsiConsole.Console;
        if (terminal.Profile.Capabilities.Ansi && !Console.IsOutputRedirected)
        {
            return new Screen(terminal, lines: null);
        }

        var lines = new StringWriter();
        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(lines),
        });
        plain.Profile.Width = Console.IsOutputRedirected ? PipeWidth : terminal.Profile.Width;
        return new Screen(plain, lines);
    }

    /// <summary>Begins a step: prints its title and the call that it shows.</summary>
    public void Heading(string title, string call)
    {
        _steps++;
        Line();
        if (IsTerminal)
        {
            Print(new Rule($"[bold teal]{_steps}  {Markup.Escape(title)}[/] · {Markup.Escape(call)}") { Justification = Justify.Left, Style = Tone.Quiet.Style() });
        }
        else
        {
            Print(new Text($"{_steps}. {title} ({call})\n"));
        }

        Line();
    }

    public void Line() => Print(new Text("\n"));

    public void Line(Cell text) => Print(Indented(Drawn(text)));

    /// <summary>Prints a name and its value on each line.</summary>
    public void Facts(params IReadOnlyList<(Cell Name, Cell Value)> facts) => Print(Indented(Grid(facts)));

    /// <summary>Prints facts in a frame, if the output has frames.</summary>
    public void Frame(string title, params IReadOnlyList<(Cell Name, Cell Value)> facts)
    {
        if (IsTerminal)
        {
            Print(
                Indented(
                    new Panel(Grid(facts)) { Header = new PanelHeader($" {Markup.Escape(title)} "), Border = BoxBorder.Rounded, BorderStyle = Tone.Alarm.Style() }));
        }
        else
        {
            Line(title);
            Facts(facts);
        }
    }

    /// <summary>Prints rows under headings.</summary>
    public void Table(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<Cell>> rows)
    {
        if (rows.Count == 0)
        {
            Line(new Cell("none", Tone.Quiet));
            return;
        }

        foreach (Paragraph line in Columns.Lay(headings, rows, _console.Profile.Width - 2))
        {
            Print(Indented(line));
        }
    }

    /// <summary>Shows a turn while <paramref name="read"/> reads it: live in a terminal, otherwise one finished entry at a time.</summary>
    public async Task FollowAsync(Func<TurnView, Task> read)
    {
        if (!IsTerminal)
        {
            await read(new TurnView(changed: _ => { }, added: entry => Facts(entry)));
            return;
        }

        // A live display cannot be higher than the terminal. It shows the newest lines, and the complete turn replaces it at the end.
        LiveDisplay live = _console.Live(Text.Empty).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Top);
        IReadOnlyList<(Cell, Cell)> shown = [];
        try
        {
            await live.StartAsync(display => read(new TurnView(
                changed: turn =>
                {
                    shown = turn.Entries;
                    display.UpdateTarget(Indented(Grid(shown)));
                },
                added: _ => { })));
        }
        finally
        {
            Facts(shown);
        }
    }

    private static Grid Grid(IReadOnlyList<(Cell Name, Cell Value)> facts)
    {
        // Wide enough for the names of a turn, because plain output prints its entries one by one and cannot redraw them.
        int nameWidth = facts.Select(fact => fact.Name.Text.GetCellWidth()).Append("tool".Length).Max();
        Grid grid = new Grid()
            .AddColumn(new GridColumn().NoWrap().Width(nameWidth).Padding(0, 0, 2, 0))
            .AddColumn(new GridColumn().Padding(0, 0, 0, 0));
        foreach ((Cell name, Cell value) in facts)
        {
            _ = grid.AddRow(Drawn(name), Drawn(value));
        }

        return grid;
    }

    private static Text Drawn(Cell cell) => new(Shape.Printable(cell.Text), cell.Tone.Style());

    private static Padder Indented(IRenderable content) => new(content, new Padding(2, 0, 0, 0));

    private void Print(IRenderable content)
    {
        _console.Write(content);
        if (_lines is null)
        {
            return;
        }

        // A layout pads its lines with spaces, which only a terminal needs.
        foreach (string line in _lines.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            Console.Out.WriteLine(line.TrimEnd());
        }

        _ = _lines.GetStringBuilder().Clear();
    }
}
