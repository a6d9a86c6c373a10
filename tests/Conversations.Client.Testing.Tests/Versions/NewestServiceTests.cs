using System.Reflection;
using Conversations.Client.Testing.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Testing.Tests.Versions;

/// <summary>The preset sets every switch to the newest service's value.</summary>
public sealed class NewestServiceTests
{
    private const string CreatingIsRefused =
        "Creating tickets via this endpoint is not supported. Use posthog.conversations.sendMessage() from the JavaScript SDK. See https://posthog.com/docs/support/javascript-api for details.";

    /// <summary>
    /// The value of each switch on the newest service, and whether the default differs. A new switch needs a row: decide what the service
    /// does.
    /// </summary>
    private static readonly Dictionary<string, (object Value, bool Differs)> Decided = new()
    {
        [nameof(FakeConversationsOptions.ServiceVersion)] = (ServiceVersion.Current, false),
        [nameof(FakeConversationsOptions.ApiKeys)] = (ApiKeyMode.Strict, false),
        // docs/service/tickets.md 7: always 405.
        [nameof(FakeConversationsOptions.CreateTicket)] = (CreateTicketMode.Refused, true),
        [nameof(FakeConversationsOptions.Replay)] = (ReplayMode.Full, false),
        [nameof(FakeConversationsOptions.CancelStream)] = (CancelStreamMode.Silent, false),
        [nameof(FakeConversationsOptions.Partials)] = (PartialsMode.TempId, false),
        [nameof(FakeConversationsOptions.Title)] = (TitleMode.AfterFirstReply, false),
        [nameof(FakeConversationsOptions.KeepAliveInterval)] = (TimeSpan.FromSeconds(15), false),
        [nameof(FakeConversationsOptions.MaxOpenStreams)] = (500, false),
        // Off by default so that no test has to count its calls. The service always limits.
        [nameof(FakeConversationsOptions.RateLimits)] = (true, true),
        [nameof(FakeConversationsOptions.RateLimitScale)] = (1.0, false),
        // docs/service/neighbours.md 1.6: also where an installation limits nothing else.
        [nameof(FakeConversationsOptions.WidgetLimits)] = (true, true),
        [nameof(FakeConversationsOptions.WidgetMessageLimit)] = (10_000, false),
        // docs/service/neighbours.md 1.4: a program meets these in production. Off by default, so that a test sees what it has just done.
        [nameof(FakeConversationsOptions.WidgetCaches)] = (true, true),
        [nameof(FakeConversationsOptions.RetryAfterHeader)] = (RetryAfterMode.Off, false),
        [nameof(FakeConversationsOptions.QuotaExhausted)] = (false, false),
        [nameof(FakeConversationsOptions.CancelFails)] = (false, false),
        [nameof(FakeConversationsOptions.AppendFails)] = (false, false),
        // docs/service/tickets.md 1.1: on every response through the older prefix.
        [nameof(FakeConversationsOptions.DeprecationHeaders)] = (true, true),
        [nameof(FakeConversationsOptions.CriticalPriority)] = (true, false),
        [nameof(FakeConversationsOptions.ViewPatch)] = (true, false),
    };

    /// <summary>Options of the fake itself, for its clock, its log and its waits. No service has these.</summary>
    private static readonly string[] OfTheFakeItself =
    [
        nameof(FakeConversationsOptions.TimeProvider), nameof(
            FakeConversationsOptions.MaxRecordedRequests), nameof(
                FakeConversationsOptions.MaxRecordedBytes), nameof(FakeConversationsOptions.MaxRealWait),
    ];

    private static PropertyInfo[] Properties => typeof(FakeConversationsOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    [Fact]
    public void Every_switch_has_a_decision() => Assert.Equal(
        Properties.Select(static property => property.Name).Order(StringComparer.Ordinal),
        Decided.Keys.Concat(OfTheFakeItself).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_switch_whose_default_differs_is_covered()
    {
        FakeConversationsOptions defaults = new(), newest = FakeConversationsOptions.NewestService();
        foreach (PropertyInfo property in Properties.Where(static property => Decided.ContainsKey(property.Name)))
        {
            (object value, bool differs) = Decided[property.Name];
            Assert.Equal((property.Name, value), (property.Name, property.GetValue(newest)));
            Assert.Equal((property.Name, differs), (property.Name, !value.Equals(property.GetValue(defaults))));
        }

        Assert.All(
            Properties.Where(static property => OfTheFakeItself.Contains(property.Name)),
            property => Assert.Equal(property.GetValue(defaults), property.GetValue(newest)));
    }

    [Fact]
    public void The_clock_is_the_one_that_was_given_or_that_of_the_system()
    {
        var clock = new FakeTimeProvider();
        Assert.Same(clock, FakeConversationsOptions.NewestService(clock).TimeProvider);
        Assert.Same(TimeProvider.System, FakeConversationsOptions.NewestService().TimeProvider);
    }

    [Fact]
    public async Task Creating_a_ticket_answers_as_the_newest_service_does()
    {
        await using var fake = new FakeConversationsServer(FakeConversationsOptions.NewestService());

#pragma warning disable CONV0001 // What the newest service answers to it is the point.
        ConversationsNotSupportedException refusal = await Assert.ThrowsAsync<ConversationsNotSupportedException>(() =>
            fake.CreateClient().Tickets.CreateAsync(new TicketCreate()));
#pragma warning restore CONV0001

        Assert.Equal((405, "method_not_allowed", CreatingIsRefused), ((int)refusal.StatusCode, refusal.Code, refusal.Detail));
        Assert.Empty(fake.Tickets);
    }

    [Fact]
    public async Task Limits_and_deprecation_headers_are_the_services()
    {
        await using var fake = new FakeConversationsServer(FakeConversationsOptions.NewestService(new FakeTimeProvider()));
        using var http = new HttpClient(fake.CreateHandler()) { BaseAddress = new Uri("https://fake.example/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", fake.ApiKey);

        using HttpResponseMessage deprecated = await http.GetAsync(new Uri(Service.Views, UriKind.Relative));
        Assert.Equal("true", deprecated.Headers.GetValues("Deprecation").Single());
        for (int call = 1; call < 480; call++)
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(Service.Tickets, UriKind.Relative));
            Assert.Equal(200, (int)answer.StatusCode);
        }

        using HttpResponseMessage limited = await http.GetAsync(new Uri(Service.Tickets, UriKind.Relative));
        Assert.Equal(429, (int)limited.StatusCode);
    }
}
