using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Single;

/// <summary>docs/service/tickets.md 6.2: the members that an update may change.</summary>
public sealed class UpdateTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task No_member_is_required_and_put_keeps_what_is_left_out_as_patch_does(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (HttpMethod method in new[] { HttpMethod.Patch, HttpMethod.Put })
        {
            JsonElement empty = (await service.CallAsync(method, TicketCalls.Of(2), body: new { })).Is(200).Json;
            Assert.Equal(("open", "high", """["billing","urgent"]"""), (empty.Text("status"), empty.Text("priority"), empty.Raw("tags")));
            JsonElement changed = (await service.CallAsync(method, TicketCalls.Of(2), body: new { escalation_reason = "why" })).Is(200).Json;
            Assert.Equal(("open", "high", "why", 7), (changed.Text("status"), changed.Text("priority"), changed.Text("escalation_reason"), changed.GetProperty("assignee").Number("id")));
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task A_status_is_neither_null_nor_empty(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.RefusesPatchAsync(1, new { status = (string?)null }, "null", "status", "This field may not be null.");
        await service.RefusesPatchAsync(1, new { status = "" }, "invalid_choice", "status", "\"\" is not a valid choice.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task A_priority_may_be_null_and_the_empty_text_is_kept_as_such(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("", (await service.PatchTicketAsync(2, new { priority = "" })).Text("priority"));
        Assert.Equal("", (await service.OpenTicketAsync(2)).Text("priority"));
        Assert.True((await service.PatchTicketAsync(2, new { priority = (string?)null })).IsNull("priority"));
        Assert.True((await service.OpenTicketAsync(2)).IsNull("priority"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task Traits_are_any_json_but_null_and_are_replaced_whole(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("""{"plan":"team"}""", (await service.PatchTicketAsync(1, new { anonymous_traits = new { plan = "team" } })).Raw("anonymous_traits"));
        Assert.Equal("[1]", (await service.PatchTicketAsync(1, new { anonymous_traits = new[] { 1 } })).Raw("anonymous_traits"));
        Assert.Equal("\"x\"", (await service.PatchTicketAsync(1, new { anonymous_traits = "x" })).Raw("anonymous_traits"));
        await service.RefusesPatchAsync(1, new { anonymous_traits = (string?)null }, "null", "anonymous_traits", "This field may not be null.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Framework)]
    public async Task Ai_resolved_is_a_boolean_or_what_stands_for_one(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((object sent, bool kept) in new (object, bool)[] { (true, true), ("false", false), (1, true), (0, false), ("True", true),
            ("0", false) })
        {
            Assert.Equal(kept, (await service.PatchTicketAsync(1, new { ai_resolved = sent })).GetProperty("ai_resolved").GetBoolean());
        }

        await service.RefusesPatchAsync(1, new { ai_resolved = (bool?)null }, "null", "ai_resolved", "This field may not be null.");
        await service.RefusesPatchAsync(1, new { ai_resolved = "maybe" }, "invalid_input", "ai_resolved", "Must be a valid boolean.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task An_escalation_reason_is_trimmed_and_may_be_empty_or_null(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("why not", (await service.PatchTicketAsync(1, new { escalation_reason = " \n why not " })).Text("escalation_reason"));
        Assert.Equal("", (await service.PatchTicketAsync(1, new { escalation_reason = "" })).Text("escalation_reason"));
        Assert.Equal("", (await service.PatchTicketAsync(1, new { escalation_reason = "  " })).Text("escalation_reason"));
        Assert.True((await service.PatchTicketAsync(1, new { escalation_reason = (string?)null })).IsNull("escalation_reason"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task Instants_may_be_null_or_past_but_not_empty(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string name in new[] { "sla_due_at", "snoozed_until" })
        {
            Assert.Equal("2001-01-01T00:00:00Z", (await service.PatchTicketAsync(1, new Dictionary<string, string?> { [name] = "2001-01-01T00:00:00Z" })).Text(name));
            Assert.True((await service.PatchTicketAsync(1, new Dictionary<string, string?> { [name] = null })).IsNull(name));
            await service.RefusesPatchAsync(1, new Dictionary<string, string?> { [name] = "" }, "invalid_input", name);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task Tags_replace_the_whole_set_trimmed_in_lower_case_and_each_once(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("""["vip","x y"]""", (await service.PatchTicketAsync(2, new { tags = new[] { " VIP ", "x y", "vip" } })).Raw("tags"));
        Assert.Equal("""["vip","x y"]""", (await service.PatchTicketAsync(2, new { status = "open" })).Raw("tags"));
        Assert.Equal("[]", (await service.PatchTicketAsync(2, new { tags = Array.Empty<string>() })).Raw("tags"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task Tags_are_an_array_and_not_null(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.RefusesPatchAsync(1, new { tags = "vip" }, "not_a_list", "tags", "Expected a list of items but got type \"str\".");
        await service.RefusesPatchAsync(1, new { tags = (string?)null }, "null", "tags", "This field may not be null.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task The_newest_service_refuses_a_blank_tag_with_its_position(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.RefusesPatchAsync(1, new { tags = new[] { "" } }, "blank", "tags__0", "This field may not be blank.");
        await service.RefusesPatchAsync(1, new { tags = new[] { "a", " " } }, "blank", "tags__1", "This field may not be blank.");
        await service.RefusesPatchAsync(1, new { tags = new object[] { 1, " " } }, "blank", "tags__1", "This field may not be blank.");
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal("""["a"]""", (await service.PatchTicketAsync(1, new { tags = new[] { "a", " " } })).Raw("tags"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 6.2", Evidence.Code)]
    public async Task A_tag_that_is_a_number_or_over_255_characters_breaks_inside_the_server(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (object tag in new object[] { 1, new string('x', 256) })
        {
            (await service.PatchAsync(TicketCalls.Of(1), new { tags = new[] { tag } })).IsError(500, "server_error", "error", "A server error occurred.");
        }

        _ = await service.PatchTicketAsync(1, new { tags = new[] { new string('x', 255) } });
    }
}
