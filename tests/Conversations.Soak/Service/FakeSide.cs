using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Conversations.Client;
using Conversations.Client.Testing;

namespace Conversations.Soak.Service;

/// <summary>
/// The fake on a port, in a process of its own, so that the memory and the sockets of the other process are the clients' own. It is asked
/// a line and answers a line.
/// </summary>
internal sealed partial class FakeSide(FakeConversationsServer fake, Arrivals arrivals)
{
    /// <summary>How many tickets have the priority that the load lists.</summary>
    public const int ListedTickets = 130;

    public const string SessionId = "soak-session";
    public const string CsrfToken = "soak-csrf";

    public static Guid EmailChannel { get; } = new("01980000-0000-7000-8000-000000000001");

    /// <summary>Runs until nobody asks any more.</summary>
    /// <param name="args"><c>fake</c>, the seed, and the file for what arrived.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        await using var fake = new FakeConversationsServer(new() { MaxRecordedRequests = Arrivals.Kept });
        fake.Directory.Add(new SessionSeed { SessionId = SessionId, CsrfToken = CsrfToken });
        fake.Directory.Add(new EmailChannelSeed { Id = EmailChannel, Address = "help@acme.example" });
        for (int number = 1; number <= ListedTickets; number++)
        {
            fake.Tickets.Add(new()
            {
                TicketNumber = number,
                Priority = TicketPriority.High,
                Messages = [new() { Content = "Hi" }],
            });
        }

        await using FakeConversationsHost host = await fake.StartAsync();
        using var arrivals = new Arrivals(fake, args[2]);
        var side = new FakeSide(fake, arrivals);
        Console.WriteLine(host.BaseAddress);
        int seed = int.Parse(args[1], CultureInfo.InvariantCulture);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            Console.WriteLine(await side.AnswerAsync(line.Split(' '), seed));
        }

        return 0;
    }

    private async Task<string> AnswerAsync(string[] asked, int seed)
    {
        switch (asked[0])
        {
            case "turn":
                var conversation = Guid.Parse(asked[1]);
                int number = int.Parse(asked[2], CultureInfo.InvariantCulture);
                fake.Turns.For(conversation).Next(turn => Scripts.Write(turn, conversation, number, asked[3] == "long"));
                return "ok";
            case "token":
                fake.Directory.Add(new OAuthTokenSeed { Token = asked[1] });
                return "ok";
            case "faults":
                FaultPlan.Set(fake.Faults, seed);
                return "ok";
            case "memory":
                using (var self = Process.GetCurrentProcess())
                {
                    return self.WorkingSet64.ToString(CultureInfo.InvariantCulture);
                }

            default:
                fake.Faults.Clear();
                await WriteTextsAsync(asked[1]);
                return await arrivals.EndAsync();
        }
    }

    /// <summary>Writes which marks the fake has stored, and the tags of each ticket.</summary>
    private async Task WriteTextsAsync(string path)
    {
        IConversationsClient own = fake.CreateClient();
        await using var file = new StreamWriter(path);
        foreach (Ticket ticket in fake.Tickets)
        {
            await file.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"tags {ticket.TicketNumber} {string.Join(',', ticket.Tags)}"));
            await foreach (TicketMessage message in own.Tickets.ListMessagesAsync(ticket.TicketNumber))
            {
                await WriteMarksAsync(file, message.Content);
            }
        }

        foreach (TicketView view in fake.Views)
        {
            await WriteMarksAsync(file, view.Name);
        }

        foreach (HumanMessage message in fake.Conversations.SelectMany(static one => one.Messages).OfType<HumanMessage>())
        {
            await WriteMarksAsync(file, message.Content);
        }
    }

    private static async Task WriteMarksAsync(StreamWriter file, string text)
    {
        foreach (Match mark in Marks().Matches(text))
        {
            await file.WriteLineAsync($"mark {mark.Groups["mark"].Value}");
        }
    }

    [GeneratedRegex(@"\[(?<mark>\w+)\]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Marks();
}
