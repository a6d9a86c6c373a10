using Conversations.Client.Testing.Tests.Contract.Tickets;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Common;

/// <summary>docs/service/neighbours.md 1.6: what is refused, how, and which of two mistakes is told.</summary>
public sealed class ErrorTests
{
    private const string Unknown = "0197f000-0000-4000-8000-0000000000ff";

    private static readonly string WrongHash = new('0', 64);

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Tested)]
    public async Task A_wrong_token_and_a_project_without_support_are_403_as_an_envelope(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        IsWrongToken(await service.PostAsync(WidgetCalls.Message, WidgetCalls.Sent(), Wrong()));
        IsWrongToken(await service.GetAsync(WidgetCalls.Tickets + WidgetCalls.BySession, Wrong()));
        IsWrongToken(await service.PatchAsync(WidgetCalls.Message, new { }, Wrong()));
        service.SwitchSupportOff();
        IsWrongToken(await service.WriteAsync());
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Tested)]
    public async Task A_missing_token_is_403_as_an_error_object(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(WidgetCalls.Message, WidgetCalls.Sent())).IsBareError(403, "Authentication required");
        (await service.GetAsync(WidgetCalls.Tickets, Callers.Session)).IsBareError(403, "Authentication required");
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Framework)]
    public async Task A_body_that_is_no_json_is_400_and_one_that_is_no_object_500(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(WidgetCalls.Message, "{", WidgetCalls.Customer)).IsError(400, "invalid_request", "parse_error");
        foreach (string body in new[] { "[]", "null", "\"x\"" })
        {
            (await service.PostAsync(WidgetCalls.Message, body, WidgetCalls.Customer)).IsError(500, "server_error", "error", "A server error occurred.");
        }

        (await service.WriteAsync(("widget_session_id", 5))).IsError(500, "server_error", "error");
        (await service.CallAsync(HttpMethod.Post, WidgetCalls.Message, WidgetCalls.Customer)).Refuses("message");
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task Every_field_that_is_wrong_is_told_and_only_then_what_does_not_fit_together(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(WidgetCalls.Message, new { distinct_id = "", session_id = "" }, WidgetCalls.Customer)).IsInvalidData(
            ("message", "This field is required."), ("distinct_id", "This field may not be blank."), ("session_id", "This field may not be blank."));
        (await service.PostAsync(WidgetCalls.Message, new { message = "x" }, WidgetCalls.Customer)).Refuses("non_field_errors");
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Tested)]
    public async Task A_ticket_that_is_unknown_or_of_another_project_is_404(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string other = service.Fake.Tickets.Last().Id.ToString();
        foreach (string ticket in new[] { Unknown, other })
        {
            (await service.WriteAsync(("ticket_id", ticket))).IsBareError(404, "Ticket not found");
            (await service.AskAsync(WidgetCalls.Thread(ticket) + WidgetCalls.BySession)).IsBareError(404, "Ticket not found");
            (await service.MarkReadAsync(ticket)).IsBareError(404, "Ticket not found");
        }
    }

    /// <summary>One request that has every mistake; each step mends the one that was told.</summary>
    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task Of_a_message_token_limit_trap_origin_fields_identity_form_ticket_and_owner_are_checked_in_this_order(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, static options => options.WidgetLimits = true);
        service.Fake.Directory.Add(new ProjectSeed { Id = 1, SecretToken = WidgetCalls.Secret, WidgetDomains = ["https://acme.example"] });
        Caller listed = WidgetCalls.With(("Origin", "https://acme.example"));
        for (int sent = 0; sent < 30; sent++)
        {
            _ = (await service.GetAsync(WidgetCalls.Tickets + WidgetCalls.BySession, WidgetCalls.Customer)).Is(200);
        }

        IDictionary<string, object?> body = WidgetCalls.SentSigned(
            ("widget_session_id", WidgetCalls.Session), ("_hp", "x"), ("message", ""), ("identity_hash", WrongHash), ("ticket_id", "nonsense"));
        IsWrongToken(await SendAsync(Wrong()));
        (await SendAsync(WidgetCalls.Customer)).IsError(429, "throttled_error", "throttled");
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        (await SendAsync(WidgetCalls.Customer)).IsBareError(400, "Invalid request");
        body["_hp"] = "";
        (await SendAsync(WidgetCalls.Customer)).IsBareError(403, "Origin not allowed");
        (await SendAsync(listed)).Refuses("message");
        body["message"] = "Hello";
        (await SendAsync(listed)).IsForbidden();
        body["identity_hash"] = WidgetCalls.Hash;
        (await SendAsync(listed)).IsBareError(400, "Invalid ticket_id format");
        body["ticket_id"] = Unknown;
        (await SendAsync(listed)).IsBareError(404, "Ticket not found");
        body["ticket_id"] = service.IdOf(1);
        (await SendAsync(listed)).IsForbidden();
        body.Remove("ticket_id");
        _ = (await SendAsync(listed)).Is(200);

        Task<Answer> SendAsync(Caller caller) => service.PostAsync(WidgetCalls.Message, body, caller);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task Of_a_message_a_wrong_hash_is_told_before_an_unknown_ticket(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.WriteSignedAsync(("identity_hash", WrongHash), ("ticket_id", Unknown))).IsForbidden();
        (await service.WriteSignedAsync(("identity_hash", WrongHash), ("ticket_id", "nonsense"))).IsForbidden();
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task Of_a_thread_token_limit_fields_ticket_identity_and_owner_are_checked_in_this_order(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, static options => options.WidgetLimits = true);
        service.SignWith();
        string wrong = $"identity_distinct_id={WidgetCalls.SignedId}&identity_hash={WrongHash}";
        for (int sent = 0; sent < 30; sent++)
        {
            _ = (await service.AskAsync(WidgetCalls.Tickets)).Is(400);
        }

        IsWrongToken(await service.GetAsync($"{WidgetCalls.Thread(Unknown)}?limit=0", Wrong()));
        (await service.AskAsync($"{WidgetCalls.Thread(Unknown)}?limit=0")).IsError(429, "throttled_error", "throttled");
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        (await service.AskAsync($"{WidgetCalls.Thread(Unknown)}?limit=0&{wrong}")).Refuses("limit");
        (await service.AskAsync($"{WidgetCalls.Thread(Unknown)}?{wrong}")).IsBareError(404, "Ticket not found");
        (await service.AskAsync($"{WidgetCalls.Thread(service.IdOf(1))}?{wrong}")).IsForbidden();
        (await service.AskAsync(WidgetCalls.Thread(service.IdOf(1)) + WidgetCalls.ByIdentity)).IsForbidden();
        var wrongly = new { identity_distinct_id = WidgetCalls.SignedId, identity_hash = WrongHash };
        (await service.MarkReadAsync(Unknown, wrongly with { identity_hash = "x" })).Refuses("identity_hash");
        (await service.MarkReadAsync(Unknown, wrongly)).IsBareError(404, "Ticket not found");
        (await service.MarkReadAsync(service.IdOf(1), wrongly)).IsForbidden();
    }

    private static Caller Wrong() => new() { Headers = [("X-Conversations-Token", "wgt_wrong")] };

    private static void IsWrongToken(Answer answer) =>
        answer.IsError(403, "authentication_error", "authentication_failed", "Invalid token or conversations not enabled");
}
