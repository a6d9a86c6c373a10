using Conversations.Client.Testing;
using Conversations.Conformance.Checks;
using Xunit.Abstractions;

namespace Conversations.Conformance;

/// <summary>Tests of the suite itself: it notices a service that deviates, says what does not apply, and leaves nothing behind.</summary>
public sealed class SuiteTests : IAsyncLifetime
{
    private readonly FakeConversationsServer _fake = Service.NewFake();
    private readonly Lines _lines = new();
    private readonly Service _service;

    public SuiteTests() => _service = new Service(_fake, _lines);

    public Task InitializeAsync() => _service.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _fake.DisposeAsync();
    }

    [Fact]
    public async Task A_service_that_strays_fails_its_check()
    {
        _fake.Faults.On(Operation.ViewsRetrieve).Respond(404, """{"detail":"Not found."}""");

        await Assert.ThrowsAsync<Xunit.Sdk.EqualException>(() => new ErrorChecks(_service).A_view_that_does_not_exist_is_not_found());
    }

    [Fact]
    public async Task A_value_that_is_new_fails_its_check()
    {
        string page = $$"""{"count":1,"next":null,"previous":null,"results":[{{Ticket("snoozed")}}]}""";
        _fake.Faults.On(Operation.TicketsList).Respond(200, page);

        Xunit.Sdk.AllException error = await Assert.ThrowsAsync<Xunit.Sdk.AllException>(() =>
            new TicketChecks(_service).A_ticket_has_the_members_of_the_contract_and_no_value_that_is_new());

        Assert.Contains("snoozed, widget, : one of these is new", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_fails_removes_what_it_made()
    {
        _fake.Faults.On(Operation.ViewsRetrieve).Respond(500);

        await Assert.ThrowsAsync<ConversationsApiException>(() => new ViewChecks(_service).A_view_keeps_its_filters_as_they_were_sent());

        Assert.Equal(1, _fake.Requests.Count(static request => request.Operation == Operation.ViewsCreate));
        Assert.Empty(_fake.Views);
    }

    [Fact]
    public async Task A_check_that_stops_half_way_names_what_it_could_not_remove()
    {
        _fake.Faults.On(Operation.ViewsDelete).Respond(500);

        AggregateException left = await Assert.ThrowsAsync<AggregateException>(() => new ViewChecks(_service).A_new_view_is_in_the_list());

        Assert.Contains($"view {_fake.Views.Single().ShortId} is left behind", left.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_checks_leave_the_service_as_it_was()
    {
        (int TicketNumber, DateTimeOffset UpdatedAt, int UnreadTeamCount)[] before = _fake.Tickets.Select(static ticket =>
            (ticket.TicketNumber, ticket.UpdatedAt, ticket.UnreadTeamCount)).ToArray();

        await new ViewChecks(_service).A_change_of_a_view_replaces_its_filters_and_leaves_the_rest();
        await new PageChecks(_service).The_pages_of_a_list_hold_everything_once();
        await new ConversationChecks(_service).A_new_conversation_streams_itself_then_the_message_then_the_answer_and_can_be_read_and_removed();
        await new ConversationChecks(_service).An_idle_conversation_cannot_be_joined_and_its_next_turn_begins_with_the_message();
        await new TicketChecks(_service).A_ticket_is_found_by_its_number_and_by_its_id();
        await new TicketChecks(_service).A_change_that_does_not_fit_is_refused_and_changes_nothing();

        Assert.Empty(_fake.Views);
        Assert.Empty((await _fake.CreateClient().Conversations.ListPageAsync()).Results);
        Assert.Equal(before, _fake.Tickets.Select(static ticket => (ticket.TicketNumber, ticket.UpdatedAt, ticket.UnreadTeamCount)));
    }

    [Fact]
    public async Task What_an_older_service_does_otherwise_is_not_applicable_in_words()
    {
        _fake.Options.ServiceVersion = ServiceVersion.Legacy;
        _fake.Options.CreateTicket = CreateTicketMode.Documented;

        await Assert.ThrowsAsync<SkipException>(() => new ErrorChecks(_service).Creating_a_ticket_is_refused_with_405_whatever_is_sent());
        await Assert.ThrowsAsync<SkipException>(() => new ErrorChecks(_service).A_nested_field_is_named_by_its_path());
        await Assert.ThrowsAsync<SkipException>(() =>
            new ConversationChecks(_service).An_idle_conversation_cannot_be_joined_and_its_next_turn_begins_with_the_message());
        await _service.DisposeAsync();

        Assert.Empty(_fake.Views);
        Assert.Contains("Not applicable: A nested field is named by its path, because this service is older and checks no filters.", _lines.Texts);
        Assert.StartsWith("Checked: ", _lines.Texts[0], StringComparison.Ordinal);
        Assert.EndsWith("0 checks were tried, 3 were not applicable.", _lines.Texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credits_a_conversation_is_not_applicable()
    {
        _fake.Options.QuotaExhausted = true;

        SkipException skip = await Assert.ThrowsAsync<SkipException>(() =>
            new ConversationChecks(_service).A_new_conversation_streams_itself_then_the_message_then_the_answer_and_can_be_read_and_removed());

        Assert.Contains("there are no AI credits left", skip.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SkipException>(() => new ConversationChecks(_service).A_message_must_be_there_even_as_null());
    }

    [Fact]
    public async Task What_the_key_may_not_do_is_not_applicable()
    {
        _fake.Directory.Add(new ApiKeySeed { Key = _fake.ApiKey, Scopes = ["conversation:read"] });

        SkipException overTheClient = await Assert.ThrowsAsync<SkipException>(() =>
            new TicketChecks(_service).Tickets_come_with_the_newest_change_first());
        SkipException overTheWire = await Assert.ThrowsAsync<SkipException>(() =>
            new ErrorChecks(_service).A_ticket_that_does_not_exist_is_not_found());

        Assert.All(
            (SkipException[])[overTheClient, overTheWire],
            static skip => Assert.Contains("ticket:read", skip.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_is_limited_is_not_applicable_over_the_client_and_over_the_wire()
    {
        _fake.Faults.Any().Respond(429, """{"detail":"Request was throttled. Expected available in 12 seconds."}""");

        await Assert.ThrowsAsync<SkipException>(() => new ViewChecks(_service).A_view_has_the_members_of_the_contract());
        await Assert.ThrowsAsync<SkipException>(() => new AccessChecks(_service).A_key_that_does_not_exist_is_refused_with_401());
    }

    [Theory]
    [InlineData("CONFORMANCE_HOST", "To check a real service, set CONFORMANCE_PROJECT_ID and CONFORMANCE_KEY too; ")]
    [InlineData("CONFORMANCE_KEY", "To check a real service, set CONFORMANCE_HOST and CONFORMANCE_PROJECT_ID too; ")]
    public void Half_an_address_is_a_mistake(string only, string message)
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Target.Read(name => name == only ? "https://eu.posthog.com" : null));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static string Ticket(string status)
    {
        string[] others =
        [
            "id", "ticket_number", "distinct_id", "priority", "assignee", "anonymous_traits", "ai_resolved", "escalation_reason", "created_at", "updated_at", "message_count",
            "last_message_at", "last_message_text", "unread_team_count", "unread_customer_count", "session_id", "session_context", "sla_due_at", "slack_channel_id",
            "slack_thread_ts", "slack_team_id", "email_subject", "email_from", "email_to", "cc_participants", "person",
        ];
        return $$"""{"status":"{{status}}","channel_source":"widget",{{string.Join(',', others.Select(static name => $"\"{name}\":null"))}}}""";
    }

    private sealed class Lines : LongLivedMarshalByRefObject, IMessageSink
    {
        public List<string> Texts { get; } = [];

        public bool OnMessage(IMessageSinkMessage message)
        {
            Texts.Add(((IDiagnosticMessage)message).Message);
            return true;
        }
    }
}
