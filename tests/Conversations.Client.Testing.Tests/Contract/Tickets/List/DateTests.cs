using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.List;

/// <summary>docs/service/tickets.md 5, 5.4: when a ticket last changed. Now is 2026-06-03 11:00.</summary>
public sealed class DateTests
{
    private const string Berlin = "/api/projects/2/conversations/tickets/";

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task Both_date_bounds_are_of_the_last_change_and_belong_to_the_range(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("date_from=2026-06-02T00:00:00Z", 2, 3);
        await service.HasAsync("date_from=2026-06-02T00:00:00.000001Z", 3);
        await service.HasAsync("date_to=2026-06-02T00:00:00Z", 1, 2, 4, 5);
        await service.HasAsync("date_to=2026-06-01T23:59:59.999999Z", 1, 4, 5);
        await service.HasAsync("date_from=2026-06-01&date_to=2026-06-02", 1, 2);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5", Evidence.Code)]
    public async Task The_word_all_takes_a_date_bound_away_but_for_the_end_in_the_legacy_version_where_it_is_now(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load("""{"tickets": [{"ticket_number": 6, "updated_at": "2026-06-04T00:00:00Z"}]}""");
        await service.HasAsync("date_from=all", 1, 2, 3, 4, 5, 6);
        await service.HasAsync("date_to=all", 1, 2, 3, 4, 5, 6);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        await service.HasAsync("date_from=all", 1, 2, 3, 4, 5, 6);
        await service.HasAsync("date_to=all", TicketCalls.All);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.4", Evidence.Code)]
    public async Task A_date_alone_is_midnight_so_an_end_leaves_its_day_out(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("date_from=2026-06-03", 3);
        await service.HasAsync("date_to=2026-06-03", 1, 2, 4, 5);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.4", Evidence.Code)]
    public async Task Dates_may_be_without_zeros_or_in_the_short_forms_of_the_standard(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await service.HasAsync("date_from=2026-6-2", 2, 3);
        await service.HasAsync("date_from=2026-6-2T00:00");
        await service.HasAsync("date_from=2026-06-2T00:00");
        await service.HasAsync("date_from=2026-06", 1, 2, 3);
        await service.HasAsync("date_from=2026", TicketCalls.All);
        await service.HasAsync("date_to=2026");
        await service.HasAsync("date_from=20260602", 2, 3);
        await service.HasAsync("date_from=2026-W23", 1, 2, 3);
        await service.HasAsync("date_from=2026-W23-2", 2, 3);
        await service.HasAsync("date_from=2026W232", 2, 3);
        await service.HasAsync("date_from=2026-153", 2, 3);
        await service.HasAsync("date_from=2026-W54");
        await service.HasAsync("date_from=2026-366");
        await service.HasAsync("date_from=2026-06-03T12:30:00%2B02:00", 3);
        await service.HasAsync("date_from=2026-06-03T12:30:01%2B02:00");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.4", Evidence.Code)]
    public async Task Dates_without_an_offset_are_in_the_time_zone_of_the_project(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);

        // 2026-06-01T00:00Z is two o'clock in Berlin.
        Assert.Equal([1], (await service.GetAsync(Berlin + "?date_from=2026-06-01")).Numbers());
        Assert.Equal([1], (await service.GetAsync(Berlin + "?date_from=2026-06-01T02:00:00")).Numbers());
        Assert.Empty((await service.GetAsync(Berlin + "?date_from=2026-06-01T02:00:01")).Numbers());
        Assert.Empty((await service.GetAsync(Berlin + "?date_to=2026-06-01T01:59:59")).Numbers());
        Assert.Equal([1], (await service.GetAsync(Berlin + "?date_from=2026-06-01T00:00:00Z")).Numbers());
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 5.4", Evidence.Code)]
    public async Task The_start_of_a_day_is_that_of_the_time_zone_of_the_project(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Load("""{"tickets": [{"project": 2, "ticket_number": 1, "updated_at": "2026-06-02T22:00:00Z"}]}""");
        Assert.Equal([1], (await service.GetAsync(Berlin + "?date_from=dStart")).Numbers());
        service.Fake.Load("""{"tickets": [{"project": 2, "ticket_number": 1, "updated_at": "2026-06-02T21:59:59Z"}]}""");
        Assert.Empty((await service.GetAsync(Berlin + "?date_from=dStart")).Numbers());
    }

    public static TheoryData<string, string> Relative { get; } = new()
    {
        { "-2h", "2026-06-03T09:00:00Z" },
        { "2h", "2026-06-03T09:00:00Z" },
        { "-7d", "2026-05-27T11:00:00Z" },
        { "-2w", "2026-05-20T11:00:00Z" },
        { "-1m", "2026-05-03T11:00:00Z" },
        { "-4m", "2026-02-03T11:00:00Z" },
        { "-1q", "2026-03-04T11:00:00Z" },
        { "-1y", "2025-06-03T11:00:00Z" },
        { "-90M", "2026-06-03T09:30:00Z" },
        { "-90s", "2026-06-03T10:58:30Z" },
        { "dStart", "2026-06-03T00:00:00Z" },
        { "-1dStart", "2026-06-02T00:00:00Z" },
        { "-1dEnd", "2026-06-02T23:59:59.999999Z" },
        { "-1hStart", "2026-06-03T10:00:00Z" },
        { "-1hEnd", "2026-06-03T10:59:59.999999Z" },
        { "mStart", "2026-06-01T11:00:00Z" },
        { "-1mStart", "2026-05-01T11:00:00Z" },
        { "-1mEnd", "2026-05-31T11:00:00Z" },
        { "-4mEnd", "2026-02-28T11:00:00Z" },
        { "yStart", "2026-01-01T11:00:00Z" },
        { "-1yStart", "2025-01-01T11:00:00Z" },
        { "d", "2026-06-03T11:00:00Z" },
    };

    [Theory, BothTransports(Rows = nameof(Relative)), Rule("docs/service/tickets.md 5.4", Evidence.Code)]
    public async Task A_relative_date_is_now_minus_so_much_at_the_same_time_of_day_or_at_a_start_or_end(
        Transport transport, string date, string instant) =>
        await IsAsync(transport, date, instant);

    public static TheoryData<string, string> Unreadable { get; } = new()
    {
        { "garbage", "2026-06-03T11:00:00Z" },
        { "yesterday", "2026-06-03T11:00:00Z" },
        { "%20%20", "2026-06-03T11:00:00Z" },
        { "-7D", "2026-06-03T11:00:00Z" },
        { "-1H", "2026-06-03T11:00:00Z" },
        { "-1W", "2026-06-03T11:00:00Z" },
        { "-1Q", "2026-06-03T11:00:00Z" },
        { "-1Y", "2026-06-03T11:00:00Z" },
        { "2026-13-01", "2026-06-03T11:00:00Z" },
        { "30min", "2023-12-03T11:00:00Z" },
        { "last%207%20d", "2026-06-03T11:00:00Z" },
        { "the%207days", "2026-06-03T11:00:00Z" },
        { "in%207d", "2026-05-27T11:00:00Z" },
    };

    [Theory, BothTransports(Rows = nameof(Unreadable)), Rule("docs/service/tickets.md 5.4", Evidence.Code)]
    public async Task Text_that_is_no_date_is_now_unless_it_has_digits_and_a_unit_of_which_the_first_count(
        Transport transport, string date, string instant) =>
        await IsAsync(transport, date, instant);

    /// <summary>
    /// A ticket of that instant is found from there and up to there. One a microsecond earlier is found only up to there, one a microsecond
    /// later only from there.
    /// </summary>
    private static async Task IsAsync(Transport transport, string date, string instant)
    {
        await using Service service = await Service.OpenAsync(transport);
        var at = DateTimeOffset.Parse(instant, null);
        service.Fake.Load(JsonSerializer.Serialize(new
        {
            tickets = new[] { at.AddMicroseconds(-1), at, at.AddMicroseconds(1) }.Select((moment, i) =>
                new { ticket_number = 11 + i, distinct_id = "x", updated_at = moment }),
        }));
        await service.HasAsync($"distinct_ids=x&date_from={date}", 12, 13);
        await service.HasAsync($"distinct_ids=x&date_to={date}", 11, 12);
    }
}
