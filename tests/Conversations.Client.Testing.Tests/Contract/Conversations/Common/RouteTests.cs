using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Common;

/// <summary>docs/service/conversations.md 1.1, 1.2: paths, and the form of requests and responses.</summary>
public sealed class RouteTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.1", Evidence.Code)]
    public async Task The_project_of_the_path_is_a_number_or_the_callers_current_one(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = Seed(service);
        foreach (string project in new[] { "1", "@current" })
        {
            Assert.Equal(1, (await service.GetAsync($"/api/environments/{project}/conversations/")).Is(200).Json.GetProperty("count").GetInt32());
        }

        Assert.Equal(0, (await service.GetAsync("/api/environments/2/conversations/")).Is(200).Json.GetProperty("count").GetInt32());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.1", Evidence.Code)]
    public async Task A_project_that_is_unknown_or_no_number_is_not_found(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string project in new[] { "99", "one", "-1" })
        {
            (await service.GetAsync($"/api/environments/{project}/conversations/")).IsError(404, "invalid_request", "not_found", "Project not found.");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.1", Evidence.Code)]
    public async Task The_newest_answers_under_projects_and_environments_and_the_legacy_version_under_environments_alone(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.GetAsync("/api/projects/1/conversations/")).Is(200);
        _ = (await service.GetAsync("/api/environments/1/conversations/")).Is(200);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        _ = (await service.GetAsync("/api/environments/1/conversations/")).Is(200);
        (await service.GetAsync("/api/projects/1/conversations/")).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.1", Evidence.Code)]
    public async Task A_trailing_slash_is_optional_and_nothing_is_redirected(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string path = Path(Seed(service)).TrimEnd('/');
        _ = (await service.GetAsync(Service.Conversations.TrimEnd('/'))).Is(200);
        _ = (await service.GetAsync(path)).Is(200);
        _ = (await service.GetAsync($"{path}/queue", Callers.Session)).Is(200);
        _ = (await service.PostAsync($"{path}/queue/clear", new { }, Callers.Session)).Is(200);
        _ = (await service.PatchAsync($"{path}/cancel", new { }, Callers.Session)).Is(204);
        _ = (await service.PostAsync($"{path}/append_message", new { content = "x" }, Callers.Session)).Is(201);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.1", Evidence.Code)]
    public async Task Tickets_and_views_below_the_prefix_are_no_conversations(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(5, (await service.GetAsync($"{Service.Conversations}tickets/")).Is(200).Json.GetProperty("count").GetInt32());
        Assert.Equal(JsonValueKind.Array, (await service.GetAsync($"{Service.Conversations}views/")).Is(200).Json.GetProperty("results").ValueKind);
        (await service.PatchAsync($"{Service.Conversations}views/cancel/", new { }, Callers.Session)).IsError(404, "invalid_request", "not_found");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.1", Evidence.Framework)]
    public async Task A_conversation_in_the_path_is_any_text_without_slash_and_dot(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.GetAsync($"{Service.Conversations}any%20text/")).IsError(404, "invalid_request", "not_found", "Not found.");
        (await service.GetAsync($"{Service.Conversations}a.b/")).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
        (await service.GetAsync($"{Service.Conversations}a%2Fb/")).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.1", Evidence.Open)]
    public async Task A_path_with_a_nul_character_is_an_empty_400_that_reaches_no_route(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string path in new[] { $"{Service.Conversations}%00/", $"{Service.Tickets}1%00/", "/api/projects/%00/conversations/tickets/" })
        {
            Answer refused = await service.GetAsync(path, Callers.Nobody);
            Assert.Equal((400, "", null), (refused.Status, refused.Text, refused.ContentType));
        }

        Assert.Empty(service.Fake.Requests);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.1", Evidence.Framework)]
    public async Task Clear_is_never_the_id_of_a_queued_message(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PatchAsync($"{QueueOf(service)}clear/", new { content = "x" }, Callers.Session))
            .IsError(405, "invalid_request", "method_not_allowed", "Method \"PATCH\" not allowed.");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.2", Evidence.Framework)]
    public async Task Unknown_members_of_a_body_are_ignored(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(200, (await AnswerAsync(service, With(Guid.NewGuid(), "deep_research_mode", true))).Status);
        _ = (await service.PostAsync(QueueOf(service), new { content = "x", more = 1 }, Callers.Session)).Is(200);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.2", Evidence.Framework)]
    public async Task A_body_of_another_media_type_is_refused_by_its_name(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string path in new[] { Service.Conversations, QueueOf(service) })
        {
            Answer refused = await service.CallAsync(HttpMethod.Post, path, Callers.Session, "hi", contentType: "text/plain");
            refused.IsError(415, "invalid_request", "unsupported_media_type");
            Assert.Contains("text/plain", refused.Json.Text("detail"), StringComparison.Ordinal);
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.2", Evidence.Code)]
    public async Task Answers_are_compact_json_in_utf8_that_is_not_escaped(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Title = "Grüße 😀" }).Id;
        Answer answer = await service.GetAsync(Path(id));
        Assert.Equal("application/json", answer.ContentType?.ToString());
        Assert.StartsWith($$"""{"id":"{{id}}","status":"idle","title":"Grüße 😀",""", answer.Text, StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.2", Evidence.Code)]
    public async Task A_turn_is_answered_as_an_event_stream_without_a_charset(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("text/event-stream", (await AnswerAsync(service, Turn(Guid.NewGuid()))).Is(200).ContentType?.ToString());
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.2", Evidence.Code)]
    public async Task Instants_end_in_z_with_microseconds_and_those_of_queued_messages_in_an_offset(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Clock.Advance(TimeSpan.FromTicks(123_456_7));
        Guid id = Seed(service);
        Assert.Equal("2026-06-03T11:00:00.123456Z", (await service.GetAsync(Path(id))).Json.Text("created_at"));
        Answer queue = await service.PostAsync(Path(id, "queue/"), new { content = "x" }, Callers.Session);
        Assert.Equal("2026-06-03T11:00:00.123456+00:00", queue.Json.GetProperty("messages")[0].Text("created_at"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.2", Evidence.Code)]
    public async Task Ids_are_written_in_lower_case_with_dashes_however_they_were_sent(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        const string Id = "0197F000-0000-4000-8000-00000000ABCD";
        Answer turn = await AnswerAsync(
            service, new { content = "hi", conversation = Id, trace_id = Id.Replace("-", "", StringComparison.Ordinal) });
        Assert.Contains("\"id\": \"0197f000-0000-4000-8000-00000000abcd\"", turn.Is(200).Text, StringComparison.Ordinal);
        Assert.Contains("\"trace_id\":\"0197f000-0000-4000-8000-00000000abcd\"", turn.Text, StringComparison.Ordinal);
    }
}
