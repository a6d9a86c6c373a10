using System.Text;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Common;

/// <summary>docs/service/tickets.md 1.3: the form of errors.</summary>
public sealed class ErrorTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task An_error_is_an_envelope_of_type_code_detail_and_attr(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(
            """{"type":"validation_error","code":"invalid_choice","detail":"\"urgent\" is not a valid choice.","attr":"priority"}""",
            (await service.PatchAsync(TicketCalls.Of(1), new { priority = "urgent" })).Is(400).Text);
        Assert.Equal(
            """{"type":"invalid_request","code":"not_found","detail":"Not found.","attr":null}""", (await service.GetAsync(TicketCalls.Of(99))).Is(404).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task An_error_may_have_the_member_extra_which_is_sent_where_a_fault_says_so_and_nowhere_else(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        const string Extra = """{"type":"validation_error","code":"blocked","detail":"Not now.","attr":null,"extra":{"until":[1.50]}}""";
        service.Fake.Faults.On(Operation.TicketsUpdate).Nth(1).Respond(400, Extra);
        Answer refused = await service.PatchAsync(TicketCalls.Of(1), new { priority = "urgent" });
        Assert.Equal((400, Extra, "application/json"), (refused.Status, refused.Text, refused.ContentType?.MediaType));
        Assert.Equal(
            ["type", "code", "detail", "attr"], (await service.PatchAsync(TicketCalls.Of(1), new { priority = "urgent" })).Is(400).Json.Names());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task Only_the_first_error_is_reported_in_the_order_of_the_members(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.RefusesPatchAsync(1, new { tags = "x", snoozed_until = "x", status = "bogus", priority = "bogus" }, "invalid_choice", "status");
        await service.RefusesPatchAsync(1, new { tags = "x", snoozed_until = "x", priority = "bogus" }, "invalid_choice", "priority");
        await service.RefusesPatchAsync(1, new { tags = "x", snoozed_until = "x" }, "invalid_input", "snoozed_until");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task The_attr_joins_nested_names_and_positions_with_two_underscores(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(Service.Views, new { name = "x", filters = new { status = new[] { "open", "bogus" } } }))
            .IsInvalid("invalid_choice", "filters__status__1", "\"bogus\" is not a valid choice.");
        await service.RefusesPatchAsync(1, new { tags = new object[] { "a", true } }, "invalid_input", "tags__1", "Not a valid string.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task A_body_that_is_no_json_is_a_parse_error(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string body in new[] { "{\"status\": ", "nonsense", """{"escalation_reason": "\ud83d"}""" })
        {
            Answer broken = await service.CallAsync(HttpMethod.Patch, TicketCalls.Of(1), body: body);
            broken.IsError(400, "invalid_request", "parse_error");
            Assert.StartsWith("JSON parse error - ", broken.Json.Text("detail"), StringComparison.Ordinal);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task A_media_type_that_is_not_read_is_415_and_named(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.CallAsync(HttpMethod.Patch, TicketCalls.Of(1), body: "x", contentType: "text/plain"))
            .IsError(415, "invalid_request", "unsupported_media_type", "Unsupported media type \"text/plain\" in request.");
    }

    [Theory, BothTransports, Rule("docs/service/conversations.md 1.2", Evidence.Open)]
    public async Task A_body_sent_as_a_form_is_not_imitated_and_says_so(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.CallAsync(HttpMethod.Patch, TicketCalls.Of(1), body: "a=b", contentType: "application/x-www-form-urlencoded"))
            .IsError(501, "server_error", "not_imitated", "This version of the fake does not imitate bodies sent as a form yet.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task A_ticket_or_a_view_that_is_not_there_is_404_with_the_frameworks_text(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.GetAsync(TicketCalls.Of(99))).IsNotFound();
        (await service.GetAsync(Service.Views + "AbCd1234/")).IsNotFound();
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task What_breaks_inside_the_server_is_500_with_one_text_for_all(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal(
            """{"type":"server_error","code":"error","detail":"A server error occurred.","attr":null}""",
            (await service.PatchAsync(TicketCalls.Of(1), new { tags = new[] { 1 } })).Is(500).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Framework)]
    public async Task A_request_without_a_body_is_one_with_an_empty_object(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        _ = (await service.CallAsync(HttpMethod.Patch, TicketCalls.Of(1))).Is(200);
        (await service.CallAsync(HttpMethod.Post, Service.Views)).IsInvalid("required", "name");
    }

    [Theory, BothTransports, Rule("docs/service/conversations.md 1.2", Evidence.Open)]
    public async Task A_body_of_more_than_20_megabytes_is_413(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        const int Most = 20 * 1024 * 1024;
        string fits = new StringBuilder("{}").Append(' ', Most - 2).ToString();

        _ = (await service.CallAsync(HttpMethod.Patch, TicketCalls.Of(1), body: fits)).Is(200);
        Assert.Equal("", (await service.CallAsync(HttpMethod.Patch, TicketCalls.Of(1), body: fits + " ")).Is(413).Text);
    }
}
