using ConsumerTests.App;
using Conversations.Client.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ConsumerTests.Tests;

/// <summary>
/// The application's own registration, with the fake in place of the service. Address, project, key and clock are the fake's; everything
/// else is as in production.
/// </summary>
public sealed class WholeApplication
{
    [Fact]
    public async Task What_the_container_makes_talks_to_the_fake()
    {
        await using var fake = new FakeConversationsServer();
        fake.Tickets.Add(new TicketSeed { Messages = [new MessageSeed { Content = "My invoice is wrong." }] });
        var services = new ServiceCollection();
        services.AddSupport().UseFake(fake);
        await using ServiceProvider application = services.BuildServiceProvider();

        await application.GetRequiredService<TriageJob>().RunOnceAsync();

        RecordedRequest sent = await fake.Requests.WaitForAsync(Operation.TicketsUpdate, TimeSpan.FromSeconds(1));
        Assert.Equal("""{"status":"open","tags":["billing"]}""", sent.Body);
    }
}
