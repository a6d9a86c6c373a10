using Conversations.Client;
using Conversations.Client.Testing;
using Microsoft.Extensions.Time.Testing;
using Quickstart.Display;
using Quickstart.Tour;

namespace Conversations.FakeServer.Tests.Transcripts;

/// <summary>The quickstart's tour gives exactly the same traffic on the embedded fake and on the program.</summary>
public sealed class QuickstartTests
{
    private const string Now = "2026-06-03T11:00:00Z";
    private const string Key = "phx_quickstart";
    private static readonly string SeedFile = Path.Combine(AppContext.BaseDirectory, "quickstart.json");

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.Parse(Now, null));

    [Fact]
    public async Task The_tour_asks_and_is_answered_the_same_in_memory_and_on_a_port()
    {
        await using var fake = new FakeConversationsServer(new FakeConversationsOptions { TimeProvider = _clock });
        fake.Load(await File.ReadAllTextAsync(SeedFile));
        fake.Turns.Next(static turn => turn.Say("Let me count.").Tool("execute_sql", """{"query":"select 1"}""", "six").Say("Six are one problem. “Grüße” 🥐", partials: 4));
        fake.Turns.Next(static turn => turn.Say("Here is a draft."));
        using var inMemory = new Recorder(fake.CreateHandler());
        await TourAsync(new Uri("https://embedded.example"), inMemory);

        await using FakeProgram program = await FakeProgram.StartAsync(Arguments.Parse(["--clock", Now, "--seed", SeedFile]));
        using var http = new HttpClient { BaseAddress = program.BaseAddress };
        await ScriptAsync(http, """{"steps":[{"say":"Let me count."},{"tool":"execute_sql","args":{"query":"select 1"},"result":"six"},{"say":"Six are one problem. “Grüße” 🥐","partials":4}]}""");
        await ScriptAsync(http, """{"steps":[{"say":"Here is a draft."}]}""");
        using var onPort = new Recorder(new SocketsHttpHandler { UseCookies = false });
        await TourAsync(program.BaseAddress, onPort);

        Assert.Equal(string.Join("\n\n", inMemory.Exchanges), string.Join("\n\n", onPort.Exchanges));
        Assert.Equal(fake.Requests.Count, onPort.Exchanges.Count);
        Assert.Contains(onPort.Exchanges, static exchange => exchange.Contains("event: message\ndata: {\"content\":\"Six are one problem. “Grüße” 🥐\"", StringComparison.Ordinal));
        Assert.Contains(onPort.Exchanges, static exchange => exchange.StartsWith("POST /api/environments/1/conversations/views/\n", StringComparison.Ordinal));
        Assert.Contains(onPort.Exchanges, static exchange => exchange.Contains("\n403 application/json\n", StringComparison.Ordinal));
    }

    private static async Task ScriptAsync(HttpClient http, string turn)
    {
        using var body = new StringContent(turn);
        using HttpResponseMessage answer = await http.PostAsync(new Uri("/__fake/turns", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The steps of the quickstart's program, in its order.</summary>
    private async Task TourAsync(Uri address, Recorder recorder)
    {
        using ConversationsClient client = ClientOf(Key);
        using ConversationsClient reader = ClientOf("phx_readonly");
        var screen = Screen.Open();
        var id = Guid.Parse("0197f000-0000-4000-8000-000000000001");

        await StreamAReply.RunAsync(client, id, screen, CancellationToken.None);
        await AskAndWait.RunAsync(client, id, screen, CancellationToken.None);
        await ListConversations.RunAsync(client, screen, CancellationToken.None);
        await ListTicketsAtRisk.RunAsync(client, _clock, screen, CancellationToken.None);
        await ChangeATicket.RunAsync(client, _clock, screen, CancellationToken.None);
        await SaveAView.RunAsync(client, screen, CancellationToken.None);
        await MeetARefusal.RunAsync(reader, screen, CancellationToken.None);

        ConversationsClient ClientOf(string key) =>
            new(new ConversationsClientOptions { BaseAddress = address, ProjectId = "1", ApiKey = key, TimeProvider = _clock }, recorder);
    }
}
