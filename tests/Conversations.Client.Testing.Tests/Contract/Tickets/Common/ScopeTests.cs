using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Common;

/// <summary>docs/service/tickets.md 1.2: which scope gives keys and tokens access to which operations.</summary>
public sealed class ScopeTests
{
    private const string KeysRefused = "This action does not support personal API key access";
    private const string NeedsRead = "API key missing required scope 'ticket:read'";
    private const string NeedsWrite = "API key missing required scope 'ticket:write'";

    private static readonly string Message = Guid.NewGuid().ToString();
    private static readonly Caller TicketWriter = new("phx_tw");

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task Listing_and_reading_tickets_needs_ticket_read(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        foreach (string path in new[] { Service.Tickets, TicketCalls.Of(1) })
        {
            (await service.GetAsync(path, Callers.ConversationWriter)).IsForbidden(NeedsRead);
            _ = (await service.GetAsync(path, Callers.TicketReader)).Is(200);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task Creating_and_updating_tickets_needs_ticket_write(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        foreach ((HttpMethod method, string path) in new[]
        {
            (HttpMethod.Post, Service.Tickets), (HttpMethod.Patch, TicketCalls.Of(1)), (HttpMethod.Put, TicketCalls.Of(1)),
        })
        {
            (await service.CallAsync(method, path, Callers.TicketReader, new { })).IsForbidden(NeedsWrite);
            Assert.InRange((await service.CallAsync(method, path, TicketWriter, new { })).Status, 200, 201);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Tested)]
    public async Task Write_includes_read_and_a_star_includes_all(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        _ = (await service.GetAsync(Service.Tickets, TicketWriter)).Is(200);
        (await service.GetAsync(Service.Conversations, TicketWriter)).IsForbidden("API key missing required scope 'conversation:read'");
        foreach (string path in new[] { Service.Tickets, Service.Views, Service.Conversations })
        {
            _ = (await service.GetAsync(path, Callers.All)).Is(200);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task Views_need_ticket_scopes_on_the_newest_service_and_conversation_scopes_in_the_legacy_version(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await NeedsAsync("ticket", Callers.TicketReader, TicketWriter, Callers.ConversationWriter);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        await NeedsAsync("conversation", Callers.ConversationReader, Callers.ConversationWriter, TicketWriter);

        async Task NeedsAsync(string scope, Caller reader, Caller writer, Caller other)
        {
            string view = (await service.PostAsync(Service.Views, new { name = "x" }, writer)).Is(201).Json.Text("short_id")!;
            _ = (await service.GetAsync(Service.Views, reader)).Is(200);
            _ = (await service.GetAsync($"{Service.Views}{view}/", reader)).Is(200);
            (await service.GetAsync(Service.Views, other)).IsForbidden($"API key missing required scope '{scope}:read'");
            (await service.PostAsync(Service.Views, new { name = "x" }, reader)).IsForbidden($"API key missing required scope '{scope}:write'");
            (await service.DeleteAsync($"{Service.Views}{view}/", reader)).IsForbidden($"API key missing required scope '{scope}:write'");
            _ = (await service.DeleteAsync($"{Service.Views}{view}/", writer)).Is(204);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task Changing_a_view_needs_ticket_write(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        service.Fake.Views.Add(new ViewSeed { Name = "x", ShortId = "AbCd1234" });
        (await service.PatchAsync(Service.Views + "AbCd1234/", new { }, Callers.TicketReader)).IsForbidden(NeedsWrite);
        _ = (await service.PatchAsync(Service.Views + "AbCd1234/", new { }, TicketWriter)).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task Unread_counts_threads_and_whole_emails_need_ticket_read(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        foreach ((string path, int status) in new[] { ("unread_count/", 200), ("2/messages/", 200), ($"2/messages/{Message}/full_email/", 404) })
        {
            (await service.GetAsync(Service.Tickets + path, Callers.ConversationWriter)).IsForbidden(NeedsRead);
            _ = (await service.GetAsync(Service.Tickets + path, Callers.TicketReader)).Is(status);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task Composing_replying_rating_and_changing_notes_needs_ticket_write(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        foreach ((HttpMethod method, string path, int status) in new[]
        {
            (HttpMethod.Post, "compose/", 400), (HttpMethod.Post, "2/reply/", 400), (HttpMethod.Post, "2/ai_feedback/", 400),
            (HttpMethod.Patch, $"2/notes/{Message}/", 404), (HttpMethod.Delete, $"2/notes/{Message}/", 404),
        })
        {
            (await service.CallAsync(method, Service.Tickets + path, Callers.TicketReader, new { })).IsForbidden(NeedsWrite);
            _ = (await service.CallAsync(method, Service.Tickets + path, TicketWriter, new { })).Is(status);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task Deleting_a_ticket_and_bulk_changes_refuse_keys_and_tokens_whatever_their_scopes(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        foreach ((HttpMethod method, string path) in new[]
        {
            (HttpMethod.Delete, "1/"), (HttpMethod.Post, "bulk_update_status/"), (HttpMethod.Post, "bulk_update_tags/"),
        })
        {
            (await service.CallAsync(method, Service.Tickets + path, Callers.All, new { })).IsForbidden(KeysRefused);
            (await service.CallAsync(method, Service.Tickets + path, new Caller("pha_all"), new { })).IsForbidden(KeysRefused);
        }

        _ = (await service.DeleteAsync(TicketCalls.Of(1), Callers.Session)).Is(204);
    }

    [Theory, BothTransports, Rule("docs/service/conversations.md 1.3", Evidence.Open)]
    public async Task Where_the_fake_is_relaxed_keys_without_any_scope_may_call_what_is_kept_for_sessions(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        service.Options.ApiKeys = ApiKeyMode.Relaxed;
        string[] ids = [service.IdOf(1)];
        _ = (await service.PostAsync(Service.Tickets + "bulk_update_status/", new { ids, status = "open" }, Callers.ConversationReader)).Is(200);
        _ = (await service.PostAsync(Service.Tickets + "bulk_update_tags/", new { ids, action = "add", tags = new[] { "x" } }, Callers.ConversationReader))
            .Is(200);
        _ = (await service.DeleteAsync(TicketCalls.Of(1), Callers.ConversationReader)).Is(204);
        (await service.GetAsync(Service.Tickets, Callers.ConversationReader)).IsForbidden(NeedsRead);
        (await service.CallAsync(HttpMethod.Put, Service.Tickets, body: new { })).IsForbidden(KeysRefused);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task In_the_legacy_version_unread_count_compose_bulk_tags_and_suggestions_refuse_keys(Transport transport)
    {
        await using Service service = await OpenAsync(transport, ServiceVersion.Legacy);
        (await service.GetAsync(Service.Tickets + "unread_count/")).IsForbidden(KeysRefused);
        (await service.PostAsync(Service.Tickets + "compose/", new { })).IsForbidden(KeysRefused);
        (await service.PostAsync(Service.Tickets + "bulk_update_tags/", new { })).IsForbidden(KeysRefused);
        (await service.PostAsync(Service.Tickets + "2/suggest_reply/", new { })).IsForbidden(KeysRefused);
        _ = (await service.GetAsync(Service.Tickets + "unread_count/", Callers.Session)).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task In_the_legacy_version_deleting_a_ticket_needs_ticket_write(Transport transport)
    {
        await using Service service = await OpenAsync(transport, ServiceVersion.Legacy);
        (await service.DeleteAsync(TicketCalls.Of(1), Callers.TicketReader)).IsForbidden(NeedsWrite);
        _ = (await service.DeleteAsync(TicketCalls.Of(1), TicketWriter)).Is(204);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task The_legacy_version_has_no_threads_replies_notes_and_feedback(Transport transport)
    {
        await using Service service = await OpenAsync(transport, ServiceVersion.Legacy);
        foreach (string path in new[] { "2/messages/", $"2/messages/{Message}/full_email/", "2/reply/", "2/ai_feedback/", $"2/notes/{Message}/" })
        {
            (await service.GetAsync(Service.Tickets + path, Callers.Session)).IsError(404, "invalid_request", "not_found", "Endpoint not found.");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task A_method_that_the_route_does_not_map_is_403_for_a_key_and_405_for_a_session(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        foreach (string path in new[] { Service.Tickets, Service.Tickets + "unread_count/", Service.Tickets + "1/reply/", Service.Views })
        {
            (await service.CallAsync(HttpMethod.Put, path, body: new { })).IsForbidden(KeysRefused);
            (await service.CallAsync(HttpMethod.Put, path, Callers.Session, new { }))
                .IsError(405, "invalid_request", "method_not_allowed", "Method \"PUT\" not allowed.");
            (await service.CallAsync(HttpMethod.Put, path, Callers.Nobody, new { })).IsError(401, "authentication_error", "not_authenticated");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task Put_on_a_view_is_405_but_403_for_a_key_without_ticket_write(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        string view = Service.Views + "AbCd1234/";
        (await service.CallAsync(HttpMethod.Put, view, TicketWriter, new { })).IsError(405, "invalid_request", "method_not_allowed", "Method \"PUT\" not allowed.");
        (await service.CallAsync(HttpMethod.Put, view, Callers.Session, new { })).IsError(405, "invalid_request", "method_not_allowed", "Method \"PUT\" not allowed.");
        (await service.CallAsync(HttpMethod.Put, view, Callers.TicketReader, new { })).IsForbidden(NeedsWrite);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task In_the_legacy_version_put_and_patch_on_a_view_are_403_for_a_key_and_405_for_a_session(Transport transport)
    {
        await using Service service = await OpenAsync(transport, ServiceVersion.Legacy);
        foreach (HttpMethod method in new[] { HttpMethod.Put, HttpMethod.Patch })
        {
            (await service.CallAsync(method, Service.Views + "AbCd1234/", body: new { })).IsForbidden(KeysRefused);
            (await service.CallAsync(method, Service.Views + "AbCd1234/", Callers.Session, new { }))
                .IsError(405, "invalid_request", "method_not_allowed", $"Method \"{method}\" not allowed.");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.2", Evidence.Code)]
    public async Task A_token_without_scopes_opens_nothing(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        (await service.GetAsync(Service.Tickets, new Caller("pha_none"))).IsForbidden("OAuth token has no scopes and cannot access this resource");
    }

    private static async Task<Service> OpenAsync(Transport transport, ServiceVersion version = ServiceVersion.Current)
    {
        Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = version);
        service.Fake.Load("""{"keys": [{"key": "phx_tw", "user": 7, "scopes": ["ticket:write"]}]}""");
        return service;
    }
}
