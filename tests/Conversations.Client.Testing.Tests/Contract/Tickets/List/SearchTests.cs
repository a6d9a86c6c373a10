using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.List;

/// <summary>docs/service/tickets.md 5.1: which fields a search covers.</summary>
public sealed class SearchTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 5.1", Evidence.Code)]
    public async Task Digits_find_the_ticket_of_that_number_and_nothing_else(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load("""{"tickets": [{"ticket_number": 8, "anonymous_traits": {"name": "Agent 3"}, "messages": [{"content": "100 of 3"}]}]}""");
        foreach (ServiceVersion version in Enum.GetValues<ServiceVersion>())
        {
            service.Options.ServiceVersion = version;
            await service.HasAsync("search=3", 3);
            await service.HasAsync("search=003", 3);
            await service.HasAsync("search=100");
            await service.HasAsync("search=99999999999999999999");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.1", Evidence.Code)]
    public async Task A_number_sign_before_digits_is_part_of_the_number_on_the_newest_service_and_text_before(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load("""{"tickets": [{"ticket_number": 8, "messages": [{"content": "see #3"}]}]}""");
        await service.HasAsync("search=%233", 3);
        await service.HasAsync("search=%23", 8);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        await service.HasAsync("search=%233", 8);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.1", Evidence.Tested)]
    public async Task A_search_finds_text_within_name_and_email_of_the_traits_and_the_subject_ignoring_case(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("search=WONDER", 1);
        await service.HasAsync("search=alice@", 1);
        await service.HasAsync("search=LING+iss", 2);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.1", Evidence.Tested)]
    public async Task A_search_finds_text_in_every_message_that_is_not_deleted_private_notes_included(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("search=Passwords", 4);
        await service.HasAsync("search=sorted", 4);
        await service.HasAsync("search=card+number", 5);
        await service.HasAsync("search=zebra");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.1", Evidence.Tested)]
    public async Task Percent_and_underscore_are_literal(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("search=100%25", 4);
        await service.HasAsync("search=%25", 4);
        await service.HasAsync("search=_");
        await service.HasAsync("search=A%25e");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.1", Evidence.Code)]
    public async Task Sender_distinct_id_person_tags_and_status_are_not_searched(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load("""{"persons": [{"distinct_ids": ["u-1"], "properties": {"email": "person@x.example"}}]}""");
        foreach (string text in new[] { "bob@example.com", "u-1", "person@x", "urgent", "on_hold" })
        {
            await service.HasAsync($"search={text}");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task A_search_is_1_to_200_characters_and_not_trimmed(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("search=", TicketCalls.All);
        await service.HasAsync("search=" + new string('x', 200));
        await service.HasAsync("search=" + new string('x', 201), TicketCalls.All);
        await service.HasAsync("search=" + string.Concat(Enumerable.Repeat("%F0%9F%98%80", 200)));
        await service.HasAsync("search=wonder+");
        await service.HasAsync("search=+wonder", 1);
    }
}
