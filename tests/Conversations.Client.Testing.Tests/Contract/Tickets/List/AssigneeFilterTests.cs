using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.List;

/// <summary>docs/service/tickets.md 5: filtering by assignee.</summary>
public sealed class AssigneeFilterTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Assignees_are_nobody_users_roles_and_the_caller_any_of_a_comma_list(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("assignee=user:7", 2);
        await service.HasAsync("assignee=unassigned", 1, 4);
        await service.HasAsync($"assignee=role:{Fixtures.Role},%20user:8", 3, 5);
        await service.HasAsync("assignee=me", 2);
        Assert.Equal([5], (await service.GetAsync(Service.Tickets + "?assignee=me", Callers.OtherUser)).Numbers());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Only_the_words_of_an_assignee_filter_may_be_in_any_case(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("assignee=ME,UnAssigned", 1, 2, 4);
        await service.HasAsync("assignee=User:7", TicketCalls.All);
        await service.HasAsync($"assignee=ROLE:{Fixtures.Role}", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Bad_assignees_are_dropped_and_unknown_ones_have_no_tickets(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("assignee=user:x,nobody,role:7,user:7", 2);
        await service.HasAsync("assignee=user:x,nobody,role:7,user:,7", TicketCalls.All);
        await service.HasAsync("assignee=user:99");
        await service.HasAsync("assignee=user:-1");
        await service.HasAsync($"assignee=role:{Guid.NewGuid()}");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Only_the_first_hundred_assignees_count(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string hundred = string.Join(',', Enumerable.Range(1000, 100).Select(i => $"user:{i}"));
        await service.HasAsync($"assignee={hundred},user:7");
        await service.HasAsync($"assignee={hundred[..^",user:1099".Length]},user:7", 2);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task In_the_legacy_version_an_assignee_is_one_value_and_the_word_me_is_unknown(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        await service.HasAsync("assignee=user:7", 2);
        await service.HasAsync($"assignee=role:{Fixtures.Role}", 3);
        await service.HasAsync("assignee=UNASSIGNED", 1, 4);
        await service.HasAsync("assignee=me", TicketCalls.All);
        await service.HasAsync("assignee=user:7,user:8", TicketCalls.All);
    }
}
