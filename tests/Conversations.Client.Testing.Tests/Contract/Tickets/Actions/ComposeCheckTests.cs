using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Actions;

/// <summary>docs/service/tickets.md 8.4: what composing refuses, and in which order.</summary>
public sealed class ComposeCheckTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task To_compose_recipient_channel_and_message_are_required_in_this_order(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        await RefusesAsync(service, [("recipient_email", null), ("email_config_id", null), ("message", null)], "required", "recipient_email");
        await RefusesAsync(service, [("email_config_id", null), ("message", null)], "required", "email_config_id");
        await RefusesAsync(service, [("message", null)], "required", "message", "This field is required.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Framework)]
    public async Task The_recipient_of_a_composed_ticket_is_an_address_and_the_channel_a_uuid(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        await RefusesAsync(service, [("recipient_email", "nobody")], "invalid_input", "recipient_email", "Enter a valid email address.");
        await RefusesAsync(service, [("recipient_email", "")], "blank", "recipient_email");
        await RefusesAsync(service, [("email_config_id", "x")], "invalid_input", "email_config_id", "Must be a valid UUID.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task A_composed_message_has_1_to_5000_characters_after_trimming(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        await RefusesAsync(service, [("message", "")], "blank", "message", "This field may not be blank.");
        await RefusesAsync(service, [("message", " \n ")], "blank", "message", "This field may not be blank.");
        await RefusesAsync(service, [("message", new string('x', 5001))], "max_length", "message", "Ensure this field has no more than 5000 characters.");
        _ = await service.ComposeAsync(("message", $" {new string('x', 5000)} "));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task Subject_and_distinct_id_of_a_composed_ticket_are_neither_empty_nor_null_nor_too_long(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        foreach ((string name, int most) in new[] { ("email_subject", 500), ("recipient_distinct_id", 400) })
        {
            await RefusesAsync(service, [(name, "")], "blank", name, "This field may not be blank.");
            await RefusesAsync(service, [(name, JsonValueKind.Null)], "null", name, "This field may not be null.");
            await RefusesAsync(service, [(name, new string('x', most + 1))], "max_length", name, $"Ensure this field has no more than {most} characters.");
            _ = await service.ComposeAsync((name, new string('x', most)));
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task Rich_content_of_a_composed_ticket_is_any_json_of_at_most_100000_characters(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        await RefusesAsync(service, [("rich_content", new string('x', 99_999))], "invalid_input", "rich_content", "Rich content too large (max 100KB).");
        _ = await service.ComposeAsync(("rich_content", new string('x', 99_998)));
        _ = await service.ComposeAsync(("rich_content", JsonValueKind.Null));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task Tags_of_a_composed_ticket_are_at_most_100_of_at_most_255_characters_none_blank_and_unknown_in_the_legacy_version(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        await RefusesAsync(service, [("tags", new[] { "a", " " })], "blank", "tags__1", "This field may not be blank.");
        await RefusesAsync(service, [("tags", new[] { new string('x', 256) })], "max_length", "tags__0");
        await RefusesAsync(service, [("tags", Enumerable.Range(0, 101).Select(i => $"t{i}"))], "max_length", "tags");
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal("[]", (await service.ComposeAsync(("tags", new[] { " " }))).Raw("tags"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task Composing_without_support_is_refused_after_the_fields(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        service.SwitchSupportOff();
        await RefusesAsync(service, [("message", "")], "blank", "message");
        (await PostAsync(service, ("email_config_id", Composing.Unverified))).IsDetail(400, "Support is not enabled.");
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        (await PostAsync(service)).IsDetail(400, "Conversations is not enabled.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task Composing_without_an_email_channel_is_refused(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await PostAsync(service)).IsDetail(400, "Email channel is not enabled.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task An_email_channel_that_is_unknown_of_another_project_or_not_verified_is_refused_before_the_recipient_is_matched(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        foreach (string channel in new[] { Composing.Unverified, Composing.Elsewhere, Guid.NewGuid().ToString() })
        {
            (await PostAsync(service, ("email_config_id", channel), ("recipient_distinct_id", "pa")))
                .IsDetail(400, "Email configuration not found or domain not verified.");
        }
    }

    private static Task<Answer> PostAsync(Service service, params (string Name, object? Value)[] changes) =>
        service.PostAsync(Composing.Path, Composing.Body(changes), Callers.Session);

    private static async Task RefusesAsync(
        Service service, (string Name, object? Value)[] changes, string code, string attribute, string? detail = null) =>
        (await PostAsync(service, changes)).IsInvalid(code, attribute, detail);
}
