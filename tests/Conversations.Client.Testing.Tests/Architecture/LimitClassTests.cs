using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Architecture;

/// <summary>The limits of the fake are those of openapi.json, window by window.</summary>
public sealed class LimitClassTests
{
    public static TheoryData<string, int> Windows
    {
        get
        {
            var windows = new TheoryData<string, int>();
            foreach (SpecLimitClass limitClass in SpecLimitClass.All)
            {
                for (int index = 0; index < limitClass.Windows.Count; index++)
                {
                    windows.Add(limitClass.Name, index);
                }
            }

            return windows;
        }
    }

    [Theory, MemberData(nameof(Windows))]
    public async Task A_window_of_the_contract_lets_as_many_calls_through_as_it_says_and_not_one_more(string name, int index)
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory, static options => options.RateLimits = true);
        var limitClass = SpecLimitClass.Of(name);
        (int limit, TimeSpan length) = limitClass.Windows[index];
        TimeSpan step = index == 0 ? TimeSpan.Zero : limitClass.Windows[0].Length;
        DateTimeOffset began = service.Clock.GetUtcNow();
        for (int sent = 0; sent < limit; sent++)
        {
            if (index > 0 && sent % limitClass.Windows[0].Limit == 0 && sent > 0)
            {
                service.Clock.Advance(step);
            }

            Assert.NotEqual(429, await SendAsync(service, name));
        }

        service.Clock.Advance(index == 0 ? TimeSpan.Zero : step);
        Assert.Equal(429, await SendAsync(service, name));
        service.Clock.Advance(began + length - service.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(1));
        Assert.Equal(429, await SendAsync(service, name));
        service.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotEqual(429, await SendAsync(service, name));
    }

    [Fact]
    public async Task A_scale_shortens_the_windows_and_leaves_the_numbers()
    {
        await using Service service = await Service.OpenAsync(
            Transport.InMemory, static options => (options.RateLimits, options.RateLimitScale) = (true, 0.1));
        for (int sent = 0; sent < 10; sent++)
        {
            Assert.NotEqual(429, await SendAsync(service, "mail"));
        }

        service.Clock.Advance(TimeSpan.FromSeconds(5.9));
        Assert.Equal(429, await SendAsync(service, "mail"));
        service.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotEqual(429, await SendAsync(service, "mail"));
    }

    // Refused bodies count, and are the cheapest.
    private static async Task<int> SendAsync(Service service, string name) => (await (name switch
    {
        "calls" => service.GetAsync(Service.Tickets + "?limit=1"),
        "mail" => service.PostAsync(Service.Tickets + "compose/", new { }, Callers.Session),
        "turns" => service.PostAsync(Service.Conversations, new { }),
        "research" => service.PostAsync(Service.Conversations, new { agent_mode = "research" }),
        _ => throw new InvalidOperationException($"No call is known that counts in {name}."),
    })).Status;
}
