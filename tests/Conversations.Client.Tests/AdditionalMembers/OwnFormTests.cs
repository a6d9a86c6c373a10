using System.Text.Json;
using Conversations.Client.Wire;

namespace Conversations.Client.Tests.AdditionalMembers;

/// <summary>The records with a JSON form of their own, and what of them a request sends.</summary>
public sealed class OwnFormTests
{
    private const string Newer = """{"id":7,"type":"user","user":{"email":"max@acme.example","team":"EMEA"},"role":null,"since":"2026"}""";

    [Fact]
    public void An_assignee_keeps_a_user_with_more_members_whole()
    {
        Assignee assignee = JsonSerializer.Deserialize<Assignee>(Newer)!;

        Assert.Equal("max@acme.example", assignee.UserEmail);
        Assert.Equal(["user", "since"], assignee.AdditionalMembers.Keys);
        Assert.Equal("EMEA", assignee.AdditionalMembers["user"].GetProperty("team").GetString());
        Assert.Equal(
            """{"type":"user","id":7,"user":{"email":"max@acme.example","team":"EMEA"},"since":"2026"}""", JsonSerializer.Serialize(assignee));
    }

    [Theory]
    [InlineData("""{"id":7,"type":"user","user":{"email":"max@acme.example"},"role":null}""", """{"type":"user","id":7,"user":{"email":"max@acme.example"}}""")]
    [InlineData("""{"id":"5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b","type":"role","user":null,"role":{"name":"Tier 2"}}""", """{"type":"role","id":"5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b","role":{"name":"Tier 2"}}""")]
    [InlineData("""{"id":7,"type":"user","user":"max"}""", """{"type":"user","id":7,"user":"max"}""")]
    public void An_assignee_is_stored_with_its_names(string received, string stored) =>
        Assert.Equal(stored, JsonSerializer.Serialize(JsonSerializer.Deserialize<Assignee>(received)));

    [Fact]
    public async Task An_update_with_a_received_assignee_sends_type_and_id_and_nothing_else()
    {
        await using var stub = StubServer.InMemory(
            StubAnswer.Json($$"""{"ticket_number":1,"assignee":{{Newer}}}"""), StubAnswer.Json(Examples.Ticket));
        using ConversationsClient client = stub.CreateClient();
        Ticket ticket = await client.Tickets.GetAsync(1);

        _ = await client.Tickets.UpdateAsync(2, new() { Assignee = ticket.Assignee });

        Assert.Equal(2, ticket.Assignee!.AdditionalMembers.Count);
        Assert.Equal("""{"assignee":{"type":"user","id":7}}""", stub.Requests[1].Text);
    }

    [Fact]
    public async Task The_order_of_a_view_goes_back_with_members_that_are_not_known()
    {
        await using var stub = StubServer.InMemory(
            StubAnswer.Json(Examples.View.Replace("\"order\":1", "\"order\":1,\"nulls\":\"last\"", StringComparison.Ordinal)), StubAnswer.Json(Examples.View));
        using ConversationsClient client = stub.CreateClient();
        TicketView view = await client.Views.GetAsync("a");

        _ = await client.Views.UpdateAsync("a", new() { Filters = view.Filters with { Status = null } });

        Assert.Equal("""{"filters":{"assignee":["me"],"sla":"breached","sorting":{"columnKey":"sla_due_at","order":1,"nulls":"last"}}}""", Sorted(stub.Requests[1].Text));
    }

    [Fact]
    public async Task A_page_hands_on_its_own_and_those_of_its_entries()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("""{"facets":{"open":1},"count":1,"next":null,"previous":null,"results":[null,{"ticket_number":7,"mood":"good"}]}"""));
        using ConversationsClient client = stub.CreateClient();

        Page<Ticket> page = Assert.Single(await client.Tickets.ListAsync().AsPagesAsync().ToListAsync());

        Assert.Equal("""{"open":1}""", page.AdditionalMembers["facets"].GetRawText());
        Assert.Equal("good", Assert.Single(page.Results).AdditionalMembers["mood"].GetString());
        Assert.Equal("Page { Count = 1, Results = 1, HasNext = False, AdditionalMembers = 1 member }", page.ToString());
    }

    [Fact]
    public void A_page_of_the_applications_own_type_has_JSON_as_any_record()
    {
        const string json = """{"count":1,"next":null,"previous":null,"results":["a"]}""";

        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Page<string>>(json)));
        Assert.Equal(["a"], JsonSerializer.Deserialize(json, OwnPages.Default.PageString)!.Results);
        Assert.Equal(json, JsonSerializer.Serialize(new Page<string> { Count = 1, Results = ["a"] }, OwnPages.Default.PageString));
    }

    [Fact]
    public void What_a_call_receives_is_written_and_read_without_reflection_and_without_loss()
    {
        const string json = """{"count":1,"results":[{"id":"0197f000-0000-4000-8000-000000000001","ticket_number":7,"mood":"good"}],"facets":{"open":1}}""";

        Page<Ticket> page = JsonSerializer.Deserialize(json, ConversationsJson.TypeInfoOf<Page<Ticket>>())!;
        Page<Ticket> again = JsonSerializer.Deserialize(
            JsonSerializer.Serialize(page, ConversationsJson.TypeInfoOf<Page<Ticket>>()), ConversationsJson.TypeInfoOf<Page<Ticket>>())!;

        Assert.Equal("""{"open":1}""", again.AdditionalMembers["facets"].GetRawText());
        Assert.Equal("good", again.Results[0].AdditionalMembers["mood"].GetString());
        Assert.Same(ConversationsJson.TypeInfoOf<Ticket>(), ConversationsJson.TypeInfoOf<Ticket>());
        NotSupportedException error = Assert.Throws<NotSupportedException>(ConversationsJson.TypeInfoOf<OwnFormTests>);
        Assert.Contains("OwnFormTests", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_and_lists_are_written_and_read_without_reflection_too()
    {
        List<ConversationMessage> messages = JsonSerializer.Deserialize(
            """[{"type":"ai","id":"a","content":"Hi","mood":1},{"type":"of_tomorrow","x":1}]""",
            ConversationsJson.TypeInfoOf<List<ConversationMessage>>())!;
        string written = JsonSerializer.Serialize(messages, ConversationsJson.TypeInfoOf<List<ConversationMessage>>());

        Assert.Contains("mood", written, StringComparison.Ordinal);
        Assert.Contains("of_tomorrow", written, StringComparison.Ordinal);
        Assert.All(
            typeof(ConversationsClient).Assembly.GetExportedTypes().Where(typeof(ConversationMessage).IsAssignableFrom),
            static type => Assert.NotNull(WireSettings.Json.GetTypeInfo(type)));
    }

    [Fact]
    public void A_value_that_is_no_UTF_8_is_written_as_it_came()
    {
        byte[] json = [.. "{\"mood\":\"a"u8, 0xFF, .. "\"}"u8];
        Ticket read = JsonSerializer.Deserialize(json, ConversationsJson.TypeInfoOf<Ticket>())!;

        Assert.Contains(
            Convert.ToHexString(json.AsSpan(1, json.Length - 2)),
            Convert.ToHexString(JsonSerializer.SerializeToUtf8Bytes(read, ConversationsJson.TypeInfoOf<Ticket>())),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_half_of_a_character_hides_nothing_else()
    {
        Ticket read = JsonSerializer.Deserialize<Ticket>("""{"ticket_number":7,"\ud800":1,"status":"open"}""")!;

        Assert.Equal(7, read.TicketNumber);
        Assert.Equal(TicketStatus.Open, read.Status.Known);
        Assert.Equal(1, Assert.Single(read.AdditionalMembers).Value.GetInt32());
    }

    [Fact]
    public void What_was_received_cannot_be_changed_by_a_cast()
    {
        Ticket read = JsonSerializer.Deserialize<Ticket>("""{"mood":"good"}""")!;

        Assert.True(Assert.IsAssignableFrom<IDictionary<string, JsonElement>>(read.AdditionalMembers).IsReadOnly);
        _ = Assert.Throws<NotSupportedException>(() => ((IDictionary<string, JsonElement>)read.AdditionalMembers).Clear());
    }

    [Fact]
    public async Task A_change_of_many_tickets_keeps_those_of_the_last_batch()
    {
        await using var stub = StubServer.InMemory(
            StubAnswer.Json("""{"updated":1,"ids":[],"job":"a"}"""),
            StubAnswer.Json("""{"updated":2,"ids":[],"job":"b"}"""),
            StubAnswer.Json("""{"updated":[],"skipped":[],"job":"c"}"""));
        using ConversationsClient client = stub.CreateClient(static options => options.Credential = ConversationsCredential.Session("s", "c"));

        IEnumerable<Guid> many = Enumerable.Range(0, 501).Select(static _ => Guid.NewGuid());
        BulkStatusResult status = await client.Tickets.SetStatusAsync(many, TicketStatus.Open);
        BulkTagsResult tags = await client.Tickets.AddTagsAsync([Guid.NewGuid()], ["vip"]);

        Assert.Equal((3, "b"), (status.Updated, status.AdditionalMembers["job"].GetString()));
        Assert.Equal("c", tags.AdditionalMembers["job"].GetString());
    }

    private static string Sorted(string json)
    {
        System.Text.Json.Nodes.JsonObject body = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        System.Text.Json.Nodes.JsonObject filters = body["filters"]!.AsObject();
        return new System.Text.Json.Nodes.JsonObject
        {
            ["filters"] = new System.Text.Json.Nodes.JsonObject(filters.OrderBy(static member => member.Key, StringComparer.Ordinal)
                .Select(static member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))),
        }.ToJsonString();
    }
}

/// <summary>JSON as an application describes it.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(Page<string>))]
internal sealed partial class OwnPages : System.Text.Json.Serialization.JsonSerializerContext;
