using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Common;

/// <summary>docs/service/tickets.md 1.4: codes and texts for invalid values.</summary>
public sealed class ValidationTests
{
    private const string BulkStatusRequest = Service.Tickets + "bulk_update_status/";

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task A_missing_field_is_required(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(Service.Views, new { })).IsInvalid("required", "name", "This field is required.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task Null_where_it_is_not_allowed_has_the_code_null(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.RefusesPatchAsync(1, new { status = (string?)null }, "null", "status", "This field may not be null.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task An_empty_text_where_it_is_not_allowed_is_blank(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(Service.Views, new { name = "" })).IsInvalid("blank", "name", "This field may not be blank.");
        (await service.PostAsync(Service.Views, new { name = " \t" })).IsInvalid("blank", "name", "This field may not be blank.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task What_is_none_of_the_choices_is_quoted(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.RefusesPatchAsync(1, new { status = "bogus" }, "invalid_choice", "status", "\"bogus\" is not a valid choice.");
        await service.RefusesPatchAsync(1, new { status = "Open" }, "invalid_choice", "status", "\"Open\" is not a valid choice.");
        await service.RefusesPatchAsync(1, new { status = 5 }, "invalid_choice", "status", "\"5\" is not a valid choice.");
        await service.RefusesPatchAsync(1, new { status = true }, "invalid_choice", "status", "\"True\" is not a valid choice.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task A_text_that_is_too_long_is_told_the_most_characters(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(Service.Views, new { name = new string('x', 401) }))
            .IsInvalid("max_length", "name", "Ensure this field has no more than 400 characters.");
        _ = (await service.PostAsync(Service.Views, new { name = string.Concat(Enumerable.Repeat("😀", 400)) })).Is(201);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task A_boolean_a_list_and_an_object_are_no_text_and_a_number_becomes_one(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (object value in new object[] { true, new[] { "x" }, new { x = 1 } })
        {
            await service.RefusesPatchAsync(1, new { escalation_reason = value }, "invalid_input", "escalation_reason", "Not a valid string.");
        }

        Assert.Equal("5", (await service.PatchTicketAsync(1, new { escalation_reason = 5 })).Text("escalation_reason"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task What_is_no_boolean_is_told_so(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (object value in new object[] { "maybe", 2, new { }, "" })
        {
            await service.RefusesPatchAsync(1, new { ai_resolved = value }, "invalid_input", "ai_resolved", "Must be a valid boolean.");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task What_is_no_datetime_is_told_the_format(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (object value in new object[] { "tomorrow", "", 5, "2026-13-01T00:00:00Z" })
        {
            await service.RefusesPatchAsync(
                1,
                new { sla_due_at = value },
                "invalid_input",
                "sla_due_at",
                "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task What_is_no_uuid_is_told_so_with_its_position(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(BulkStatusRequest, new { ids = new[] { service.IdOf(1), "x" }, status = "open" }, Callers.Session))
            .IsInvalid("invalid_input", "ids__1", "Must be a valid UUID.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task What_is_no_list_is_told_its_type(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.RefusesPatchAsync(1, new { tags = "vip" }, "not_a_list", "tags", "Expected a list of items but got type \"str\".");
        await service.RefusesPatchAsync(1, new { tags = new { } }, "not_a_list", "tags", "Expected a list of items but got type \"dict\".");
        await service.RefusesPatchAsync(1, new { tags = 5 }, "not_a_list", "tags", "Expected a list of items but got type \"int\".");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task An_empty_list_where_it_is_not_allowed_is_empty(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.PostAsync(BulkStatusRequest, new { ids = Array.Empty<string>(), status = "open" }, Callers.Session))
            .IsInvalid("empty", "ids", "This list may not be empty.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.4", Evidence.Framework)]
    public async Task A_body_that_is_no_object_is_told_its_type_and_has_no_attr(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((string body, string type) in new[] { ("[]", "list"), ("\"x\"", "str"), ("5", "int") })
        {
            (await service.CallAsync(HttpMethod.Patch, TicketCalls.Of(1), body: body))
                .IsInvalid("invalid_input", null, $"Invalid data. Expected a dictionary, but got {type}.");
        }
    }
}
