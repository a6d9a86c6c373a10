using Conversations.Client.Errors;
using Conversations.Client.Tests.Architecture;

namespace Conversations.Client.Tests.Errors;

/// <summary>
/// The whole message of each refusal: the call, the status, what the service said, and one sentence that says what to do.
/// </summary>
public sealed class SentenceTests
{
    private const string Ticket = "GET /api/projects/{project_id}/conversations/tickets/{ticket_id}/";
    private const string Closed = "This action does not support personal API key access";

    public static TheoryData<int, string, string> Refusals => new()
    {
        { 300, "", "300. The client does not follow redirects, because the key must not go to another host: set BaseAddress to the API's own address." },
        { 399, "", "399. The client does not follow redirects, because the key must not go to another host: set BaseAddress to the API's own address." },
        { 400, """{"code":"invalid","detail":"Bad."}""", "400 (invalid): Bad. Change what is sent as the text says." },
        { 400, """{"code":"invalid","detail":"Bad.","attr":"ids__0"}""", "400 (invalid): Bad. Change \"ids__0\" and send again." },
        { 401, "", "401. Check the credential: a personal API key starts with phx_, belongs to this host, and is not a project key (phc_)." },
        { 402, "", "402. Ask an organization admin to raise the limit in the billing settings." },
        { 403, """{"detail":"No."}""", "403: No. Use a credential that has access to this project, and to what the call names." },
        { 403, """{"detail":"required scope 'ticket:read'"}""", "403: required scope 'ticket:read'. Give the key or token the scope ticket:read, or use another credential." },
        { 403, """{"detail":"required scope ''"}""", "403: required scope ''. Use a credential that has access to this project, and to what the call names." },
        { 404, "", "404. Check the id and the project." },
        { 404, """{"detail":"Not found."}""", "404: Not found. Check the id and the project." },
        { 405, "", "405. This server does not offer the call; use another way to the same end." },
        { 418, "", "418. The body on this exception has what the service said." },
        { 429, "", "429. Wait before the next call." },
        { 429, """{"detail":"Request was throttled. Expected available in 12 seconds."}""", "429: Request was throttled. Expected available in 12 seconds. Wait 12 seconds before the next call." },
        { 500, "<p>Sorry</p>", "500. The fault is the service's: try later, and name RequestId if it stays." },
        { 503, """{"code":"error"}""", "503 (error). The fault is the service's: try later, and name RequestId if it stays." },
        { 503, """{"code":"error","error_type":"other","detail":"  "}""", "503 (error). The fault is the service's: try later, and name RequestId if it stays." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_told_in_these_words(int status, string body, string expected)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(body, status));
        using ConversationsClient client = stub.CreateClient();

        ConversationsApiException error = await Assert.ThrowsAnyAsync<ConversationsApiException>(() => client.Tickets.GetAsync(1));

        Assert.Equal($"{Ticket} was answered with {expected}", error.Message);
    }

    [Fact]
    public async Task A_conversation_that_is_not_found_may_have_no_title_yet()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("", 404));
        using ConversationsClient client = stub.CreateClient();

        ConversationsNotFoundException error =
            await Assert.ThrowsAsync<ConversationsNotFoundException>(() => client.Conversations.GetAsync(Guid.NewGuid()));

        Assert.EndsWith(
            " 404. Check the id and the project; a conversation is not found either until the service has given it a title.",
            error.Message,
            StringComparison.Ordinal);
    }

    /// <summary>Only older servers want numbers as ids of many tickets (docs/service/tickets.md 8.3).</summary>
    [Theory]
    [InlineData("""{"detail":"Bad.","attr":"ids__0"}""", "This server is an older one, which takes no id that a ticket has. Change the tickets one by one with Tickets.UpdateAsync, which a key may call on every server.")]
    [InlineData("""{"detail":"Bad.","attr":"ids"}""", "Change \"ids\" and send again.")]
    [InlineData("""{"detail":"Bad."}""", "Change what is sent as the text says.")]
    public async Task A_server_that_wants_numbers_as_ids_is_known_by_the_id_that_it_names(string body, string advice)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(body, 400));
        using ConversationsClient client = stub.CreateClient();

        ConversationsValidationException error = await Assert.ThrowsAsync<ConversationsValidationException>(
            () => client.Tickets.SetStatusAsync([Guid.NewGuid()], TicketStatus.Open));

        Assert.EndsWith($": Bad. {advice}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tickets.GetAsync", Closed, true, false)]
    [InlineData("Tickets.ReplyAsync", Closed, false, true)]
    [InlineData("Tickets.SetStatusAsync", Closed, true, false)]
    [InlineData("Tickets.ReplyAsync", "No.", false, false)]
    [InlineData("Tickets.GetAsync", "No.", false, false)]
    public async Task A_key_that_is_refused_is_told_whether_a_session_would_help(
        string facade, string detail, bool requiresSession, bool isUnsupported)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json($$"""{"type":"t","detail":"{{detail}}"}""", 403));
        using ConversationsClient client = stub.CreateClient();

        ConversationsPermissionException error =
            await Assert.ThrowsAsync<ConversationsPermissionException>(() => FacadeCalls.All[facade](client));

        Assert.Equal((requiresSession, isUnsupported), (error.RequiresSession, error.IsUnsupportedByServer));
    }

    public static TheoryData<string, bool, string, string> Servers => new()
    {
        { "All", false, "Use ConversationsCredential.Session for this call: keys and tokens are refused whatever their scopes.", "This server does not offer the call; use another way to the same end." },
        { "All", true, "Use ConversationsCredential.Session for this call: keys and tokens are refused whatever their scopes.", "This server does not offer the call; use another way to the same end." },
        { "Current", false, "This server is an older one, which does not have the call, for a browser session neither. Do this.", "This server is an older one, which does not have the call. Do this." },
        { "Current", true, "Use ConversationsCredential.Session if this server is a newer one; an older one does not have the call. Do this.", "This server is an older one, which does not have the call. Do this." },
        { "Legacy", false, "Use ConversationsCredential.Session for this call: keys and tokens are refused whatever their scopes.", "This server is a newer one, which does not have the call any more. Do this." },
        { "Legacy", true, "Use ConversationsCredential.Session for this call: keys and tokens are refused whatever their scopes.", "This server is a newer one, which does not have the call any more. Do this." },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public void What_to_do_depends_on_which_servers_have_the_call_and_for_whom(
        string servers, bool needsSession, string forKeys, string whereMissing)
    {
        var availability = new Availability(Enum.Parse<OperationServers>(servers), needsSession, "Do this.");

        Assert.Equal((forKeys, whereMissing), (availability.AdviceForKeys, availability.AdviceWhereMissing));
    }

    [Fact]
    public void A_call_outside_of_the_contract_needs_no_session_as_far_as_is_known() => Assert.False(Availability.Unknown.NeedsSession);

    /// <summary>
    /// The bodies mix the shapes, which the service has not been seen to do, so that each member shows where it comes from.
    /// </summary>
    [Theory]
    [InlineData("""{"code":"c","error_type":"e","error":"r","detail":"d"}""", "c", "r", "d")]
    [InlineData("""{"code":"c","error_type":"e","detail":"d"}""", "c", "e", "d")]
    [InlineData("""{"code":"c","detail":"d"}""", "c", "c", "d")]
    [InlineData("""{"error":"r"}""", null, "r", "r")]
    [InlineData("""{"error":{"tags":["Too many."]}}""", null, null, "tags: Too many.")]
    [InlineData("""{"error":{"tags":["Too many."]},"error_type":"e"}""", "e", "e", "tags: Too many.")]
    [InlineData("""{"type":1,"code":2,"error_type":3,"detail":"d"}""", null, null, "d")]
    [InlineData("""{"type":"t","code":"c","detail":4}""", "c", "c", null)]
    public async Task The_code_the_reason_and_the_text_each_come_from_their_own_member(
        string body, string? code, string? reason, string? detail)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(body, 409));
        using ConversationsClient client = stub.CreateClient();

        ConversationsConflictException error =
            await Assert.ThrowsAsync<ConversationsConflictException>(() => client.Queue.ListAsync(Guid.NewGuid()));

        Assert.Equal((code, reason, detail), (error.Code, error.Reason?.Value, error.Detail));
        if (code is not null && detail is not null)
        {
            Assert.Contains($" 409 ({code}): ", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    [InlineData(408, false)]
    [InlineData(499, true)]
    [InlineData(500, false)]
    public void A_status_between_300_and_499_proves_that_nothing_was_done_unless_a_gateway_gave_up_waiting(int status, bool proves) =>
        Assert.Equal(proves, Transience.ProvesNothingDone((System.Net.HttpStatusCode)status));

    [Theory]
    [InlineData("You've reached the usage limit for Research mode, which is in beta.", true)]
    [InlineData("You've reached PostHog AI's usage limit.", false)]
    [InlineData(null, false)]
    public void The_limit_of_research_is_known_by_its_text(string? detail, bool isOfResearch) =>
        Assert.Equal(isOfResearch, ErrorMapper.IsOfResearch(detail));

    /// <summary>A provider may throw because of a network; what it gave instead of a credential stays as it is.</summary>
    [Fact]
    public void What_a_credential_provider_threw_may_pass_and_what_it_gave_does_not()
    {
        Assert.True(new ConversationsCredentialException("It threw.", new IOException()).IsTransient);
        Assert.False(new ConversationsCredentialException("It gave nothing.").IsTransient);
    }

    [Fact]
    public void An_exception_that_a_test_makes_has_no_empty_holes()
    {
        var made = new ConversationsApiException("text");

        Assert.Equal((HttpMethod.Get, "", ""), (made.Method, made.Route, made.Body));
        Assert.True(made.Facts.IsAnswer);
    }
}
