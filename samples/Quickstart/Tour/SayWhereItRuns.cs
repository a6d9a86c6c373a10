using Quickstart.Display;

namespace Quickstart.Tour;

/// <summary>Prints whether the client uses the fake or the service, and which steps are skipped there.</summary>
internal static class SayWhereItRuns
{
    public static void Run(Settings settings, Screen screen)
    {
        screen.Line();
        if (settings.Service is not { } service)
        {
            screen.Line(new Cell("Runs on the embedded fake of the service: in memory, no network, no account.", Tone.Strong));
            screen.Line(new Cell("For the real one, set POSTHOG_HOST, POSTHOG_PROJECT_ID, POSTHOG_PERSONAL_API_KEY (see --help).", Tone.Quiet));
            if (settings.SeedFile is null)
            {
                screen.Line(new Cell("It has no model: Morgenrunde.cs scripts the replies. Its clock starts at 2026-06-03 11:00 UTC.", Tone.Quiet));
            }

            return;
        }

        string place = $"Runs on {service.BaseAddress?.GetLeftPart(UriPartial.Authority)}, project {service.ProjectId}";
        screen.Line(new Cell(settings.MayWrite ? $"{place}, and writes to it." : $"{place}, and only reads.", Tone.Strong));
        if (!settings.MayWrite)
        {
            screen.Line(new Cell("Skipped, because they write: StreamAsync, AskAsync, CreateAsync, UpdateAsync, DeleteAsync. --write does them too.", Tone.Warning));
        }
    }
}
