using System.Globalization;
using System.Text;
using Conversations.Client;
using Conversations.Client.Testing;
using Microsoft.Extensions.Options;
using Quickstart;
using Quickstart.Display;
using Quickstart.Tour;

// The output is English with umlauts, whatever the machine's culture is.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    // Lets the tour end by itself and leave the terminal as it was.
    press.Cancel = true;
    stop.Cancel();
};

try
{
    var settings = Settings.Read(args, Environment.GetEnvironmentVariable);
    if (settings.ShowsHelp)
    {
        Console.Write(Settings.Help);
        return 0;
    }

    await TourAsync(settings, Screen.Open(), stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return End("stopped.", exitCode: 130);
}
catch (UsageException mistake)
{
    return End(mistake.Message, exitCode: 2);
}
catch (OptionsValidationException mistakes)
{
    return End(string.Join(' ', mistakes.Failures), exitCode: 2);
}
catch (ConversationsException refusal)
{
    return End(refusal.Message, exitCode: 1);
}

static async Task TourAsync(Settings settings, Screen screen, CancellationToken ct)
{
    long started = TimeProvider.System.GetTimestamp();

    // The client does not tell the fake and the service apart: everything below is the same on both.
    await using FakeConversationsServer? fake = settings.Service is null ? Morgenrunde.Open(settings.SeedFile, screen.IsTerminal) : null;
    using ConversationsClient? real = settings.Service is null ? null : new ConversationsClient(settings.Service);
    IConversationsClient client = real ?? fake!.CreateClient();
    TimeProvider clock = fake?.TimeProvider ?? TimeProvider.System;

    SayWhereItRuns.Run(settings, screen);
    if (settings.MayWrite)
    {
        var id = Guid.CreateVersion7();
        await StreamAReply.RunAsync(client, id, screen, ct);
        await AskAndWait.RunAsync(client, id, screen, ct);
    }

    await ListConversations.RunAsync(client, screen, ct);
    await ListTicketsAtRisk.RunAsync(client, clock, screen, ct);
    if (settings.MayWrite)
    {
        await ChangeATicket.RunAsync(client, clock, screen, ct);
        await SaveAView.RunAsync(client, screen, ct);
    }
    else
    {
        await SaveAView.LookAsync(client, screen, ct);
    }

    if (fake is not null)
    {
        await MeetARefusal.RunAsync(fake.CreateClient(FakeCaller.ApiKey("ticket:read")), screen, ct);
    }
    else
    {
        await MeetARefusal.LookAsync(client, screen, ct);
    }

    screen.Line();
    screen.Line($"Done in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s. Read on in README.md: \"In your program\" to call it, \"In your tests\" for the fake.");
}

static int End(string why, int exitCode)
{
    Console.Error.WriteLine($"quickstart: {Shape.OneLine(why)}");
    return exitCode;
}
