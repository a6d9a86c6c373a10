using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Faults;

/// <summary>When rules apply, how often, and which of several.</summary>
public sealed class RuleTests
{
    [Fact]
    public async Task Without_a_when_each_request_is_struck()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Faults.On(Operation.TicketsList).Respond(503);

        Assert.Equal([503, 503, 503], await StatusesAsync(service, 3));
        Assert.Equal(200, (await service.GetAsync(Service.Views)).Status);
    }

    [Fact]
    public async Task Nth_strikes_once_and_counts_its_own_operation()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        _ = await StatusesAsync(service, 5);
        service.Fake.Faults.On(Operation.TicketsList).Nth(2).Respond(503);
        _ = await service.GetAsync(Service.Views);

        Assert.Equal([200, 503, 200, 200], await StatusesAsync(service, 4));
    }

    [Fact]
    public async Task Nth_with_times_strikes_those_that_follow_too()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Faults.Any().Nth(2).Times(3).Respond(503);

        Assert.Equal([200, 503, 503, 503, 200, 200], await StatusesAsync(service, 6));
    }

    [Fact]
    public async Task Every_strikes_each_nth()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Faults.Any().Every(3).Times(2).Respond(503);

        Assert.Equal([200, 200, 503, 200, 200, 503, 200, 200, 200], await StatusesAsync(service, 9));
    }

    [Fact]
    public async Task Times_ends_a_rule()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Faults.Any().Times(2).Respond(503);

        Assert.Equal([503, 503, 200], await StatusesAsync(service, 3));
    }

    [Fact]
    public async Task The_last_when_counts()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Faults.Any().Probability(1, seed: 1).Every(1).Nth(2).Respond(503);
        service.Fake.Faults.Any().Nth(1).Every(4).Respond(502);

        Assert.Equal([200, 503, 200, 502], await StatusesAsync(service, 4));
    }

    [Fact]
    public async Task The_same_seed_strikes_the_same_requests()
    {
        IReadOnlyList<int> first = await WithSeedAsync(7), again = await WithSeedAsync(7), other = await WithSeedAsync(8);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count(status => status == 503), 20, 80);

        static async Task<IReadOnlyList<int>> WithSeedAsync(int seed)
        {
            await using Service service = await Service.OpenAsync(Transport.InMemory);
            service.Fake.Faults.Any().Probability(0.25, seed).Respond(503);
            return await StatusesAsync(service, 200);
        }
    }

    [Fact]
    public async Task The_probabilities_at_the_ends_are_never_and_always()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Faults.On(Operation.TicketsList).Probability(0, seed: 1).Respond(503);
        service.Fake.Faults.On(Operation.ViewsList).Probability(1, seed: 1).Respond(503);

        Assert.All(await StatusesAsync(service, 50), status => Assert.Equal(200, status));
        Assert.Equal(503, (await service.GetAsync(Service.Views)).Status);
    }

    [Fact]
    public async Task The_rule_set_first_decides_and_the_others_keep_their_times()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Faults.On(Operation.TicketsList).Times(2).Respond(503);
        service.Fake.Faults.Any().Times(1).Respond(502);

        Assert.Equal([503, 503, 502, 200], await StatusesAsync(service, 4));
    }

    [Theory, BothTransports]
    public async Task Delays_add_up_and_go_before_another_fault(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Faults.Any().Delay(TimeSpan.FromSeconds(2));
        service.Fake.Faults.Any().Respond(503);
        service.Fake.Faults.Any().Delay(TimeSpan.FromSeconds(3));
        Task<Answer> waiting = service.GetAsync(Service.Tickets);
        await service.Clock.BegunAsync(1);

        service.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(service.Fake.Requests);
        service.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(503, (await waiting).Status);
    }

    [Fact]
    public async Task One_rule_can_be_set_more_than_once()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        FaultRule rule = service.Fake.Faults.Any();
        rule.Nth(1).Respond(503);
        rule.Nth(2).Respond(502);

        Assert.Equal([503, 502, 200], await StatusesAsync(service, 3));
    }

    [Fact]
    public async Task Any_is_also_for_what_no_route_takes()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Faults.Any().Respond(503);

        Assert.Equal(503, (await service.GetAsync("/nowhere")).Status);
        Assert.Null(service.Fake.Requests.Single().Operation);
    }

    [Fact]
    public async Task Clear_and_reset_remove_the_rules()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Faults.Any().Respond(503);
        service.Fake.Faults.Clear();
        Assert.Equal([200], await StatusesAsync(service, 1));

        service.Fake.Faults.Any().Respond(503);
        service.Fake.Reset();
        Assert.Equal([401], await StatusesAsync(service, 1));
    }

    [Fact]
    public async Task A_faulted_request_is_not_limited()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, options => options.RateLimits = true);
        service.Fake.Faults.Any().Times(600).Respond(503);

        _ = await StatusesAsync(service, 600);

        Assert.Equal([200], await StatusesAsync(service, 1));
    }

    [Fact]
    public async Task Requests_side_by_side_are_each_counted_once()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        service.Fake.Faults.Any().Every(2).Times(40).Respond(503);

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => service.GetAsync(Service.Tickets))));

        Assert.Equal(40, answers.Count(answer => answer.Status == 503));
    }

    [Fact]
    public async Task What_makes_no_sense_is_named_and_sets_nothing()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        FakeFaults faults = service.Fake.Faults;

        Names("operation", () => faults.On((Operation)999));
        Names("n", () => faults.Any().Nth(0));
        Names("n", () => faults.Any().Every(-1));
        Names("n", () => faults.Any().Times(0));
        Names("probability", () => faults.Any().Probability(1.1, seed: 1));
        Names("probability", () => faults.Any().Probability(-0.1, seed: 1));
        Names("probability", () => faults.Any().Probability(double.NaN, seed: 1));
        Names("status", () => faults.Any().Respond(199));
        Names("status", () => faults.Any().Respond(600));
        Names("retryAfter", () => faults.Any().Respond(503, retryAfter: TimeSpan.FromSeconds(-1)));
        Names("bytes", () => faults.Any().CutAfterBytes(-1));
        Names("events", () => faults.Any().CutAfterEvents(-1));
        Names("time", () => faults.Any().Delay(TimeSpan.FromSeconds(-1)));
        Names("time", () => faults.Any().Delay(TimeSpan.FromDays(50)));
        Names("time", () => faults.Any().RunAfter(TimeSpan.FromSeconds(-1)));
        Names("time", () => faults.Any().RunAfter(TimeSpan.FromDays(50)));
        Assert.Equal("body", Assert.Throws<ArgumentException>(() => faults.Any().Respond(204, "x")).ParamName);
        Assert.Equal([200], await StatusesAsync(service, 1));

        static void Names(string parameter, Action act) =>
            Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(act).ParamName);
    }

    private static async Task<IReadOnlyList<int>> StatusesAsync(Service service, int requests)
    {
        List<int> statuses = [];
        for (int request = 0; request < requests; request++)
        {
            statuses.Add((await service.GetAsync(Service.Tickets)).Status);
        }

        return statuses;
    }
}
