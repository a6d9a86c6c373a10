using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Conversations.Client.Tests.Telemetry;

/// <summary>The span of a call.</summary>
public sealed class CallSpanTests
{
    private const string Unread = """{"count":3}""";

    [Theory, BothTransports]
    public async Task A_call_has_one_span_with_its_method_and_route_as_name(Transport transport)
    {
        await using var watched = Watched.Start((await StubServer.StartAsync(transport)).Answer(StubAnswer.Json(Unread)));

        _ = await watched.Client.Tickets.CountUnreadAsync();

        Activity span = Assert.Single(watched.Spans);
        Assert.Equal("GET /api/projects/{project_id}/conversations/tickets/unread_count/", span.OperationName);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["http.request.method"] = "GET",
                ["url.template"] = "/api/projects/{project_id}/conversations/tickets/unread_count/",
                ["conversations.operation.name"] = "tickets.unread_count",
                ["server.address"] = watched.Stub.BaseAddress.Host,
                ["server.port"] = watched.Stub.BaseAddress.Port,
                ["http.response.status_code"] = 200,
            }.OrderBy(static tag => tag.Key, StringComparer.Ordinal),
            span.TagObjects.OrderBy(static tag => tag.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_an_error_with_its_status()
    {
        await using var watched = Watched.Start(StubServer.InMemory(StubAnswer.Json("""{"detail":"Not found."}""", 404)));

        await Assert.ThrowsAsync<ConversationsNotFoundException>(() => watched.Client.Tickets.CountUnreadAsync());

        Activity span = Assert.Single(watched.Spans);
        Assert.Equal((404, "404"), (Watched.Tag(span, "http.response.status_code"), Watched.Tag(span, "error.type")));
        Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription));
    }

    [Fact]
    public async Task A_call_that_was_not_answered_in_time_says_timeout()
    {
        var time = new TestClock();
        await using var watched = Watched.Start(StubServer.InMemory(StubAnswer.Silence()), options =>
        {
            options.TimeProvider = time;
            options.RequestTimeout = TimeSpan.FromSeconds(7);
        });

        Task<int> call = CountAsync(watched);
        await time.PassAsync(TimeSpan.FromSeconds(7));
        await Assert.ThrowsAsync<ConversationsTimeoutException>(() => call);

        Activity span = Assert.Single(watched.Spans);
        Assert.Equal(("timeout", null), (Watched.Tag(span, "error.type"), Watched.Tag(span, "http.response.status_code")));
    }

    [Fact]
    public async Task A_call_that_could_not_connect_says_why_in_the_platforms_word()
    {
        await using var watched = Watched.Start(StubServer.InMemory(), change: (_, builder) => builder.ConfigurePrimaryHttpMessageHandler(
            static () => new Failing(new HttpRequestException(HttpRequestError.NameResolutionError, "No such host."))));

        await Assert.ThrowsAsync<ConversationsConnectionException>(() => watched.Client.Tickets.CountUnreadAsync());

        Assert.Equal("name_resolution_error", Watched.Tag(watched.Spans[0], "error.type"));
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_told_and_is_no_error()
    {
        using var source = new CancellationTokenSource();
        await using var watched = Watched.Start(StubServer.InMemory(StubAnswer.Silence()));

        Task<int> call = CountAsync(watched, source.Token);
        await watched.Stub.ArrivedAsync(1);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Activity span = Assert.Single(watched.Spans);
        Assert.Equal(("canceled", ActivityStatusCode.Unset), (Watched.Tag(span, "error.type"), span.Status));
    }

    [Fact]
    public async Task A_request_that_is_sent_again_has_a_span_of_its_own_with_its_number_below_the_call()
    {
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Json("{}", 503), StubAnswer.Json("{}", 503), StubAnswer.Json(Unread)),
            change: static (_, builder) => builder.AddHttpMessageHandler(static () => new Repeating(3)));

        _ = await watched.Client.Tickets.CountUnreadAsync();

        Activity call = Assert.Single(watched.Spans, static span => Watched.Tag(span, "http.request.resend_count") is null);
        Activity[] resent = [.. watched.Spans.Where(span => span != call)];
        Assert.Equal([1, 2], resent.Select(static span => Watched.Tag(span, "http.request.resend_count")));
        Assert.Equal([503, 200], resent.Select(static span => Watched.Tag(span, "http.response.status_code")));
        Assert.Equal(["503", null], resent.Select(static span => Watched.Tag(span, "error.type")));
        Assert.All(resent, span => Assert.Equal((call.SpanId, call.OperationName), (span.ParentSpanId, span.OperationName)));
    }

    [Theory, InlineData(503, "503"), InlineData(429, "429"), InlineData(null, "response_ended")]
    public async Task Why_the_client_sends_a_call_again_stands_on_its_span(int? status, string reason)
    {
        var first = new Func<StubAnswer>(() => status is { } code ? StubAnswer.Json("{}", code) : StubAnswer.Reset());
        await using var watched = Watched.Start(
            StubServer.InMemory(first(), first(), StubAnswer.Json(Unread)),
            static options => (options.Retry.MaxAttempts, options.Retry.BaseDelay) = (3, TimeSpan.Zero));

        _ = await watched.Client.Tickets.CountUnreadAsync();

        Activity call = Assert.Single(watched.Spans, static span => Watched.Tag(span, "http.request.resend_count") is null);
        Assert.Equal(
            Enumerable.Repeat(("conversations.call.retried", reason), 2),
            call.Events.Select(static told => (told.Name, (string)told.Tags.Single(static tag => tag.Key == "conversations.retry.reason").Value!)));
    }

    [Fact]
    public async Task A_call_that_a_handler_of_the_host_repeats_is_one_call()
    {
        await using var watched = Watched.Start(
            StubServer.InMemory(StubAnswer.Json("{}", 503), StubAnswer.Json(Unread)),
            change: static (services, _) => services.ConfigureHttpClientDefaults(
                static builder => builder.ConfigureAdditionalHttpMessageHandlers(
                    static (handlers, _) => handlers.Insert(0, new Persisting()))));
        MetricCollector<double> calls = watched.Collect<double>("conversations.client.call.duration");

        _ = await watched.Client.Tickets.CountUnreadAsync();

        Assert.Equal(2, watched.Stub.Requests.Count);
        Assert.Equal(200, Watched.Tag(Assert.Single(watched.Spans, static span => Watched.Tag(span, "http.request.resend_count") is null), "http.response.status_code"));
        _ = Assert.Single(calls.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task A_call_outside_the_contract_shows_neither_its_path_nor_a_method_of_its_own()
    {
        await using var watched = Watched.Start(StubServer.InMemory(StubAnswer.Json("{}"), StubAnswer.Json("{}")));

        using HttpResponseMessage known = await watched.Client.RawRequestAsync(new(HttpMethod.Get, "persons/ana@acme.example/?token=s3cret"));
        using HttpResponseMessage own = await watched.Client.RawRequestAsync(new(new HttpMethod("ANA"), "persons/"));

        Assert.Equal(["GET", "HTTP"], watched.Spans.Select(static span => span.OperationName));
        Assert.Equal(["GET", "_OTHER"], watched.Spans.Select(static span => Watched.Tag(span, "http.request.method")));
        Assert.All(watched.Spans, static span => Assert.Null(Watched.Tag(span, "url.template")));
    }

    [Fact]
    public async Task The_current_span_of_the_caller_stays_the_current_one()
    {
        await using var watched = Watched.Start(StubServer.InMemory(StubAnswer.Json(Unread)));
        Activity? before = Activity.Current;

        _ = await watched.Client.Tickets.CountUnreadAsync();

        Assert.Same(before, Activity.Current);
        Assert.Equal(before!.SpanId, watched.Spans[0].ParentSpanId);
    }

    // A method of its own, so that a call that has not ended has no influence on the test's current span.
    private static async Task<int> CountAsync(Watched watched, CancellationToken cancellationToken = default) =>
        await watched.Client.Tickets.CountUnreadAsync(cancellationToken);

    private sealed class Failing(Exception exception) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(exception);
    }

    /// <summary>Sends a request so often, whatever comes.</summary>
    private sealed class Repeating(int times) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (int sent = 1; ; sent++)
            {
                HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
                if (sent == times)
                {
                    return response;
                }

                response.Dispose();
            }
        }
    }

    /// <summary>Sends a request again after an exception.</summary>
    private sealed class Persisting : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (ConversationsApiException)
            {
                return await base.SendAsync(request, cancellationToken);
            }
        }
    }
}
