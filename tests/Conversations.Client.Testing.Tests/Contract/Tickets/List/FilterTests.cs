using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.List;

/// <summary>docs/service/tickets.md 5: the parameters of the list that take words from a fixed set.</summary>
public sealed class FilterTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Without_parameters_all_tickets_of_the_project_are_listed_last_change_first(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.OrdersAsync("", 3, 2, 1, 5, 4);
        await service.OrdersAsync("own=1&limit=", 3, 2, 1, 5, 4);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Different_parameters_combine_with_and(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("status=new,open&priority=high", 2);
        await service.HasAsync("status=new,open&priority=high&channel_source=widget");
        await service.HasAsync($"tags={TicketCalls.JsonText("billing")}&distinct_ids=u-1&search=alice&snoozed=false", 1);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Framework)]
    public async Task A_repeated_parameter_counts_with_its_last_value(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("status=new&status=open", 2);
        await service.HasAsync("status=new&status=bogus", TicketCalls.All);
        await service.HasAsync("status=new&status=", TicketCalls.All);
        await service.HasAsync("search=alice&search=billing", 2);
        await service.OrdersAsync("order_by=created_at&order_by=-created_at", 5, 4, 3, 2, 1);
        await service.OrdersAsync("limit=1&limit=2", 3, 2);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task A_status_filter_is_a_comma_list_of_exact_words(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("status=new,open", 1, 2);
        await service.HasAsync("status=+open+,%20pending", 2, 3);
        await service.HasAsync("status=on_hold", 5);
        await service.HasAsync("status=NEW", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Invalid_items_of_a_status_filter_are_dropped_and_nothing_left_is_no_filter(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("status=open,bogus,", 2);
        foreach (string none in new[] { "bogus", "", ",", "all" })
        {
            await service.HasAsync($"status={none}", TicketCalls.All);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task A_priority_filter_never_finds_tickets_without_a_priority(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("priority=high,low", 2, 3);
        await service.HasAsync("priority=critical");
        await service.HasAsync("priority=low,medium,high,critical", 2, 3, 4);
        await service.HasAsync("priority=", TicketCalls.All);
        await service.HasAsync("priority=null,none", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 12", Evidence.Code)]
    public async Task Priority_critical_is_unknown_to_the_filter_where_the_service_does_not_know_it(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        await service.HasAsync("priority=critical", TicketCalls.All);
        service.Options.ServiceVersion = ServiceVersion.Current;
        service.Options.CriticalPriority = false;
        await service.HasAsync("priority=critical", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task A_channel_filter_is_one_value_and_a_list_is_ignored(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach ((string channel, int number) in new[] { ("widget", 1), ("email", 2), ("slack", 3), ("github", 4), ("teams", 5) })
        {
            await service.HasAsync($"channel_source={channel}", number);
        }

        await service.HasAsync("channel_source=email,slack", TicketCalls.All);
        await service.HasAsync("channel_source=fax", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task A_channel_detail_filter_is_one_value_and_a_list_is_ignored(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("channel_detail=github_issue", 4);
        await service.HasAsync("channel_detail=widget_api");
        await service.HasAsync("channel_detail=github_issue,widget_embedded", TicketCalls.All);
        await service.HasAsync("channel_detail=pigeon", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 2.1", Evidence.Code)]
    public async Task There_are_eight_channel_details_each_with_its_channel_in_front(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string detail in new[]
        {
            "slack_channel_message", "slack_bot_mention", "slack_emoji_reaction", "teams_channel_message", "teams_bot_mention", "widget_embedded",
            "widget_api", "github_issue",
        })
        {
            string source = detail.Split('_')[0];
            service.Fake.Load($$"""{"tickets": [{"ticket_number": 8, "distinct_id": "x", "channel_source": "{{source}}", "channel_detail": "{{detail}}"}]}""");
            await service.HasAsync($"distinct_ids=x&channel_detail={detail}&channel_source={source}", 8);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Snoozed_is_true_or_false_in_any_case_and_all_else_is_ignored(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (ServiceVersion version in Enum.GetValues<ServiceVersion>())
        {
            service.Options.ServiceVersion = version;
            await service.HasAsync("snoozed=TRUE", 5);
            await service.HasAsync("snoozed=false", 1, 2, 3, 4);
            await service.HasAsync("snoozed=1", TicketCalls.All);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Triage_results_look_at_the_result_and_in_progress_at_the_status(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("ai_triage_result=persisted", 3);
        await service.HasAsync("ai_triage_result=in_progress", 4);
        await service.HasAsync("ai_triage_result=in_progress,persisted,bogus", 3, 4);
        await service.HasAsync("ai_triage_result=clarified");
        await service.HasAsync("ai_triage_result=done", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9.1", Evidence.Code)]
    public async Task There_are_eleven_triage_results(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string result in new[]
        {
            "persisted", "escalated_with_best", "escalated_no_reply", "skipped_unactionable", "blocked_unsafe", "blocked_unsafe_reply",
            "suggested", "escalated_with_findings", "clarified", "suggested_clarification",
        })
        {
            service.Fake.Load($$$"""{"tickets": [{"ticket_number": 3, "ai_triage": {"result": "{{{result}}}"}}]}""");
            await service.HasAsync($"ai_triage_result={result}", 3);
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task The_legacy_version_does_not_know_the_parameters_that_came_later(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        foreach (string query in new[]
        {
            "emails=bob@example.com", $"tags_all={TicketCalls.JsonText("billing")}", $"tags_exclude={TicketCalls.JsonText("billing")}",
            "ai_triage_result=persisted", "view=nothing",
        })
        {
            await service.HasAsync(query, TicketCalls.All);
        }
    }
}
