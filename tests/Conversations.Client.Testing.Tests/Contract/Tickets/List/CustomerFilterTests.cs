using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.List;

/// <summary>docs/service/tickets.md 5: filtering by customer.</summary>
public sealed class CustomerFilterTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Distinct_ids_are_a_comma_list_of_exact_ids(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("distinct_ids=u-1,%20u-3,", 1, 3);
        await service.HasAsync("distinct_ids=U-1");
        await service.HasAsync("distinct_ids=u-", []);
        await service.HasAsync("distinct_ids=,%20,", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Only_the_first_hundred_distinct_ids_and_emails_count(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ninetyNine = string.Join(',', Enumerable.Range(0, 99).Select(i => $"x{i}"));
        await service.HasAsync($"distinct_ids={ninetyNine},,u-1,u-3", 1);
        await service.HasAsync($"emails={ninetyNine},x,bob@example.com");
        await service.HasAsync($"emails={ninetyNine},bob@example.com", 2);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Emails_are_compared_with_the_sender_ignoring_case(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("emails=BOB@Example.com", 2);
        await service.HasAsync("emails=alice@example.com");
        await service.HasAsync("emails=", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Emails_and_distinct_ids_combine_with_or_and_with_all_else_by_and(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("emails=bob@example.com&distinct_ids=u-3", 2, 3);
        await service.HasAsync("emails=bob@example.com&distinct_ids=", 2);
        await service.HasAsync("emails=bob@example.com&distinct_ids=u-3&status=pending", 3);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Parameters_of_older_servers_are_ignored(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("distinct_id=u-1", TicketCalls.All);
        await service.HasAsync($"ids={service.IdOf(1)}", TicketCalls.All);
    }
}
