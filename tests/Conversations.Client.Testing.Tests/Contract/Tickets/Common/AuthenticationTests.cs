using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Common;

/// <summary>
/// docs/service/tickets.md 1.2, 1.3, docs/service/conversations.md 1.3, 1.4, 1.5: who the caller is, and the checks before that.
/// </summary>
public sealed class AuthenticationTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task A_personal_key_an_oauth_token_or_a_session_cookie_says_who_calls(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (Caller caller in new[] { new("phx_all"), new("pha_all"), Callers.Session })
        {
            _ = (await service.GetAsync(Service.Tickets, caller)).Is(200);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task Without_credentials_the_answer_is_401(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (Caller caller in new[] { Callers.Nobody, new(SessionId: "sess-unknown") })
        {
            (await service.GetAsync(Service.Tickets, caller)).IsError(
                401, "authentication_error", "not_authenticated", "Authentication credentials were not provided.");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task A_key_that_is_none_is_401_and_the_text_names_its_place(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string key in new[] { "phx_nope", "phc_project" })
        {
            (await service.GetAsync(Service.Tickets, new Caller(key))).IsError(
                401, "authentication_error", "authentication_failed", "Personal API key found in request Authorization header is invalid.");
        }

        (await service.GetAsync(Service.Tickets + "?personal_api_key=phx_nope", Callers.Nobody)).IsError(
            401, "authentication_error", "authentication_failed", "Personal API key found in request query string is invalid.");
        (await service.PostAsync(Service.Tickets, new { personal_api_key = "phx_nope" }, Callers.Nobody)).IsError(
            401, "authentication_error", "authentication_failed", "Personal API key found in request body is invalid.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task A_401_of_the_newest_service_says_where_its_metadata_is(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string site = service.BaseAddress.GetLeftPart(UriPartial.Authority);
        Assert.Equal($"Bearer resource_metadata=\"{site}/.well-known/oauth-protected-resource\"", await ChallengeAsync());
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal("Bearer", await ChallengeAsync());

        async Task<string> ChallengeAsync() =>
            (await service.GetAsync(Service.Tickets, Callers.Nobody)).Is(401).Headers.NonValidated["WWW-Authenticate"].ToString();
    }

    [Theory, BothTransports, Rule("docs/service/conversations.md 1.3", Evidence.Code)]
    public async Task A_key_may_travel_in_the_query_or_the_body_and_the_header_goes_first(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.GetAsync(Service.Tickets + "?personal_api_key=phx_tr", Callers.Nobody)).Is(200);
        _ = (await service.PostAsync(Service.Tickets, new { personal_api_key = "phx_all" }, Callers.Nobody)).Is(201);
        _ = (await service.GetAsync(Service.Tickets + "?personal_api_key=phx_nope")).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/conversations.md 1.3", Evidence.Code)]
    public async Task A_session_needs_its_csrf_token_as_cookie_and_header_to_write(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = TicketCalls.Of(1);
        _ = (await service.GetAsync(Service.Tickets, new Caller(SessionId: "sess-7"))).Is(200);
        _ = (await service.PatchAsync(ticket, new { }, Callers.Session)).Is(200);
        (await service.PatchAsync(ticket, new { }, new Caller(SessionId: "sess-7"))).IsForbidden("CSRF Failed: CSRF cookie not set.");
        (await service.PatchAsync(ticket, new { }, Callers.Session with { CsrfHeader = null })).IsForbidden("CSRF Failed: CSRF token missing.");
        (await service.PatchAsync(ticket, new { }, Callers.Session with { CsrfHeader = "csrf-8" }))
            .IsForbidden("CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect.");
    }

    [Theory, BothTransports, Rule("docs/service/conversations.md 1.4", Evidence.Framework)]
    public async Task What_is_accepted_must_admit_json_and_is_looked_at_before_the_credentials(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string accept in new[] { "text/event-stream", "text/html, image/*" })
        {
            (await service.CallAsync(HttpMethod.Get, Service.Tickets, Callers.Nobody, accept: accept))
                .IsError(406, "invalid_request", "not_acceptable", "Could not satisfy the request Accept header.");
        }

        foreach (string accept in new[] { "*/*", "application/json", "text/event-stream, application/json;q=0.5" })
        {
            _ = (await service.CallAsync(HttpMethod.Get, Service.Tickets, accept: accept)).Is(200);
        }
    }

    [Theory, BothTransports, Rule("docs/service/conversations.md 1.5", Evidence.Code)]
    public async Task Access_comes_before_the_ticket_and_the_ticket_before_the_body(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Answer nobody = await service.CallAsync(HttpMethod.Patch, "/api/projects/42/conversations/tickets/99/", Callers.Nobody, "{");
        nobody.IsError(401, "authentication_error", "not_authenticated");
        (await service.CallAsync(HttpMethod.Patch, TicketCalls.Of(99), Callers.TicketReader, "{")).IsForbidden("API key missing required scope 'ticket:write'");
        (await service.CallAsync(HttpMethod.Patch, TicketCalls.Of(99), body: "{")).IsNotFound();
        (await service.CallAsync(HttpMethod.Patch, TicketCalls.Of(1), body: "{")).IsError(400, "invalid_request", "parse_error");
    }
}
