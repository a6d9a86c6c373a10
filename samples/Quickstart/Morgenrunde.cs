using Conversations.Client;
using Conversations.Client.Testing;

namespace Quickstart;

/// <summary>
/// The fake service, filled with the support desk of Morgenrunde: a company that plans the morning tours of bakeries.
/// It is the day before a holiday, and the calendar has put the holiday in the wrong places.
/// </summary>
internal static class Morgenrunde
{
    public const string Question = "Which tickets are about to miss their SLA, and what do they have in common?";
    public const string FollowUp = "Draft one answer that I can send to all six.";

    private const string Count = """
        {"query":"SELECT tag, count() FROM tickets WHERE sla = 'at-risk' GROUP BY tag ORDER BY 2 DESC"}
        """;

    /// <summary>Opens the fake.</summary>
    /// <param name="seedFile">The seed file to use instead; its turns are then not scripted here.</param>
    /// <param name="isWatched">Whether the replies are written slowly enough for a person to watch.</param>
    /// <exception cref="UsageException">The seed file is unreadable or invalid.</exception>
    public static FakeConversationsServer Open(string? seedFile, bool isWatched)
    {
        var fake = new FakeConversationsServer(new FakeConversationsOptions { TimeProvider = new StoryClock() });
        Load(fake, seedFile ?? Path.Combine(AppContext.BaseDirectory, "seed.json"));
        if (seedFile is null)
        {
            Script(fake.Turns, TimeSpan.FromMilliseconds(isWatched ? 75 : 2));
        }

        return fake;
    }

    private static void Load(FakeConversationsServer fake, string seedFile)
    {
        try
        {
            fake.Load(File.ReadAllText(seedFile));
        }
        catch (FakeSeedException mistake)
        {
            throw new UsageException($"{seedFile}: {mistake.Message}");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"there is no seed file {seedFile}.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the seed file {seedFile} cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>Scripts the next two turns, in the order in which they are requested.</summary>
    private static void Script(FakeTurns turns, TimeSpan beat)
    {
        turns.Next(turn => turn
            .Write("Let me count what is due within the hour.", beat)
            .Tool("execute_sql", Count, result: "holidays 6, bake-list 5, bug 5, crates 2, routes 2, vip 2")
            .Pause(beat * 12)
            .Write(
                """
                14 tickets are due before 12:00 UTC, and nobody has 8 of them.

                Six are one problem: yesterday's calendar update turned regional holidays upside down, so tomorrow's bake lists are empty where people work and full where they don't.

                Start with #188. Svenja Brandt plans her drivers at 13:00 Berlin time, and that is now.
                """,
                beat));

        turns.Next(turn => turn
            .Pause(beat * 12)
            .Say("“Your Thursday is back today at 14:30: our calendar read ‘regional’ the wrong way round. Until then, set 4 June to ‘Bake anyway’ or ‘Closed’ by hand. Sorry. We owe you a roll. 🥐”"));
    }

    /// <summary>
    /// Writes a message that grows word by word: partial messages under a temporary id, each with the text so far, then the finished one.
    /// </summary>
    private static TurnScript Write(this TurnScript turn, string text, TimeSpan beat)
    {
        for (int end = text.IndexOf(' ', StringComparison.Ordinal); end > 0; end = text.IndexOf(' ', end + 1))
        {
            _ = turn.Message(new AssistantMessage { Id = "temp-0", Content = text[..end] }).Pause(beat);
        }

        return turn.Say(text);
    }
}
