using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Tests.Errors;

/// <summary>Every response that is not a success becomes one exception of this package, whatever its body.</summary>
public sealed class ErrorTests
{
    private const string TicketRoute = "/api/projects/{project_id}/conversations/tickets/{ticket_id}/";

    public static IReadOnlyList<object?[]> Statuses { get; } =
    [
        [300, typeof(ConversationsApiException)],
        [302, typeof(ConversationsApiException)],
        [400, typeof(ConversationsValidationException)],
        [401, typeof(ConversationsAuthenticationException)],
        [402, typeof(ConversationsQuotaException)],
        [403, typeof(ConversationsPermissionException)],
        [404, typeof(ConversationsNotFoundException)],
        [405, typeof(ConversationsNotSupportedException)],
        [406, typeof(ConversationsApiException)],
        [409, typeof(ConversationsConflictException)],
        [415, typeof(ConversationsApiException)],
        [422, typeof(ConversationsApiException)],
        [429, typeof(ConversationsRateLimitException)],
        [500, typeof(ConversationsApiException)],
        [502, typeof(ConversationsApiException)],
        [503, typeof(ConversationsApiException)],
    ];

    /// <summary>Bodies of every shape, with the values to read from each: type, code, detail, attribute.</summary>
    public static IReadOnlyList<object?[]> Bodies { get; } =
    [
        ["""{"type":"validation_error","code":"invalid_choice","detail":"\"urgent\" is not a valid choice.","attr":"priority"}""", "validation_error", "invalid_choice", "\"urgent\" is not a valid choice.", "priority"],
        ["""{"type":"server_error","code":"conflict","detail":"Cannot resume streaming with a new message","attr":null,"extra":{"a":[1]}}""", "server_error", "conflict", "Cannot resume streaming with a new message", null],
        ["""{"error":"Conversation not found"}""", null, null, "Conversation not found", null],
        ["""{"error":"queue_full","detail":"Only two messages can be queued at a time."}""", null, null, "Only two messages can be queued at a time.", null],
        ["""{"error":{"tags":["Too many.","Too long."],"status":["Bad."],"n":{"x":1}}}""", null, null, "tags: Too many. Too long.; status: Bad.; n: {\"x\":1}", null],
        ["""{"detail":"Note not found.","error_type":"note_not_found"}""", null, "note_not_found", "Note not found.", null],
        ["""{"detail":"Queue message not found."}""", null, null, "Queue message not found.", null],
        ["""{"type":1,"code":[],"detail":{"a":"b"},"attr":false,"error":null,"error_type":7}""", null, null, null, null],
        ["<!DOCTYPE html><html><body>Bad gateway</body></html>", null, null, null, null],
        ["", null, null, null, null],
        [" \r\n\t", null, null, null, null],
        ["""{"type":"validation_error","code":"inv""", null, null, null, null],
        ["""["a",{"detail":"b"}]""", null, null, null, null],
        ["null", null, null, null, null],
        ["\"text\"", null, null, null, null],
        ["{}", null, null, null, null],
        ["""{"detail":"half a pair \ud83d"}""", null, null, null, null],
        ["""{"\ud83d":1,"detail":"x"}""", null, null, null, null],
        ["""{"error":{"\ud83d":["\udc00"]}}""", null, null, null, null],
    ];

    [Theory, BothTransports(Rows = nameof(Statuses))]
    public async Task Each_status_has_its_exception(Transport transport, int status, Type type)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json("""{"type":"t","code":"c","detail":"The text.","attr":"a"}""", status).With("X-Request-Id", "req-1").With("Retry-After", "7").With("Location", "https://elsewhere.example/"));
        using ConversationsClient client = stub.CreateClient();

        Exception exception = await Record.ExceptionAsync(() => client.Tickets.UpdateAsync(77, new() { Priority = null }));

        Assert.IsType(type, exception);
        ConversationsApiException error = Assert.IsType<ConversationsApiException>(exception, exactMatch: false);
        Assert.Equal((HttpStatusCode)status, error.StatusCode);
        Assert.Equal(("t", "c", "The text.", "a", "req-1"), (error.ErrorType, error.Code, error.Detail, error.Attribute, error.RequestId));
        Assert.Equal(
            (TimeSpan.FromSeconds(7), HttpMethod.Patch, TicketRoute, 1), (error.RetryAfter, error.Method, error.Route, error.Attempts));
        Assert.Equal("""{"type":"t","code":"c","detail":"The text.","attr":"a"}""", error.Body);
        Assert.Contains("The text", error.Message, StringComparison.Ordinal);
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("77", error.Message, StringComparison.Ordinal);
        Assert.Single(stub.Requests);
    }

    [Theory, BothTransports(Rows = nameof(Bodies))]
    public async Task Each_shape_of_body_is_read_and_none_is_thrown_at(
        Transport transport, string body, string? type, string? code, string? detail, string? attribute)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(body, 400), StubAnswer.Json(body, 503), StubAnswer.Json(body, 409), StubAnswer.Of(500).Write(body));
        using ConversationsClient client = stub.CreateClient();

        foreach (Func<Task> call in new Func<Task>[] { () => client.Tickets.GetAsync(1), () => client.Views.DeleteAsync("a"),
            () => client.Conversations.AskAsync(Guid.NewGuid(), "Hi"), () => client.Tickets.ListAsync().ToListAsync().AsTask() })
        {
            ConversationsApiException error = await Assert.ThrowsAnyAsync<ConversationsApiException>(call);
            Assert.Equal((type, code, detail, attribute), (error.ErrorType, error.Code, error.Detail, error.Attribute));
            Assert.Equal(body, error.Body);
            Assert.DoesNotContain("..", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [BothTransports("""{"error":"queue_full","detail":"x","code":"conflict"}""", "queue_full", ConflictReason.QueueFull)]
    [BothTransports("""{"detail":"x","error_type":"compose_in_progress"}""", "compose_in_progress", ConflictReason.ComposeInProgress)]
    [BothTransports("""{"type":"server_error","code":"conflict","detail":"x","attr":null}""", "conflict", ConflictReason.Conflict)]
    [BothTransports("""{"error":"brand_new"}""", "brand_new", null)]
    [BothTransports("<html>", null, null)]
    public async Task A_conflict_says_why(Transport transport, string body, string? reason, ConflictReason? known)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(body, 409));
        using ConversationsClient client = stub.CreateClient();

        ConversationsConflictException error = await Assert.ThrowsAsync<ConversationsConflictException>(() =>
            client.Conversations.StreamAsync(Guid.NewGuid(), "Hi").OpenAsync());

        Assert.Equal((reason, known), (error.Reason?.Value, error.Reason?.Known));
    }

    [Theory]
    [BothTransports("API key missing required scope 'ticket:read'", "ticket:read", false)]
    [BothTransports("API key missing required scope 'a", null, false)]
    [BothTransports("This action does not support personal API key access", null, true)]
    [BothTransports("You don't have access to the project.", null, false)]
    public async Task A_refusal_says_which_scope_or_that_a_session_is_needed(
        Transport transport, string detail, string? scope, bool session)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json($$"""{"type":"authentication_error","code":"permission_denied","detail":"{{detail}}","attr":null}""", 403));
        using ConversationsClient client = stub.CreateClient();

        ConversationsPermissionException error =
            await Assert.ThrowsAsync<ConversationsPermissionException>(() => client.Tickets.GetAsync(1));

        Assert.Equal((scope, session), (error.MissingScope, error.RequiresSession));
        Assert.Equal(scope is not null, error.Message.Contains("the scope ", StringComparison.Ordinal));
        Assert.Equal(session, error.Message.Contains("ConversationsCredential.Session", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(429, "0", "x", 0)]
    [InlineData(429, "12", "Expected available in 99 seconds.", 12)]
    [InlineData(503, "15", "x", 15)]
    [InlineData(429, "Wed, 03 Jun 2026 12:00:30 GMT", "x", 30)]
    [InlineData(503, "Wed, 03 Jun 2026 11:59:00 GMT", "x", 0)]
    [InlineData(429, null, "You've reached PostHog AI's usage limit for the moment. Please try again in 41 seconds. Expected available in 42 seconds.", 42)]
    [InlineData(429, null, "Request was throttled. Expected available in 1 second.", 1)]
    [InlineData(429, null, "Request was throttled. Expected available in 86399 seconds.", 86399)]
    [InlineData(429, null, "Please try again later today.", null)]
    [InlineData(429, null, "in 99999999999999999999 seconds", null)]
    [InlineData(429, null, "give it a second.", null)]
    [InlineData(429, "soon", "Expected available in 5 seconds.", 5)]
    [InlineData(429, "-5", "x", null)]
    [InlineData(400, null, "Expected available in 5 seconds.", null)]
    public async Task The_wait_is_read_from_the_header_else_from_the_text(int status, string? header, string detail, int? seconds)
    {
        await Cultures.EachAsync(async () =>
        {
            var answer = StubAnswer.Json($$"""{"type":"throttled_error","code":"throttled","detail":"{{detail}}","attr":null}""", status);
            await using var stub = StubServer.InMemory(header is null ? answer : answer.With("Retry-After", header));
            using ConversationsClient client = stub.CreateClient(static options =>
                options.TimeProvider = new FakeTimeProvider(new(2026, 6, 3, 12, 0, 0, TimeSpan.Zero)));

            ConversationsApiException error = await Assert.ThrowsAnyAsync<ConversationsApiException>(() => client.Tickets.GetAsync(1));

            Assert.Equal(seconds, (int?)error.RetryAfter?.TotalSeconds);
        });
    }

    [Theory, BothTransports]
    public async Task A_huge_body_is_cut_at_its_limit(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        string part = new string('x', 100_000);
        stub.Answer(
            StubAnswer.Html("<p>" + part, 502).Write(part).Hang(),
            StubAnswer.Json("""{"detail":"short"}""", 400),
            StubAnswer.Json("""{"detail":"ä"}""", 400),
            StubAnswer.Html(part, 500));
        using ConversationsClient client = stub.CreateClient();
        using ConversationsClient small = stub.CreateClient(static options => options.MaxErrorBodyBytes = 0);
        using ConversationsClient odd = stub.CreateClient(static options => options.MaxErrorBodyBytes = 12);
        using ConversationsClient boundless = stub.CreateClient(static options => options.MaxErrorBodyBytes = int.MaxValue);

        Assert.Equal(
            "<p>" + part[..(65_536 - 3)], (await Assert.ThrowsAnyAsync<ConversationsApiException>(() => client.Tickets.GetAsync(1))).Body);
        ConversationsApiException nothing = await Assert.ThrowsAnyAsync<ConversationsApiException>(() => small.Tickets.GetAsync(1));
        Assert.Equal(("", null), (nothing.Body, nothing.Detail));
        Assert.StartsWith(
            "{\"detail\":\"",
            (await Assert.ThrowsAnyAsync<ConversationsApiException>(() => odd.Tickets.GetAsync(1))).Body,
            StringComparison.Ordinal);
        Assert.Equal(100_000, (await Assert.ThrowsAnyAsync<ConversationsApiException>(() => boundless.Tickets.GetAsync(1))).Body.Length);
    }

    [Theory, BothTransports]
    public async Task A_refusal_whose_body_breaks_off_is_still_that_refusal(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        StubAnswer answer = StubAnswer.Of(403).With("Content-Type", "application/json").With("Content-Length", "100").Write("{");
        // A real server that ends before the promised length breaks the connection, and the bytes that it sent certainly arrive.
        stub.Answer(transport == Transport.Kestrel ? answer : answer.Cut());
        using ConversationsClient client = stub.CreateClient();

        ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() => client.Tickets.GetAsync(1));

        Assert.True(error is ConversationsPermissionException, error.ToString());
    }

    [Theory]
    [BothTransports("text/html; charset=bogus")]
    [BothTransports("text/html; charset=utf-7")]
    [BothTransports("text/html; charset=\"utf-8\"")]
    [BothTransports("text/html; charset=iso-8859-1")]
    [BothTransports("not a media type")]
    public async Task A_strange_content_type_of_an_error_is_no_obstacle(Transport transport, string contentType)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Of(502).With("Content-Type", contentType).Write("<html>"));
        using ConversationsClient client = stub.CreateClient();

        Assert.Equal("<html>", (await Assert.ThrowsAnyAsync<ConversationsApiException>(() => client.Tickets.GetAsync(1))).Body);
    }

    [Theory, BothTransports]
    public async Task A_key_that_the_service_quotes_is_replaced(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        string body = $$"""{"type":"{{StubServer.Key}}","code":"x-{{StubServer.Key}}","detail":"Key {{StubServer.Key}} is invalid.","attr":"{{StubServer.Key}}"}""";
        stub.Answer(StubAnswer.Json(body, 401), StubAnswer.Json($$"""{"error":"{{StubServer.Key}}"}""", 409).With("X-Request-Id", "echo-" + StubServer.Key), StubAnswer.Html("csrf and s3ss", 403));
        using ConversationsClient client = stub.CreateClient();
        using ConversationsClient session = stub.CreateClient(static options =>
            options.Credential = ConversationsCredential.Session("s3ss", "csrf"));

        ConversationsAuthenticationException error =
            await Assert.ThrowsAsync<ConversationsAuthenticationException>(() => client.Tickets.GetAsync(1));
        Assert.Equal("Key *** is invalid.", error.Detail);
        Holds(error);
        ConversationsConflictException conflict =
            await Assert.ThrowsAsync<ConversationsConflictException>(() => client.Views.DeleteAsync("a"));
        Holds(conflict);
        Assert.Equal("***", conflict.Reason?.Value);
        Assert.Equal("*** and ***", (await Assert.ThrowsAsync<ConversationsPermissionException>(() => session.Views.DeleteAsync("a"))).Body);

        static void Holds(ConversationsApiException error) => Assert.DoesNotContain(
            StubServer.Key,
            string.Join(' ', error, error.ErrorType, error.Code, error.Detail, error.Attribute, error.RequestId, error.Body, error.Message),
            StringComparison.Ordinal);
    }

    [Theory, BothTransports]
    public async Task A_key_that_is_cut_at_the_limit_is_replaced_too(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Html("Key " + StubServer.Key, 401));
        using ConversationsClient client = stub.CreateClient(static options => options.MaxErrorBodyBytes = 4 + StubServer.Key.Length - 2);

        Assert.Equal("Key ***", (await Assert.ThrowsAsync<ConversationsAuthenticationException>(() => client.Tickets.GetAsync(1))).Body);
    }

    [Theory, BothTransports]
    public async Task A_redirect_is_not_followed_and_the_key_stays(Transport transport)
    {
        await using StubServer other = await StubServer.StartAsync(transport);
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Of(302).With("Location", other.BaseAddress + "api/"));
        using ConversationsClient client = stub.CreateClient();

        ConversationsApiException error = await Assert.ThrowsAsync<ConversationsApiException>(() => client.Tickets.GetAsync(1));
        _ = await Assert.ThrowsAsync<ConversationsApiException>(() => client.Tickets.UpdateAsync(1, new() { Priority = null }));
        _ = await Assert.ThrowsAsync<ConversationsApiException>(() => client.Conversations.AskAsync(Guid.NewGuid(), "Hi"));

        Assert.Contains("BaseAddress", error.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.Equal(3, stub.Requests.Count);
    }

    [Theory]
    [BothTransports("text/html", "<html>Log in</html>")]
    [BothTransports("application/json", "<html>")]
    [BothTransports("application/json", "")]
    [BothTransports("application/json", "null")]
    [BothTransports("application/json", "[]")]
    [BothTransports("application/json", "\"x\"")]
    [BothTransports("application/json", "{\"id\":7}")]
    [BothTransports("application/json", "{\"id\":\"01978c3e-52aa-0000-91d4-3b6f2f0c7e11\"")]
    [BothTransports("application/json", "{\"id\":\"01978c3e-52aa-0000-91d4-3b6f2f0c7e11\",\"tags\":[{}]}")]
    [BothTransports("application/json", "{\"short_id\":\"\\ud800\",\"distinct_id\":\"\\ud800\"}")]
    [BothTransports("application/json; charset=bogus", "{")]
    public async Task A_success_that_cannot_be_read_is_a_ConversationsException(Transport transport, string contentType, string body)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Of(200).With("Content-Type", contentType).Write(body));
        using ConversationsClient client = stub.CreateClient();

        foreach (Func<Task> call in new Func<Task>[]
        {
            () => client.Tickets.GetAsync(1),
            () => client.Tickets.UpdateAsync(1, new() { Priority = null }),
            () => client.Api.GetTicketAsync("1", "1"),
        })
        {
            ConversationsException error = await Assert.ThrowsAsync<ConversationsException>(call);
            Assert.Contains("BaseAddress", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [BothTransports("null")]
    [BothTransports("")]
    [BothTransports("<html>")]
    [BothTransports("{\"count\":\"many\"}")]
    [BothTransports("{\"results\":[1]}")]
    public async Task A_page_that_cannot_be_read_is_a_ConversationsException(Transport transport, string body)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(
            StubAnswer.Json(body), StubAnswer.Json(body), StubAnswer.Json(Examples.Page("?offset=1", Examples.Ticket)), StubAnswer.Json(body));
        using ConversationsClient client = stub.CreateClient();

        _ = await Assert.ThrowsAsync<ConversationsException>(() => client.Tickets.ListPageAsync());
        _ = await Assert.ThrowsAsync<ConversationsException>(() => client.Views.ListAsync().ToListAsync().AsTask());
        _ = await Assert.ThrowsAsync<ConversationsException>(() => client.Tickets.ListAsync().ToListAsync().AsTask());
    }

    [Fact]
    public void Doubles_can_make_every_exception_and_its_status_is_preset()
    {
        foreach ((Type? type, int status) in Statuses.Select(static row => ((Type)row[1]!,
            (int)row[0]!)).Where(static row => row.Item1 != typeof(ConversationsApiException)))
        {
            ConversationsApiException error = Make(type, "text", new IOException());
            Assert.Equal(((HttpStatusCode)status, "text"), (error.StatusCode, error.Message));
            Assert.IsType<IOException>(error.InnerException);
            Assert.NotEmpty(Make(type, null, null).Message);
        }

        var made = new ConversationsConflictException
        {
            Reason = ConflictReason.QueueFull,
            Detail = "d",
            Attempts = 2,
            Route = "/r",
            Method = HttpMethod.Put,
            Body = "b"
        };
        Assert.Equal(ConflictReason.QueueFull, (ConflictReason)made.Reason!);

        static ConversationsApiException Make(Type type, string? message, Exception? inner) =>
            (ConversationsApiException)type.GetConstructor([typeof(string), typeof(Exception)])!.Invoke([message, inner]);
    }

    [Fact]
    public async Task A_body_in_another_encoding_is_decoded()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Of(400).With("Content-Type", "application/json; charset=utf-16").Write(Encoding.Unicode.GetBytes("""{"detail":"ä"}""")));
        using ConversationsClient client = stub.CreateClient();

        Assert.Equal("ä", (await Assert.ThrowsAsync<ConversationsValidationException>(() => client.Tickets.GetAsync(1))).Detail);
    }
}
