using Spectre.Console;

namespace Quickstart.Display;

/// <summary>What a piece of text means. A terminal shows it as a colour; a pipe ignores it.</summary>
internal enum Tone
{
    Plain,
    Quiet,
    Strong,
    Good,
    Warning,
    Alarm,
}

/// <summary>A piece of text with a tone; a plain string has none.</summary>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Cell(string text) => new(text);
}

internal static class Tones
{
    // Only the sixteen standard colours, because they follow the reader's own theme, light or dark.
    public static Style Style(this Tone tone) => tone switch
    {
        Tone.Quiet => new Style(Color.Grey),
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Good => new Style(Color.Green),
        Tone.Warning => new Style(Color.Olive),
        Tone.Alarm => new Style(Color.Red),
        _ => Spectre.Console.Style.Plain,
    };
}
