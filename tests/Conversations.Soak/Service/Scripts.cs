using System.Globalization;
using Conversations.Client.Testing;

namespace Conversations.Soak.Service;

/// <summary>The turns that the fake plays, known to both sides by the conversation and a number.</summary>
internal static class Scripts
{
    private static readonly string[] Words = ["signups", "grew", "by", "42 %", "in \"May\"", "line\nbreak", "Grüße", "世界", "🎉", "and", "then"];

    /// <summary>The last text of the turn.</summary>
    public static string Answer(Guid conversation, int number)
    {
        var chance = new Random(number);
        string words = string.Join(' ', Enumerable.Range(0, chance.Next(2, 30)).Select(_ => Words[chance.Next(Words.Length)]));
        return string.Create(CultureInfo.InvariantCulture, $"{conversation:N}-{number}: {words}");
    }

    /// <summary>Writes the turn.</summary>
    /// <param name="turn">Where to.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="number">What makes it different from others.</param>
    /// <param name="isLong">Whether it lasts long enough for a message to be queued meanwhile.</param>
    public static void Write(TurnScript turn, Guid conversation, int number, bool isLong)
    {
        var chance = new Random(number);
        for (int steps = chance.Next(4); steps > 0; steps--)
        {
            _ = chance.Next(3) switch
            {
                0 => turn.Say("Let me look.", chance.Next(1, 4)),
                1 => turn.Tool("execute_sql", """{"query":"select 1"}""", "1"),
                _ => turn.Event("status", """{"type":"ack"}"""),
            };
            _ = turn.Pause(TimeSpan.FromMilliseconds(chance.Next(5, 150)));
        }

        if (isLong)
        {
            _ = turn.Say("This takes a while.", 1).Pause(TimeSpan.FromMilliseconds(500));
        }

        _ = turn.Say(Answer(conversation, number), chance.Next(1, 8));
        if (chance.Next(3) == 0)
        {
            _ = turn.ChunkEvery(chance.Next(5, 200));
        }
    }
}
