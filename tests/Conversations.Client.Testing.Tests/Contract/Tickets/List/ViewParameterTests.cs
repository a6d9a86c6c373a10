using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.List;

/// <summary>docs/service/tickets.md 5, 3.1: the list starts from a saved view.</summary>
public sealed class ViewParameterTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task The_list_starts_from_the_filters_of_the_view(Transport transport)
    {
        await using Service service = await OpenAsync(transport, """{"status": ["open", "resolved"], "tags": ["urgent"], "sorting": {"columnKey": "created_at", "order": 1}}""");
        await service.OrdersAsync("view=AbCd1234", 2, 4);
        await service.OrdersAsync("view=AbCd1234&priority=medium", 4);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task A_valid_parameter_replaces_its_dimension_of_the_view_and_an_invalid_one_does_not(Transport transport)
    {
        await using Service service = await OpenAsync(transport, """{"status": ["open"], "tags": ["urgent"], "search": "nothing", "dateFrom": "2026-06-01", "sorting": {"columnKey": "created_at", "order": 1}}""");
        await service.HasAsync("view=AbCd1234");
        await service.HasAsync("view=AbCd1234&search=billing", 2);
        await service.HasAsync("view=AbCd1234&search=sorted&status=resolved");
        await service.HasAsync("view=AbCd1234&search=sorted&status=resolved&date_from=all", 4);
        await service.HasAsync("view=AbCd1234&search=billing&status=bogus", 2);
        await service.HasAsync($"view=AbCd1234&search=i&tags={TicketCalls.JsonText("billing")}&status=new,open", 1, 2);
        await service.OrdersAsync($"view=AbCd1234&search=i&tags={TicketCalls.JsonText("billing")}&status=new,open&order_by=-created_at", 2, 1);
    }

    public static TheoryData<string, int[]> Keys { get; } = new()
    {
        { """{"status": ["new", "open"]}""", [1, 2] },
        { """{"status": []}""", [1, 2, 3, 4, 5] },
        { """{"priority": ["high", "low"]}""", [2, 3] },
        { """{"channel": "email"}""", [2] },
        { """{"channel": "all"}""", [1, 2, 3, 4, 5] },
        { """{"sla": "breached"}""", [2] },
        { """{"sla": "all"}""", [1, 2, 3, 4, 5] },
        { """{"aiTriageResult": ["persisted", "in_progress"]}""", [3, 4] },
        { """{"assignee": ["me"]}""", [2] },
        { """{"assignee": ["unassigned", {"type": "user", "id": 8}]}""", [1, 4, 5] },
        { $$$"""{"assignee": [{"type": "role", "id": "{{{Fixtures.Role}}}"}]}""", [3] },
        { """{"assignee": "me"}""", [2] },
        { """{"assignee": {"type": "user", "id": 8}}""", [5] },
        { """{"assignee": "all"}""", [1, 2, 3, 4, 5] },
        { """{"tags": ["billing", "urgent"]}""", [1, 2, 4] },
        { """{"tags": ["billing", "urgent"], "tagsMatch": "any"}""", [1, 2, 4] },
        { """{"tags": ["billing", "urgent"], "tagsMatch": "all"}""", [2] },
        { """{"tagsExclude": ["billing"]}""", [3, 4, 5] },
        { """{"dateFrom": "-2d"}""", [2, 3] },
        { """{"dateFrom": "2026-06-01", "dateTo": "2026-06-02"}""", [1, 2] },
        { """{"dateFrom": null, "dateTo": "all"}""", [1, 2, 3, 4, 5] },
        { """{"search": "billing"}""", [2] },
    };

    [Theory, BothTransports(Rows = nameof(Keys)), Rule("docs/service/tickets.md 3.1", Evidence.Code)]
    public async Task Each_key_of_a_view_means_what_its_parameter_means(Transport transport, string filters, int[] numbers)
    {
        await using Service service = await OpenAsync(transport, filters);
        await service.HasAsync("view=AbCd1234", numbers);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 3.1", Evidence.Tested)]
    public async Task An_unknown_column_of_a_view_means_updated_at(Transport transport)
    {
        await using Service service = await OpenAsync(transport, """{"sorting": {"columnKey": "own", "order": 1}}""");
        await service.OrdersAsync("view=AbCd1234", 4, 5, 1, 2, 3);
        service.Fake.Load("""{"views": [{"name": "x", "short_id": "AbCd1234", "filters": {"sorting": {"columnKey": "sla_due_at", "order": -1}}}]}""");
        await service.OrdersAsync("view=AbCd1234", 4, 3, 2, 5, 1);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Bad_entries_in_a_stored_view_are_dropped_and_never_an_error(Transport transport)
    {
        await using Service service = await OpenAsync(
            transport, """{"status": ["open", "bogus", 5], "priority": "high", "channel": 5, "assignee": ["nobody", 7, {"type": "team"}], "tags": {}, "sorting": [], "search": 7, "own": 1}""");
        await service.HasAsync("view=AbCd1234", 2);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task An_unknown_view_is_400(Transport transport)
    {
        await using Service service = await OpenAsync(transport, "{}");
        foreach (string unknown in new[] { "abcd1234", "nope" })
        {
            (await service.GetAsync($"{Service.Tickets}?view={unknown}")).IsInvalid("invalid_input", "view", "No saved ticket view matches this short_id.");
        }

        (await service.GetAsync("/api/projects/2/conversations/tickets/?view=AbCd1234")).IsInvalid("invalid_input", "view");
        await service.HasAsync("view=", TicketCalls.All);
    }

    private static async Task<Service> OpenAsync(Transport transport, string filters)
    {
        Service service = await Service.OpenAsync(transport);
        service.Fake.Load($$"""{"views": [{"project": 1, "name": "x", "short_id": "AbCd1234", "created_by": 7, "filters": {{filters}}}]}""");
        return service;
    }
}
