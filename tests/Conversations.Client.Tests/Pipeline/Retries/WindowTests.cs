namespace Conversations.Client.Tests.Pipeline.Retries;

/// <summary>From when the times of repetitions count, and what the exception says at their end.</summary>
public sealed class WindowTests
{
    [Fact]
    public async Task The_90_seconds_of_a_message_begin_when_it_is_first_sent_and_not_while_it_waits_for_the_budget()
    {
        var clock = new TestClock();
        var slow = new TaskCompletionSource();
        await using var stub = StubServer.InMemory(
            StubAnswer.Json(IdenticalMessageTests.Message, 201),
            StubAnswer.Json(IdenticalMessageTests.Message, 201),
            StubAnswer.JsonAfter(slow.Task, "{}", 502));
        _ = stub.Answer(static _ => StubAnswer.Json(IdenticalMessageTests.Message, 201));
        var options = new BudgetOptions { Margin = TimeSpan.Zero };
        options.Windows[LimitClass.Mail] = [new(2, TimeSpan.FromMinutes(1))];
        using var budget = new ConversationsBudget("team", options);
        using ConversationsClient client = stub.CreateClient(options =>
        {
            (options.TimeProvider, options.Budget) = (clock, budget);
            (options.Retry.MaxAttempts, options.Retry.RepeatIdenticalMessages) = (4, true);
        });
        _ = await client.Tickets.ReplyAsync(1, "First.");
        _ = await client.Tickets.ReplyAsync(1, "Second.");
        Task call = client.Tickets.ReplyAsync(1, "Hi");
        await clock.PassAsync(TimeSpan.FromMinutes(1));
        await stub.ArrivedAsync(3);

        clock.Advance(TimeSpan.FromSeconds(50));
        slow.SetResult();

        await clock.RunAsync(call);
        Assert.Equal(4, stub.Requests.Count);
    }

    [Fact]
    public async Task A_call_whose_provider_hangs_until_the_time_for_all_attempts_is_over_names_the_provider()
    {
        var clock = new TestClock();
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient(options =>
        {
            (options.TimeProvider, options.Retry.MaxAttempts) = (clock, 4);
            options.Credential = ConversationsCredential.FromProvider(static async token =>
            {
                await Task.Delay(Timeout.Infinite, token);
                throw new InvalidOperationException("It did not hang.");
            });
        });
        Task<int> call = client.Tickets.CountUnreadAsync();
        while (!call.IsCompleted)
        {
            await Task.Yield();
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        ConversationsTimeoutException error = await Assert.ThrowsAsync<ConversationsTimeoutException>(() => call);
        Assert.Contains("provider", error.Message, StringComparison.Ordinal);
        Assert.Equal((0, false, true), (error.Attempts, error.OutcomeIsUnknown, error.IsTransient));
    }
}
