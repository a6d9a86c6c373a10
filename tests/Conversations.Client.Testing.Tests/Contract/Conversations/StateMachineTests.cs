using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations;

/// <summary>docs/service/conversations.md 7: what each call does in each state, one row for each state.</summary>
public sealed class StateMachineTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 7", Evidence.Code)]
    public Task A_conversation_that_does_not_exist_can_only_be_created(Transport transport) => RowAsync(
        transport,
        _ => Guid.NewGuid(),
        [
            (Call.Text, 200, "in_progress"), (Call.Nothing, 400, "error"), (Call.Resume, 400, "error"), (Call.Append, 404, "type"),
            (Call.Cancel, 404, "type"), (Call.Queue, 404, "error"), (Call.Get, 404, "type"),
        ]);

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 7", Evidence.Code)]
    public Task An_idle_conversation_takes_a_text_or_a_payload(Transport transport) => RowAsync(
        transport,
        service => Seed(service),
        [
            (Call.Text, 200, "in_progress"), (Call.Nothing, 400, "type"), (Call.Resume, 200, "in_progress"), (Call.Append, 201, "idle"),
            (Call.Cancel, 204, "idle"), (Call.Queue, 200, "idle"), (Call.Get, 200, "idle"),
        ]);

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 7", Evidence.Code)]
    public Task A_conversation_in_progress_can_be_joined_and_cancelled(Transport transport) => RowAsync(
        transport,
        service => Seed(service, ConversationStatus.InProgress),
        [
            (Call.Text, 409, "type"), (Call.Nothing, 200, "in_progress"), (Call.Resume, 200, "in_progress"), (Call.Append, 201, "in_progress"),
            (Call.Cancel, 204, "idle"), (Call.Queue, 200, "in_progress"), (Call.Get, 200, "in_progress"),
        ]);

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 7", Evidence.Code)]
    public Task A_canceling_conversation_can_be_joined_and_stays_so(Transport transport) => RowAsync(
        transport,
        service => Seed(service, ConversationStatus.Canceling),
        [
            (Call.Text, 409, "type"), (Call.Nothing, 200, "canceling"), (Call.Resume, 200, "canceling"), (Call.Append, 201, "canceling"),
            (Call.Cancel, 204, "canceling"), (Call.Queue, 200, "canceling"), (Call.Get, 200, "canceling"),
        ]);

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 7", Evidence.Code)]
    public Task A_deleted_conversation_takes_nothing(Transport transport) => RowAsync(
        transport,
        service => service.Fake.Conversations.Add(new ConversationSeed { User = 7, Title = "Titled", Deleted = true }).Id,
        [
            (Call.Text, 404, "error"), (Call.Nothing, 404, "error"), (Call.Resume, 404, "error"), (Call.Append, 404, "type"),
            (Call.Cancel, 404, "type"), (Call.Queue, 404, "error"), (Call.Get, 404, "type"),
        ]);

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 7", Evidence.Code)]
    public async Task A_conversation_is_idle_after_every_turn_whether_it_succeeds_or_fails(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (Action<TurnScript> script in new Action<TurnScript>[] { turn => turn.Say("x"), turn => turn.Fail(),
            turn => turn.Approval("p", "x"), turn => turn.Form("c", "{}") })
        {
            var id = Guid.NewGuid();
            service.Fake.Turns.For(id).Next(script);
            using TurnStream stream = await PlayAsync(service, Turn(id));
            Assert.Equal(ConversationStatus.Idle, service.Fake.Conversations[id].Status);
        }
    }

    private enum Call
    {
        Text,
        Nothing,
        Resume,
        Append,
        Cancel,
        Queue,
        Get,
    }

    /// <summary>
    /// Makes each call on its own conversation. A refusal gives the name of its first member, <c>type</c> for an envelope or <c>error</c>;
    /// a success gives the status afterwards.
    /// </summary>
    private static async Task RowAsync(Transport transport, Func<Service, Guid> make, (Call Call, int Status, string Left)[] row)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((Call call, int status, string left) in row)
        {
            Guid id = make(service);
            service.Fake.Turns.For(id).Next(turn => turn.Hold(service.Fake.Turns.Hold()));
            if (call is Call.Text or Call.Nothing or Call.Resume)
            {
                using TurnStream stream = await service.SendAsync(call switch
                {
                    Call.Text => Turn(id),
                    Call.Nothing => Turn(id, null),
                    _ => Resume(id, new { action = "dismiss_form" }),
                });
                Check(call, (int)stream.Response.StatusCode, status == 200 ? null : await stream.AnswerAsync());
                continue;
            }

            Answer answer = call switch
            {
                Call.Append => await service.PostAsync(Path(id, "append_message/"), new { content = "x" }, Callers.Session),
                Call.Cancel => await service.PatchAsync(Path(id, "cancel/"), new { }, Callers.Session),
                Call.Queue => await service.PostAsync(Path(id, "queue/"), new { content = "x" }, Callers.Session),
                _ => await service.GetAsync(Path(id)),
            };
            Check(call, answer.Status, status < 400 ? null : answer);

            void Check(Call made, int got, Answer? refusal)
            {
                Assert.Equal((made, status), (made, got));
                Assert.Equal(
                    left, refusal is null ? service.Fake.Conversations[id].Status.Value : refusal.Json.EnumerateObject().First().Name);
            }
        }
    }
}
