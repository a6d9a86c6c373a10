using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.List;

/// <summary>docs/service/tickets.md 5: tags as JSON text.</summary>
public sealed class TagFilterTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Tags_are_a_json_array_as_text_any_of_which_must_be_there(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync($"tags={TicketCalls.JsonText("billing")}", 1, 2);
        await service.HasAsync($"tags={TicketCalls.JsonText("billing", "urgent")}", 1, 2, 4);
        await service.HasAsync($"tags={TicketCalls.JsonText("Billing")}");
        await service.HasAsync($"tags={TicketCalls.JsonText("bill")}");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Tags_that_are_no_filled_json_array_are_ignored(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string text in new[] { "billing", "[]", "", "\"billing\"", "{\"billing\":1}", "[\"billing\"", "billing,urgent", "[\"\\ud83d\"]" })
        {
            foreach (string name in new[] { "tags", "tags_all", "tags_exclude" })
            {
                await service.HasAsync($"{name}={Uri.EscapeDataString(text)}", TicketCalls.All);
            }
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task The_newest_service_takes_the_first_fifty_tags(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string query = $"tags={TicketCalls.JsonText([.. Enumerable.Range(0, 50).Select(i => $"x{i}"), "billing"])}";
        await service.HasAsync(query);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        await service.HasAsync(query, 1, 2);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Tags_all_wants_all_tags_exclude_none_and_the_three_combine_with_and(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync($"tags_all={TicketCalls.JsonText("billing", "urgent")}", 2);
        await service.HasAsync($"tags_exclude={TicketCalls.JsonText("billing", "vip")}", 3, 4);
        await service.HasAsync($"tags={TicketCalls.JsonText("urgent")}&tags_exclude={TicketCalls.JsonText("billing")}", 4);
        await service.HasAsync($"tags={TicketCalls.JsonText("billing")}&tags_all={TicketCalls.JsonText("urgent")}&tags_exclude={TicketCalls.JsonText("vip")}", 2);
        await service.HasAsync($"tags={TicketCalls.JsonText("vip")}&tags_all={TicketCalls.JsonText("urgent")}");
    }
}
