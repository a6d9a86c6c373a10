using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Conversations.Client.Testing.Tests.Snippets;

/// <summary>The code blocks of docs/retries.md.</summary>
public sealed class Retries
{
    [Fact]
    public async Task With_the_handlers_limits_set_a_late_answer_arrives_after_as_long_as_RequestTimeout_allows()
    {
        Assert.Equal("Hi", (await ReplyAsync(TimeSpan.FromSeconds(99), hasLimits: true)).Content);
        Assert.Contains(
            "00:01:40",
            (await Assert.ThrowsAsync<ConversationsTimeoutException>(() => ReplyAsync(TimeSpan.FromSeconds(101), hasLimits: true))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_them_the_standard_handler_gives_up_after_ten_seconds()
    {
        Assert.Equal("Hi", (await ReplyAsync(TimeSpan.FromSeconds(9), hasLimits: false)).Content);
        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() =>
            ReplyAsync(TimeSpan.FromSeconds(11), hasLimits: false));
        Assert.Contains("a handler of the application", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_tries_of_a_call_have_RequestTimeout_together()
    {
        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => RunAsync(
            static services =>
                services.AddConversationsClient(static options => options.RequestTimeout = TimeSpan.FromSeconds(5))
                    .AddStandardResilienceHandler(),
            static faults => faults.On(Operation.TicketsUnreadCount).Respond(503, retryAfter: TimeSpan.FromSeconds(8)),
            static client => client.Tickets.CountUnreadAsync()));
        Assert.Contains("00:00:05", error.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(true, 3), InlineData(false, 1)]
    public async Task A_worker_takes_up_again_what_passes_and_leaves_what_may_have_been_done(bool isRefused, int runsExpected)
    {
        await using var fake = new FakeConversationsServer();
        fake.Tickets.Add(new TicketSeed { TicketNumber = 42 });
        FaultRule lost = fake.Faults.On(Operation.TicketsReply).Times(2);
        if (isRefused)
        {
            lost.Respond(429);
        }
        else
        {
            lost.CutAfterBytes(0);
        }

        IConversationsClient client = fake.CreateClient();
        var later = new Queue<Func<Task>>([() => client.Tickets.ReplyAsync(42, "Hi")]);
        int runs = 0;
        ConversationsException? leftOver = null;
        while (later.TryDequeue(out Func<Task>? job))
        {
            runs++;
            leftOver = await Record.ExceptionAsync(() => WorkAsync(job, later)) as ConversationsException;
        }

        Assert.Equal((runsExpected, isRefused), (runs, leftOver is null));
        Assert.Single(await client.Tickets.ListMessagesAsync(42).ToListAsync());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task With_the_option_a_reply_whose_answer_is_lost_arrives_once_and_its_answer_too(bool isOn)
    {
        await using var fake = new FakeConversationsServer();
        fake.Tickets.Add(new TicketSeed { TicketNumber = 42 });
        fake.Faults.On(Operation.TicketsReply).Times(2).CutAfterBytes(0);
        var services = new ServiceCollection();
        if (isOn)
        {
            AddIdenticalMessages(services);
        }

        services.AddConversationsClient(static _ => { }).UseFake(fake);
        await using ServiceProvider application = services.BuildServiceProvider();
        IConversationsClient client = application.GetRequiredService<IConversationsClient>();

        var error = await Record.ExceptionAsync(() => client.Tickets.ReplyAsync(42, "Hi")) as ConversationsException;

        Assert.Equal(
            (isOn, isOn ? 3 : 1),
            (error is null, fake.Requests.Count(static request => request.Operation == Operation.TicketsReply)));
        Assert.Equal("Hi", Assert.Single(await client.Tickets.ListMessagesAsync(42).ToListAsync()).Content);
    }

    [Fact]
    public void Limits_that_do_not_fit_each_other_are_refused()
    {
        var services = new ServiceCollection();
        services.AddConversationsClient(static options => (options.ProjectId, options.ApiKey) = ("1", "phx_a"))
            .AddStandardResilienceHandler(static handler => handler.AttemptTimeout.Timeout = TimeSpan.FromSeconds(100));
        using ServiceProvider application = services.BuildServiceProvider();

        OptionsValidationException refused = Assert.Throws<OptionsValidationException>(
            application.GetRequiredService<IConversationsClient>);

        Assert.Equal(2, refused.Failures.Count());
    }

    private static Task<TicketMessage> ReplyAsync(TimeSpan delay, bool hasLimits) => RunAsync(
        hasLimits ? AddWithLimits : static services => services.AddConversationsClient(static _ => { }).AddStandardResilienceHandler(),
        faults => faults.On(Operation.TicketsReply).Delay(delay),
        static client => client.Tickets.ReplyAsync(42, "Hi"));

    private static async Task<T> RunAsync<T>(
        Action<ServiceCollection> register, Action<FakeFaults> disturb, Func<IConversationsClient, Task<T>> call)
    {
        var clock = new TestClock(new DateTimeOffset(2026, 6, 3, 11, 0, 0, TimeSpan.Zero));
        await using var fake = new FakeConversationsServer(new FakeConversationsOptions { TimeProvider = clock });
        fake.Tickets.Add(new TicketSeed { TicketNumber = 42 });
        disturb(fake.Faults);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        register(services);
        services.AddConversationsClient(static _ => { }).UseFake(fake);
        await using ServiceProvider application = services.BuildServiceProvider();

        return await clock.RunAsync(call(application.GetRequiredService<IConversationsClient>()));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_reply_whose_answer_was_lost_is_found_by_its_text_and_one_that_was_refused_is_not(bool isTaken)
    {
        await using var fake = new FakeConversationsServer();
        fake.Tickets.Add(new TicketSeed { TicketNumber = 42 });
        FaultRule lost = fake.Faults.On(Operation.TicketsReply).Times(1);
        if (isTaken)
        {
            lost.CutAfterBytes(0);
        }
        else
        {
            lost.Respond(503);
        }

        IConversationsClient client = fake.CreateClient();

        ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(
            () => client.Tickets.ReplyAsync(42, "Done, in job 7."));

        Assert.True(error.OutcomeIsUnknown);
        Assert.Equal(isTaken, await WasSentAsync(client, 42, "Done, in job 7."));
        Assert.False(await WasSentAsync(client, 42, "Done, in job 8."));
    }

    private static async Task<bool> WasSentAsync(IConversationsClient client, TicketId ticket, string text)
    {
        IReadOnlyList<TicketMessage> messages = await client.Tickets.ListMessagesAsync(ticket).ToListAsync();
        return messages.Any(message => message.AuthorType.Value != "customer" && message.Content == text);
    }

    private static async Task WorkAsync(Func<Task> job, Queue<Func<Task>> later)
    {
        try
        {
            await job();
        }
        catch (ConversationsException failure) when (failure.IsTransient && !failure.OutcomeIsUnknown)
        {
            later.Enqueue(job);
        }
    }

    private static void AddIdenticalMessages(ServiceCollection services) =>
        services.AddConversationsClient(options => options.Retry.RepeatIdenticalMessages = true);

    private static void AddWithLimits(ServiceCollection services)
    {
        var limit = TimeSpan.FromSeconds(100);
        services.AddConversationsClient(options => options.RequestTimeout = limit)
            .AddStandardResilienceHandler(handler =>
            {
                handler.AttemptTimeout.Timeout = 2 * limit;
                handler.TotalRequestTimeout.Timeout = 3 * limit;
                handler.CircuitBreaker.SamplingDuration = 4 * limit;
            });
    }
}
