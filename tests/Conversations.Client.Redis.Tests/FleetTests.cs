using Conversations.Fleet;

namespace Conversations.Client.Redis.Tests;

/// <summary>
/// Three processes, one of which is killed, with minutes of twelve seconds. They run against real time, which a machine that is busy with
/// other tests does not keep, so it is tried only when CONVERSATIONS_FLEET is set. The command eng/fleet does it with real minutes.
/// </summary>
public sealed class FleetTests
{
    [SkippableFact]
    public async Task Three_processes_use_the_limits_whole_evenly_and_without_a_429_also_when_one_is_killed()
    {
        Skip.If(Environment.GetEnvironmentVariable("CONVERSATIONS_FLEET") is null, "Set CONVERSATIONS_FLEET=1 and run this test alone.");
        Skip.If(RedisServer.Path is null, "There is no redis-server on this machine: install Debian's package redis-server.");
        FleetResult result = await FleetRun.RunAsync(
            new(0.2, TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(500), "reservation"), static _ => { });
        Assert.True(result.Broken().Count == 0, result.Table());
        Assert.All(result.Classes, static arrivals => Assert.True(arrivals.Sent > 0));
    }
}
