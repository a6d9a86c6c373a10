using Conversations.Client.Pipeline;
using Conversations.Client.Pipeline.Hosts;
using Conversations.Client.Pipeline.Retries;

namespace Conversations.Client.Tests.Pipeline.Retries;

/// <summary>Which calls may be repeated, and until when.</summary>
public sealed class RetryTimesTests
{
    /// <summary>
    /// In seconds: the limit over all attempts, how long a repetition may begin, and how long it may last; -1 is for ever.
    /// </summary>
    [Theory]
    [InlineData(60, 60, 60)]
    [InlineData(90, 90, 90)]
    [InlineData(100, 90, 100)]
    [InlineData(120, 90, 120)]
    [InlineData(300, 90, 120)]
    [InlineData(-1, 90, 120)]
    public void A_message_may_be_repeated_for_90_seconds_and_under_way_for_120_if_no_limit_is_shorter(int total, int mayBegin, int mayLast) =>
        Assert.Equal(
            new RetryTimes(TimeSpan.FromSeconds(mayBegin), TimeSpan.FromSeconds(mayLast)),
            Settings(options => options.TotalTimeout = Of(total)).TimesOf(Call(HttpMethod.Post, "tickets/7/reply/")));

    [Theory]
    [InlineData(300)]
    [InlineData(-1)]
    public void A_read_may_be_repeated_as_long_as_the_limit_over_all_attempts_says(int total)
    {
        TimeSpan limit = total < 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(total);

        Assert.Equal(
            new RetryTimes(limit, limit),
            Settings(options => options.TotalTimeout = Of(total)).TimesOf(Call(HttpMethod.Get, "tickets/7/")));
    }

    [Fact]
    public void A_call_is_repeated_in_one_place_only()
    {
        RetrySettings settings = Settings(static options => options.RepeatIdenticalMessages = true);

        Assert.True(settings.AreFor(Call(HttpMethod.Get, "tickets/7/")));
        Assert.True(settings.AreFor(Call(HttpMethod.Post, "tickets/7/reply/")));
        Assert.False(settings.AreFor(Call(HttpMethod.Post, "")));
        Assert.False(settings.AreFor(Call(HttpMethod.Get, "tickets/7/", RepeatedCalls.Reads)));
        Assert.True(settings.AreFor(Call(HttpMethod.Post, "tickets/7/reply/", RepeatedCalls.Reads)));
        Assert.False(settings.AreFor(Call(HttpMethod.Post, "tickets/7/reply/", RepeatedCalls.All)));
        Assert.False(settings.AreFor(Call(HttpMethod.Get, "tickets/7/", hasOwnRule: true)));
        Assert.False(Settings(static _ => { }).AreFor(Call(HttpMethod.Post, "tickets/7/reply/")));
    }

    [Fact]
    public void A_repetition_without_any_limit_has_no_shorter_one_than_an_attempt()
    {
        RetrySettings settings = Settings(static options => options.TotalTimeout = Timeout.InfiniteTimeSpan);
        var call = new RepeatedCall(settings, Call(HttpMethod.Get, "tickets/7/"), 0);

        Assert.Equal(Timeout.InfiniteTimeSpan, call.Left);
        Assert.False(call.IsLeftWithLessThan(Timeout.InfiniteTimeSpan));
        Assert.False(call.IsLeftWithLessThan(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_repetition_that_came_too_late_names_the_option_and_a_provider_only_if_it_waited_for_one()
    {
        LogicalCall read = Call(HttpMethod.Get, "tickets/7/");
        var repeated = new RepeatedCall(Settings(static options => options.TotalTimeout = TimeSpan.FromMinutes(5)), read, 0);
        Assert.True(read.Sendings.TryPass());

        Assert.Equal(
            "GET /api/projects/{project_id}/conversations/tickets/{ticket_id}/ was not answered within 00:05:00, the time for all its attempts. Raise Retry.TotalTimeout, or call again later.",
            repeated.TooLate(new OperationCanceledException()).Message);
        read.WaitsForProvider = true;
        Assert.Equal(
            "GET /api/projects/{project_id}/conversations/tickets/{ticket_id}/ was not answered within 00:05:00, the time for all its attempts. It waited for its credential provider: look into the provider. Raise Retry.TotalTimeout, or call again later.",
            repeated.TooLate(new OperationCanceledException()).Message);
    }

    [Fact]
    public void What_a_budget_refused_is_not_asked_again_because_the_budget_has_waited_already()
    {
        Assert.False(RepeatedCall.IsWorthALook(new ConversationsRateLimitException()));
        Assert.True(RepeatedCall.IsWorthALook(new ConversationsTimeoutException()));
        Assert.False(RepeatedCall.IsWorthALook(new ConversationsValidationException()));
    }

    /// <summary>Only "in progress" passes by itself (docs/service/tickets.md 8.4, 9).</summary>
    [Theory]
    [InlineData("""{"detail":"d","error_type":"something_else"}""")]
    [InlineData("")]
    public async Task A_message_that_meets_another_conflict_is_not_repeated(string body)
    {
        await using var stub = StubServer.InMemory();
        _ = stub.Answer(_ => StubAnswer.Json(body, 409));
        using ConversationsClient client = stub.CreateClient(static options =>
            (options.Retry.MaxAttempts, options.Retry.RepeatIdenticalMessages, options.Retry.BaseDelay) = (3, true, TimeSpan.Zero));

        _ = await Assert.ThrowsAsync<ConversationsConflictException>(() => client.Tickets.ReplyAsync(1, "Hi"));

        Assert.Single(stub.Requests);
    }

    private static TimeSpan Of(int seconds) => seconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);

    private static RetrySettings Settings(Action<RetryOptions> configure)
    {
        var options = new ConversationsClientOptions { TimeProvider = new TestClock() };
        configure(options.Retry);
        return new(options);
    }

    private static LogicalCall Call(
        HttpMethod method, string path, RepeatedCalls byHost = RepeatedCalls.None, bool hasOwnRule = false)
    {
        HttpRequestMessage request = BegunCall.Request(method, path);
        request.Options.Set(LogicalCallHandler.OwnRule, hasOwnRule);
        return BegunCall.Of(request, byHost);
    }
}
