using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Send;

/// <summary>docs/service/conversations.md 3.2: the endpoint with four meanings, in the order of its checks.</summary>
public sealed class MeaningTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Tested)]
    public async Task An_id_of_another_user_or_project_is_refused_by_an_error_object(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (ConversationSeed seed in new ConversationSeed[] { new() { User = 8 }, new() { User = 7, Project = 2 },
            new() { User = 8, Deleted = true } })
        {
            (await AnswerAsync(service, Turn(service.Fake.Conversations.Add(seed).Id))).IsBareError(400, "Cannot access other users' conversations");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task An_own_conversation_that_was_deleted_does_not_exist(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Deleted = true }).Id;
        (await AnswerAsync(service, Turn(id))).IsBareError(404, "Conversation does not exist");
        (await AnswerAsync(service, Turn(id, null))).IsBareError(404, "Conversation does not exist");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Tested)]
    public async Task An_unknown_conversation_cannot_be_joined_or_resumed(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await AnswerAsync(service, Turn(Guid.NewGuid(), null))).IsBareError(400, "Cannot stream from non-existent conversation");
        (await AnswerAsync(service, Resume(Guid.NewGuid(), new { action = "dismiss_form" }))).IsBareError(400, "Cannot stream from non-existent conversation");
        Assert.Empty(service.Fake.Conversations);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_text_for_an_unknown_id_creates_the_conversation_with_that_id_and_runs_a_turn(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        using TurnStream stream = await PlayAsync(service, Turn(id));
        Assert.Equal(200, (int)stream.Response.StatusCode);
        Conversation created = service.Fake.Conversations[id];
        Assert.Equal((ConversationType.Assistant, (long?)7, ConversationStatus.Idle), (created.Type, created.User?.Id, created.Status));
        Assert.Equal(2, created.Messages.Count);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_conversation_is_in_progress_as_soon_as_a_send_was_accepted(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        (TurnStream stream, _) = await HoldAsync(service, id);
        using (stream)
        {
            Assert.Equal(ConversationStatus.InProgress, service.Fake.Conversations[id].Status);
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_text_for_a_conversation_that_is_not_idle_is_a_conflict(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (ConversationStatus status in new[] { ConversationStatus.InProgress, ConversationStatus.Canceling })
        {
            Guid id = Seed(service, status);
            (await AnswerAsync(service, Turn(id))).IsError(409, "server_error", "conflict", "Cannot resume streaming with a new message");
            (await AnswerAsync(service, Resume(id, new { action = "dismiss_form" }, "hi"))).IsError(409, "server_error", "conflict");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Tested)]
    public async Task An_idle_conversation_cannot_be_joined(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await AnswerAsync(service, Turn(Seed(service), null))).IsInvalid("invalid_input", null, "Cannot continue streaming from an idle conversation");
        (await AnswerAsync(service, Resume(Seed(service), null))).IsInvalid("invalid_input", null, "Cannot continue streaming from an idle conversation");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_sandbox_is_refused_by_the_newest_before_the_status_counts_and_the_new_row_stays_behind(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        const string Detail = "Sandbox conversations must be opened via the open endpoint.";
        foreach ((string name, object value) in new (string, object)[] { ("is_sandbox", true), ("agent_mode", "sandbox") })
        {
            var id = Guid.NewGuid();
            (await AnswerAsync(service, With(id, name, value))).IsInvalid("invalid_input", null, Detail);
            Assert.Equal(ConversationStatus.Idle, service.Fake.Conversations[id].Status);
            (await AnswerAsync(service, With(id, name, value))).IsInvalid("invalid_input", null, Detail);
            (await AnswerAsync(service, With(Seed(service, ConversationStatus.InProgress), name, value))).IsInvalid("invalid_input", null, Detail);
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task The_row_that_a_refused_sandbox_leaves_is_an_ordinary_one_and_takes_the_next_text_as_a_follow_up(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((string name, object value) in new (string, object)[] { ("is_sandbox", true), ("agent_mode", "sandbox") })
        {
            var id = Guid.NewGuid();
            _ = (await AnswerAsync(service, With(id, name, value))).Is(400);
            using TurnStream stream = await PlayAsync(service, Turn(id));
            Assert.Equal("human", stream.Events[0].Data.Text("type"));
            JsonElement row = (await service.GetAsync(Path(id))).Is(200).Json;
            Assert.Equal(
                (false, "langgraph", "assistant", "product_analytics"),
                (row.GetProperty("is_sandbox").GetBoolean(), row.Text("agent_runtime"), row.Text("type"), row.Text("agent_mode")));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_conversation_of_the_sandbox_takes_no_text_on_the_newest(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed { User = 7, IsSandbox = true }).Id;
        (await AnswerAsync(service, Turn(id))).IsInvalid("invalid_input", null, "Sandbox conversations must be opened via the open endpoint.");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_sandbox_runs_a_turn_in_the_legacy_version(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        var id = Guid.NewGuid();
        using TurnStream stream = await PlayAsync(service, With(id, "is_sandbox", true));
        Assert.True((await service.GetAsync(Path(id))).Is(200).Json.GetProperty("is_sandbox").GetBoolean());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task A_text_makes_an_idle_research_conversation_an_ordinary_one_and_runs_as_chat_whatever_its_mode(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (object body in new object[] { Turn(Guid.NewGuid()), With(Guid.NewGuid(), "agent_mode", "research"), With(Guid.NewGuid(), "resume_payload", null) })
        {
            Guid id = JsonSerializer.SerializeToElement(body).GetProperty("conversation").GetGuid();
            using TurnStream research = await PlayAsync(service, With(id, "agent_mode", "research"));
            Assert.Equal("deep_research", (await service.GetAsync(Path(id))).Json.Text("type"));

            service.Clock.Advance(TimeSpan.FromSeconds(1));
            service.Fake.Turns.For(id).Next(turn => turn.Pause(TimeSpan.FromHours(2)));
            using TurnStream chat = await service.SendAsync(body);
            Assert.Equal(
                (ConversationType.Assistant, service.Clock.GetUtcNow()),
                (service.Fake.Conversations[id].Type, service.Fake.Conversations[id].UpdatedAt));

            // The time limit of chat; that of research is an hour.
            service.Clock.Advance(TimeSpan.FromMinutes(30));
            Assert.Equal("ai/failure", (await chat.ToEndAsync()).Messages[^1].Text("type"));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Tested)]
    public async Task A_research_conversation_that_is_resumed_stays_one_with_a_text_and_without(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        using TurnStream research = await PlayAsync(service, With(id, "agent_mode", "research"));
        foreach (string? content in new[] { "hi", null })
        {
            using TurnStream resumed = await PlayAsync(service, Resume(id, new { action = "dismiss_form" }, content));
            Assert.Equal("deep_research", (await service.GetAsync(Path(id))).Json.Text("type"));
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.2", Evidence.Code)]
    public async Task Research_in_an_ordinary_conversation_leaves_its_type(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        using TurnStream research = await PlayAsync(service, With(id, "agent_mode", "research"));
        Assert.Equal("assistant", (await service.GetAsync(Path(id))).Json.Text("type"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task A_send_beyond_the_open_streams_is_an_empty_503_and_the_same_again_is_a_follow_up(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.MaxOpenStreams = 1);
        (TurnStream open, TurnHold hold) = await HoldAsync(service, Guid.NewGuid());
        using TurnStream first = open;
        var id = Guid.NewGuid();

        Answer crowded = await AnswerAsync(service, Turn(id));
        Assert.Equal((503, "", null), (crowded.Status, crowded.Text, crowded.ContentType));
        Assert.InRange(int.Parse(crowded.Headers.GetValues("Retry-After").Single(), System.Globalization.CultureInfo.InvariantCulture), 15, 44);
        Assert.Equal((ConversationStatus.Idle, 0), (service.Fake.Conversations[id].Status, service.Fake.Conversations[id].Messages.Count));

        hold.Release();
        _ = await first.ToEndAsync();
        using TurnStream again = await PlayAsync(service, Turn(id));
        Assert.Equal(("message", "human"), (again.Events[0].Name, again.Events[0].Data.Text("type")));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task The_legacy_version_knows_no_crowd_and_the_checks_of_a_send_come_before_it(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.MaxOpenStreams = 0);
        (await AnswerAsync(service, Turn(Seed(service), null))).IsInvalid("invalid_input", null);
        (await AnswerAsync(service, Turn(Seed(service, ConversationStatus.InProgress)))).IsError(409, "server_error", "conflict");
        _ = (await AnswerAsync(service, Turn(Seed(service, ConversationStatus.InProgress), null))).Is(503);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        _ = (await AnswerAsync(service, Turn(Guid.NewGuid()))).Is(200);
    }
}
