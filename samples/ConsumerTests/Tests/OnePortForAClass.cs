using ConsumerTests.App;
using Conversations.Client.Testing;

namespace ConsumerTests.Tests;

/// <summary>A shared fake on a port: each test uses its own project, so that no test sees another's tickets.</summary>
public sealed class OnePortForAClass(SharedPort shared) : IClassFixture<SharedPort>
{
    private static readonly TicketSeed Invoice = new() { Messages = [new MessageSeed { Content = "My invoice is wrong." }] };

    [Fact]
    public async Task A_round_sorts_what_is_there()
    {
        using var client = new ConversationsClient(shared.NewProject(Invoice, Invoice));

        Assert.Equal([1, 2], await new TriageJob(client, TimeProvider.System).RunOnceAsync());
    }

    [Fact]
    public async Task A_second_round_finds_nothing_left()
    {
        using var client = new ConversationsClient(shared.NewProject(Invoice));
        var job = new TriageJob(client, TimeProvider.System);

        Assert.Equal([1], await job.RunOnceAsync());
        Assert.Empty(await job.RunOnceAsync());
    }

    [Fact]
    public async Task An_empty_project_is_no_trouble()
    {
        using var client = new ConversationsClient(shared.NewProject());

        Assert.Empty(await new TriageJob(client, TimeProvider.System).RunOnceAsync());
    }
}
