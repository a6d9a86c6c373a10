using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Common;

/// <summary>docs/service/conversations.md 1.3, 1.4: who may call what, and the headers.</summary>
public sealed class AuthenticationTests
{
    private const string KeysRefused = "This action does not support personal API key access";

    private static readonly (HttpMethod Method, string Below)[] SessionOnly =
    [
        (HttpMethod.Post, "append_message/"), (HttpMethod.Patch, "cancel/"), (HttpMethod.Get, "queue/"), (HttpMethod.Post, "queue/"),
        (HttpMethod.Post, "queue/clear/"), (HttpMethod.Patch, "queue/0197f000-0000-4000-8000-000000000001/"),
        (HttpMethod.Delete, "queue/0197f000-0000-4000-8000-000000000001/"),
    ];

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.3", Evidence.Code)]
    public async Task Listing_and_retrieving_need_the_read_scope_which_the_write_scope_includes(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string path = Path(Seed(service));
        foreach (string target in new[] { Service.Conversations, path })
        {
            foreach (Caller caller in new[] { Callers.ConversationReader, Callers.ConversationWriter, Callers.All, new Caller("pha_all"),
                Callers.Session })
            {
                _ = (await service.GetAsync(target, caller)).Is(200);
            }

            (await service.GetAsync(target, Callers.TicketReader)).IsForbidden("API key missing required scope 'conversation:read'");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.3", Evidence.Code)]
    public async Task Sending_needs_the_write_scope(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (Caller caller in new[] { Callers.ConversationWriter, Callers.All, new Caller("pha_all"), Callers.Session })
        {
            _ = (await AnswerAsync(service, Turn(Guid.NewGuid()), caller)).Is(200);
        }

        (await AnswerAsync(service, Turn(Guid.NewGuid()), Callers.ConversationReader)).IsForbidden("API key missing required scope 'conversation:write'");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.3", Evidence.Code)]
    public async Task Appending_cancelling_and_the_queue_refuse_keys_and_tokens_whatever_their_scopes(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = Seed(service);
        foreach ((HttpMethod method, string below) in SessionOnly)
        {
            foreach (Caller caller in new[] { Callers.All, Callers.ConversationWriter, new Caller("pha_all") })
            {
                (await service.CallAsync(method, Path(id, below), caller, "{}")).IsForbidden(KeysRefused);
            }
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.3", Evidence.Code)]
    public async Task A_session_may_append_cancel_and_queue(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await CanCallAsync(service, Callers.Session);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.3", Evidence.Open)]
    public async Task With_the_switch_relaxed_keys_may_append_cancel_and_queue(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ApiKeys = ApiKeyMode.Relaxed);
        await CanCallAsync(service, Callers.All);
        await CanCallAsync(service, Callers.TicketReader);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.4", Evidence.Framework)]
    public async Task Accepting_event_streams_alone_is_refused_even_before_authentication(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (Caller caller in new[] { Callers.All, Callers.Nobody })
        {
            using TurnStream refused = await service.SendAsync(Turn(Guid.NewGuid()), caller, accept: "text/event-stream");
            (await refused.AnswerAsync()).IsError(406, "invalid_request", "not_acceptable", "Could not satisfy the request Accept header.");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.4", Evidence.Framework)]
    public async Task An_accept_header_that_admits_json_or_none_at_all_is_fine(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string? accept in new[] { null, "*/*", "application/json", "text/event-stream, application/json" })
        {
            using TurnStream stream = await service.SendAsync(Turn(Guid.NewGuid()), accept: accept);
            Assert.Equal("text/event-stream", (await stream.AnswerAsync()).Is(200).ContentType?.ToString());
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.4", Evidence.Code)]
    public async Task The_replay_session_of_a_queued_message_is_that_of_the_header_and_never_of_the_body(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Conversation conversation = service.Fake.Conversations.Add(new ConversationSeed { User = 1 });
        ConversationQueue queue = await service.Fake.CreateClient(FakeCaller.Session())
            .Queue.AddAsync(conversation.Id, "x", new QueueOptions { ReplaySessionId = "replay-1" });
        Assert.Equal("replay-1", Assert.Single(queue.Messages).SessionId);

        Answer fromBody = await service.PostAsync(QueueOf(service), new { content = "x", session_id = "replay-2" }, Callers.Session);
        Assert.True(fromBody.Is(200).Json.GetProperty("messages")[0].IsNull("session_id"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.4", Evidence.Code)]
    public async Task The_challenge_of_a_401_names_the_metadata_on_the_newest_and_is_bare_before(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Answer newest = await service.GetAsync(Service.Conversations, Callers.Nobody);
        newest.IsError(401, "authentication_error", "not_authenticated", "Authentication credentials were not provided.");
        Assert.Equal(
            $"Bearer resource_metadata=\"{service.BaseAddress.GetLeftPart(UriPartial.Authority)}/.well-known/oauth-protected-resource\"",
            newest.Headers.NonValidated["WWW-Authenticate"].ToString());
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal("Bearer", (await service.GetAsync(Service.Conversations, Callers.Nobody)).Headers.NonValidated["WWW-Authenticate"].ToString());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.4", Evidence.Code)]
    public async Task A_turn_forbids_caching_and_buffering_on_the_newest_only(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Answer newest = await AnswerAsync(service, Turn(Guid.NewGuid()));
        Assert.Equal("no-cache, no-transform", newest.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("no", newest.Headers.NonValidated["X-Accel-Buffering"].ToString());
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Answer before = await AnswerAsync(service, Turn(Guid.NewGuid()));
        Assert.False(before.Headers.Contains("Cache-Control") || before.Headers.Contains("X-Accel-Buffering"));
    }

    private static async Task CanCallAsync(Service service, Caller caller)
    {
        Guid id = Seed(service);
        JsonElement queued = (await service.PostAsync(Path(id, "queue/"), new { content = "x" }, caller)).Is(200).Json.GetProperty("messages")[0];
        string item = Path(id, $"queue/{queued.Text("id")}/");
        _ = (await service.PatchAsync(item, new { content = "y" }, caller)).Is(200);
        _ = (await service.DeleteAsync(item, caller)).Is(200);
        _ = (await service.GetAsync(Path(id, "queue/"), caller)).Is(200);
        _ = (await service.PostAsync(Path(id, "queue/clear/"), new { }, caller)).Is(200);
        _ = (await service.PostAsync(Path(id, "append_message/"), new { content = "x" }, caller)).Is(201);
        _ = (await service.PatchAsync(Path(id, "cancel/"), new { }, caller)).Is(204);
    }
}
