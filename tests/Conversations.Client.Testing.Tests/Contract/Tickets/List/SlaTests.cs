using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.List;

/// <summary>docs/service/tickets.md 5.2: filtering by the time left until the SLA is due.</summary>
public sealed class SlaTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 5.2", Evidence.Tested)]
    public async Task Breached_is_before_now_at_risk_within_the_hour_and_on_track_after_it(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        await service.HasAsync("sla=breached", 1);
        await service.HasAsync("sla=at-risk", 2, 3);
        await service.HasAsync("sla=on-track", 4);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.2", Evidence.Code)]
    public async Task Now_is_the_time_of_the_server(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        service.Clock.Advance(TimeSpan.FromMicroseconds(1));
        await service.HasAsync("sla=breached", 1, 2);
        await service.HasAsync("sla=at-risk", 3, 4);
        await service.HasAsync("sla=on-track");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.2", Evidence.Code)]
    public async Task A_ticket_without_an_sla_is_in_none_and_a_resolved_one_counts(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("sla=breached", 2);
        await service.HasAsync("sla=at-risk", 3);
        await service.HasAsync("sla=on-track", 4);
        Assert.Equal(TicketStatus.Resolved, service.Stored(4).Status);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Another_word_than_these_three_is_no_filter(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string word in new[] { "late", "at_risk", "Breached", "breached,at-risk", "" })
        {
            await service.HasAsync($"sla={word}", TicketCalls.All);
        }
    }

    private static async Task<Service> OpenAsync(Transport transport)
    {
        Service service = await Service.OpenAsync(transport);
        service.Fake.Load("""
            {"tickets": [
              {"ticket_number": 1, "sla_due_at": "2026-06-03T10:59:59.999999Z"},
              {"ticket_number": 2, "sla_due_at": "2026-06-03T11:00:00Z"},
              {"ticket_number": 3, "sla_due_at": "2026-06-03T12:00:00Z"},
              {"ticket_number": 4, "sla_due_at": "2026-06-03T12:00:00.000001Z"},
              {"ticket_number": 5, "sla_due_at": null}]}
            """);
        return service;
    }
}
