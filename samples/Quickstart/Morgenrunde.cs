using Conversations.Client;
using Conversations.Client.Testing;

namespace Quickstart;

/// <summary>
/// The fake service, filled with the support desk of Morgenrunde: a company that plans the morning
/// tours of bakeries, on the day before a holiday that its calendar has put into the wrong places.
/// </summary>
internal static class Morgenrunde
{
    public const string Question = "Which tickets are about to miss their SLA, and what do they have in common?";
    public const string FollowUp = "Draft one answer that I can send to all six.";

    private const string Count = """
        {"query":"SELECT arrayJoin(tags) AS tag, count() FROM tickets WHERE sla_due_at BETWEEN now() AND now() + INTERVAL 1 HOUR GROUP BY tag ORDER BY 2 DESC LIMIT 3"}
        """;

    /// <summary>Opens the fake.</summary>
    /// <param name="seedFile">What is in it.</param>
    /// <param name="isWatched">Whether the scripted replies are written at a pace for eyes.</param>
    /// <exception cref="UsageException">The seed file cannot be read, or has a mistake.</exception>
    public static FakeConversationsServer Open(string seedFile, bool isWatched)
    {
        var beat = TimeSpan.FromMilliseconds(isWatched ? 60 : 2);
        var fake = new FakeConversationsServer(new FakeConversationsOptions { TimeProvider = new StoryClock() });
        try
        {
            fake.Load(File.ReadAllText(seedFile));
        }
        catch (FakeSeedException mistake)
        {
            throw new UsageException($"{seedFile}: {mistake.Message}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(unreadable.Message);
        }

        // Without a script a turn answers by itself; with one, it says what a test wants to see handled.
        fake.Turns.Next(turn => turn
            .Write("Let me count what is due within the hour.", beat)
            .Tool("execute_sql", Count, result: "holidays | 6\nbake-list | 5\nbug | 5")
            .Pause(beat * 12)
            .Write(
                """
                14 tickets are due before 12:00 UTC, and nobody has 8 of them.

                Six are one problem: yesterday's calendar update turned regional holidays upside down, so tomorrow's bake lists are empty where people work and full where they don't.

                Start with #188. Svenja Brandt plans her drivers at 13:00 Berlin time, and that is now.
                """,
                beat));

        fake.Turns.Next(turn => turn
            .Pause(beat * 12)
            .Say("“Your Thursday is back today at 14:30: our calendar read ‘regional’ the wrong way round. Until then, set 4 June to ‘Bake anyway’ or ‘Closed’ by hand. Sorry. We owe you a roll. 🥐”"));
        return fake;
    }

    /// <summary>A message that grows word by word: partial ones under a temporary id, each with the text so far, then the finished one.</summary>
    private static TurnScript Write(this TurnScript turn, string text, TimeSpan beat)
    {
        for (int end = text.IndexOf(' ', StringComparison.Ordinal); end > 0; end = text.IndexOf(' ', end + 1))
        {
            _ = turn.Message(new AssistantMessage { Id = "temp-0", Content = text[..end] }).Pause(beat);
        }

        return turn.Say(text);
    }
}
