using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Actions;

/// <summary>docs/service/tickets.md 8.4: an e-mail to a customer that opens a ticket.</summary>
public sealed class ComposeTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task Composing_answers_201_with_id_and_number(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        JsonElement made = (await service.PostAsync(Composing.Path, Composing.Body())).Is(201).Json;
        Assert.Equal($$"""{"id":"{{service.IdOf(6)}}","ticket_number":6}""", made.GetRawText());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task A_composed_ticket_is_open_of_the_channel_email_and_from_the_recipient(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        JsonElement ticket = await service.ComposeAsync(("email_subject", " Welcome "), ("tags", new[] { " VIP", "vip" }));
        Assert.Equal(("email", "open", true), (ticket.Text("channel_source"), ticket.Text("status"), ticket.IsNull("channel_detail")));
        Assert.Equal(("new@x.example", "help@acme.example", "Welcome"), (ticket.Text("email_from"), ticket.Text("email_to"), ticket.Text("email_subject")));
        Assert.Equal(("""["vip"]""", 0), (ticket.Raw("tags"), ticket.Number("unread_team_count")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task The_traits_of_a_composed_ticket_hold_the_address_on_the_newest_service_and_nothing_before(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        Assert.Equal("""{"email":"new@x.example"}""", (await service.ComposeAsync()).Raw("anonymous_traits"));
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal("{}", (await service.ComposeAsync()).Raw("anonymous_traits"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task The_first_message_of_a_composed_ticket_is_public_and_of_the_author_type_human(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        JsonElement ticket = await service.ComposeAsync(("message", " Hello there "), ("rich_content", new { type = "doc" }));
        Assert.Equal((1, "Hello there"), (ticket.Number("message_count"), ticket.Text("last_message_text")));
        JsonElement message = (await service.GetAsync($"{Service.Tickets}{ticket.Text("id")}/messages/")).Results().Single();
        Assert.Equal(("human", "Max", "Hello there", """{"type":"doc"}"""), (message.Text("author_type"), message.Text("author_name"), message.Text("content"), message.Raw("rich_content")));
        Assert.False(message.GetProperty("is_private").GetBoolean());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task The_distinct_id_of_a_composed_ticket_is_the_one_given_else_that_of_the_person_with_the_address_else_the_address(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        foreach (ServiceVersion version in Enum.GetValues<ServiceVersion>())
        {
            service.Options.ServiceVersion = version;
            Assert.Equal("somebody", (await service.ComposeAsync(("recipient_distinct_id", "somebody"))).Text("distinct_id"));
            Assert.Equal("pa-2", (await service.ComposeAsync(("recipient_email", "ANA@lumen.example"), ("recipient_distinct_id", "pa-2"))).Text("distinct_id"));
            Assert.Equal("pa", (await service.ComposeAsync(("recipient_email", "Ana@lumen.example"))).Text("distinct_id"));
            Assert.Equal("new@x.example", (await service.ComposeAsync()).Text("distinct_id"));
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task A_distinct_id_of_nobody_gives_way_to_the_owner_of_the_address_on_the_newest_service(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        (string, object?)[] changes = [("recipient_email", "ana@lumen.example"), ("recipient_distinct_id", "nobody")];
        Assert.Equal("pa", (await service.ComposeAsync(changes)).Text("distinct_id"));
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal("nobody", (await service.ComposeAsync(changes)).Text("distinct_id"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task The_newest_service_refuses_an_address_that_is_not_the_one_of_the_person_with_the_distinct_id(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        (await service.PostAsync(Composing.Path, Composing.Body(("recipient_distinct_id", "pa")))).IsDetail(400, "Recipient email does not match the person's email on file.");
        _ = await service.ComposeAsync(("recipient_distinct_id", "pa"), ("recipient_email", "ANA@lumen.example"));
        _ = await service.ComposeAsync(("recipient_distinct_id", "mute"));
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        Assert.Equal("pa", (await service.ComposeAsync(("recipient_distinct_id", "pa"))).Text("distinct_id"));
    }
}
