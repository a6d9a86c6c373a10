using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Send;

/// <summary>docs/service/conversations.md 3.2: many callers at the same instant.</summary>
public sealed class ConcurrencyTests
{
    private const int Many = 16;

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Open)]
    public async Task Of_many_sends_for_one_new_id_exactly_one_creates_it_and_the_others_conflict(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        for (int round = 0; round < 20; round++)
        {
            var id = Guid.NewGuid();
            TurnHold hold = service.Fake.Turns.Hold();
            service.Fake.Turns.For(id).Next(turn => turn.Hold(hold).Say("Done."));
            TurnStream[] streams = await Task.WhenAll(
                Enumerable.Range(0, Many).Select(number => Task.Run(() => service.SendAsync(Turn(id, $"from {number}")))));
            hold.Release();

            TurnStream accepted = Assert.Single(streams, stream => (int)stream.Response.StatusCode == 200);
            _ = await accepted.ToEndAsync();
            Assert.Equal("conversation", accepted.Events[0].Name);
            Assert.Equal(2, service.Fake.Conversations[id].Messages.Count);
            foreach (TurnStream refused in streams.Where(stream => stream != accepted))
            {
                (await refused.AnswerAsync()).IsError(409, "server_error", "conflict");
            }

            Array.ForEach(streams, stream => stream.Dispose());
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Open)]
    public async Task A_reader_never_sees_half_of_a_change(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        for (int turn = 0; turn < 40; turn++)
        {
            service.Fake.Turns.For(id).Next(script => script.Tool("search", "{}", "found").Say("Done."));
        }

        var writing = Task.Run(async () =>
        {
            for (int turn = 0; turn < 40; turn++)
            {
                (await PlayAsync(service, Turn(id))).Dispose();
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            do
            {
                JsonElement seen = (await service.GetAsync(Path(id))).Is(200).Json;
                Assert.Equal((0, "idle"), (seen.GetProperty("messages").GetArrayLength() % 4, seen.Text("status")));
            }
            while (!writing.IsCompleted);
        })));
        await writing;
        Assert.Equal(160, service.Fake.Conversations[id].Messages.Count);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 5.2", Evidence.Open)]
    public async Task Of_many_messages_queued_at_once_two_are_taken(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string queue = QueueOf(service);
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(number =>
            Task.Run(() => service.PostAsync(queue, new { content = $"{number}" }, Callers.Session))));
        Assert.Equal(2, answers.Count(answer => answer.Status == 200));
        Assert.Equal(Many - 2, answers.Count(answer => answer.Status == 409 && answer.Json.Text("error") == "queue_full"));
    }
}
