using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Common;

/// <summary>docs/service/conversations.md 1.5: which check comes first, and what refuses a send before its fields are checked.</summary>
public sealed class ErrorTests
{
    private const string Elsewhere = "/api/environments/99/conversations/";

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task A_request_is_checked_for_accept_then_credentials_then_project_then_limits_then_credits_then_fields(Transport transport)
    {
        await using Service service = await Service.OpenAsync(
            transport, options => (options.RateLimits, options.QuotaExhausted) = (true, true));
        for (int i = 0; i < 10; i++)
        {
            (await AnswerAsync(service, new { })).IsError(402, "server_error", "quota_limit_exceeded");
        }

        (await PostAsync(Elsewhere, Callers.Nobody, "text/event-stream")).IsError(406, "invalid_request", "not_acceptable");
        (await PostAsync(Elsewhere, Callers.Nobody)).IsError(401, "authentication_error", "not_authenticated");
        (await PostAsync(Elsewhere, Callers.All)).IsError(404, "invalid_request", "not_found", "Project not found.");
        (await PostAsync("/api/environments/3/conversations/", Callers.All)).IsForbidden("You don't have access to the project.");
        (await PostAsync(Service.Conversations, Callers.All)).IsError(429, "throttled_error", "throttled");
        service.Options.RateLimits = false;
        (await PostAsync(Service.Conversations, Callers.All)).IsError(402, "server_error", "quota_limit_exceeded");
        service.Options.QuotaExhausted = false;
        (await PostAsync(Service.Conversations, Callers.All)).IsInvalid("required", "content");

        Task<Answer> PostAsync(string path, Caller caller, string? accept = null) =>
            service.CallAsync(HttpMethod.Post, path, caller, "{}", accept);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task On_a_send_broken_json_and_another_media_type_come_before_the_limit_and_the_credits_and_use_nothing_up(Transport transport)
    {
        await using Service service = await Service.OpenAsync(
            transport, options => (options.RateLimits, options.QuotaExhausted) = (true, true));
        for (int i = 0; i < 12; i++)
        {
            Answer broken = await AnswerAsync(service, "{");
            broken.IsError(400, "invalid_request", "parse_error");
            Assert.StartsWith("JSON parse error - ", broken.Json.Text("detail"), StringComparison.Ordinal);
            (await service.CallAsync(HttpMethod.Post, Service.Conversations, Callers.All, "{}", contentType: "text/plain")).IsError(415, "invalid_request", "unsupported_media_type");
        }

        (await AnswerAsync(service, new { })).IsError(402, "server_error", "quota_limit_exceeded");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task A_send_whose_body_is_an_array_breaks_the_service(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await AnswerAsync(service, "[]")).IsError(500, "server_error", "error", "A server error occurred.");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task Used_up_credits_are_a_402_of_the_type_server_error_on_sends_alone(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.QuotaExhausted = true);
        (await AnswerAsync(service, Turn(Guid.NewGuid()))).IsError(
            402,
            "server_error",
            "quota_limit_exceeded",
            "Your organization reached its AI credit usage limit. Increase the limits in Billing settings, or ask an org admin to do so.");
        Assert.Empty(service.Fake.Conversations);
        _ = (await service.PostAsync(QueueOf(service), new { content = "x" }, Callers.Session)).Is(200);
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task A_verb_that_a_route_does_not_have_is_403_for_keys_and_405_for_sessions(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string path = Path(Seed(service));
        foreach (string target in new[] { path, Service.Conversations, $"{path}queue/", $"{path}cancel/" })
        {
            (await service.CallAsync(HttpMethod.Put, target, Callers.All, "{}")).IsForbidden("This action does not support personal API key access");
            (await service.CallAsync(HttpMethod.Put, target, Callers.Session, "{}")).IsError(405, "invalid_request", "method_not_allowed", "Method \"PUT\" not allowed.");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task A_sub_route_that_is_unknown_is_not_found_without_credentials_too(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (Caller caller in new[] { Callers.Nobody, Callers.All })
        {
            (await service.GetAsync(Path(Seed(service), "nothing/"), caller)).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
        }
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task A_key_of_other_projects_and_a_token_without_scopes_are_told_so(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.GetAsync(Service.Conversations, Callers.OnlyProject2)).IsForbidden("API key does not have access to the requested project: ID 1.");
        (await service.GetAsync(Service.Conversations, new Caller("pha_none"))).IsForbidden("OAuth token has no scopes and cannot access this resource");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task A_key_that_is_not_known_fails_also_where_it_is_the_key_of_a_project(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string key in new[] { "phx_nobody", "phc_project" })
        {
            (await service.GetAsync(Service.Conversations, new Caller(key)))
                .IsError(401, "authentication_error", "authentication_failed", "Personal API key found in request Authorization header is invalid.");
        }
    }
}
