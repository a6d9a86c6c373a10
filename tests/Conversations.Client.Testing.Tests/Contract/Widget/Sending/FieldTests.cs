using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Sending;

/// <summary>docs/service/neighbours.md 1.3: the fields of a message.</summary>
public sealed class FieldTests
{
    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Tested)]
    public async Task A_message_is_trimmed_and_has_up_to_10000_characters(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string longest = string.Concat(Enumerable.Repeat("😀", 10_000));
        string ticket = await service.OpenTicketAsync(("message", $" \n{longest}\n "));

        Assert.Equal([longest], await service.ContentsAsync(ticket, WidgetCalls.BySession));
        (await service.WriteAsync(("message", longest + "x"))).IsInvalidData(("message", "Ensure this field has no more than 10000 characters."));
        service.Options.WidgetMessageLimit = 5000;
        (await service.WriteAsync(("message", new string('x', 5001)))).Refuses("message");
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task A_message_of_the_legacy_version_has_up_to_5000_characters(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, static options => options.ServiceVersion = ServiceVersion.Legacy);
        _ = (await service.WriteAsync(("message", new string('x', 5000)))).Is(200);
        (await service.WriteAsync(("message", new string('x', 5001)))).IsInvalidData(("message", "Ensure this field has no more than 5000 characters."));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Framework)]
    public async Task A_message_is_required_and_a_text(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.WriteAsync(("message", WidgetCalls.Missing.Field))).IsInvalidData(("message", "This field is required."));
        (await service.WriteAsync(("message", null))).IsInvalidData(("message", "This field may not be null."));
        (await service.WriteAsync(("message", " \n "))).IsInvalidData(("message", "This field may not be blank."));
        (await service.WriteAsync(("message", new { }))).IsInvalidData(("message", "Not a valid string."));
        Assert.Equal(["42"], await service.ContentsAsync(await service.OpenTicketAsync(("message", 42)), WidgetCalls.BySession));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task A_session_is_a_uuid_and_goes_with_a_distinct_id(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.WriteAsync(("widget_session_id", "nonsense"))).IsInvalidData(("widget_session_id", "Must be a valid UUID."));
        (await service.WriteAsync(("widget_session_id", null))).IsInvalidData(("widget_session_id", "This field may not be null."));
        (await service.WriteAsync(("distinct_id", WidgetCalls.Missing.Field))).Refuses("non_field_errors");
        (await service.WriteAsync(("distinct_id", " "))).IsInvalidData(("distinct_id", "This field may not be blank."));
        (await service.WriteAsync(("distinct_id", new string('x', 401)))).IsInvalidData(("distinct_id", "Ensure this field has no more than 400 characters."));
        _ = (await service.WriteAsync(("distinct_id", new string('x', 400)))).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task An_identity_needs_no_distinct_id_and_takes_none(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SignWith();
        string ticket = (await service.WriteSignedAsync(("distinct_id", "u-2"))).Is(200).Json.Text("ticket_id")!;
        Assert.Equal(WidgetCalls.SignedId, service.Find(ticket).DistinctId);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task Without_a_ticket_or_with_an_empty_one_a_new_ticket_is_opened_every_time(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (object? empty in new object?[] { WidgetCalls.Missing.Field, null, "", 0, false })
        {
            _ = (await service.WriteAsync(("ticket_id", empty))).Is(200);
        }

        Assert.Equal([6, 7, 8, 9, 10], await service.SeenAsync(WidgetCalls.BySession));
        foreach (object wrong in new object[] { "6", "nonsense", 6, true })
        {
            (await service.WriteAsync(("ticket_id", wrong))).IsBareError(400, "Invalid ticket_id format");
        }
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task A_replay_session_has_1_to_64_characters_or_is_null(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync(("session_id", new string('s', 64)));
        Assert.Equal(new string('s', 64), service.Find(ticket).SessionId);
        Assert.Null(service.Find(await service.OpenTicketAsync(("session_id", null))).SessionId);
        (await service.WriteAsync(("session_id", ""))).IsInvalidData(("session_id", "This field may not be blank."));
        (await service.WriteAsync(("session_id", new string('s', 65)))).IsInvalidData(("session_id", "Ensure this field has no more than 64 characters."));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task The_trap_for_robots_may_be_empty_and_nothing_else(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (object? empty in new object?[] { null, "", 0, false })
        {
            _ = (await service.WriteAsync(("_hp", empty))).Is(200);
        }

        foreach (object full in new object[] { "x", 1, true, new[] { 1 } })
        {
            (await service.WriteAsync(("_hp", full))).IsBareError(400, "Invalid request");
        }
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task Other_fields_are_ignored(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync(
            ("rich_content", new { type = "doc" }), ("priority", "high"), ("tags", new[] { "vip" }), ("status", "resolved"), ("email_subject", "Hi"));

        Ticket stored = service.Find(ticket);
        Assert.Equal((TicketStatus.New, null, null), (stored.Status.Known, stored.Priority, stored.EmailSubject));
        Assert.Empty(stored.Tags);
        Assert.Contains("\"rich_content\":null", (await service.AskAsync(WidgetCalls.Thread(ticket) + WidgetCalls.BySession)).Text, StringComparison.Ordinal);
    }
}
