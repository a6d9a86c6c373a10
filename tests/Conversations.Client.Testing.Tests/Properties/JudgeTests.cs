using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>The judge of random requests finds what is planted, and nothing else.</summary>
public sealed class JudgeTests
{
    private const string Json = "application/json";
    private const string Count = "/api/projects/1/conversations/tickets/unread_count/";
    private const string Unread = """{"count":1}""";
    private const string NotFound = """{"type":"invalid_request","code":"not_found","detail":"Not found.","attr":null}""";
    private const string Blank = """{"type":"validation_error","code":"blank","detail":"This field may not be blank.","attr":"message"}""";

    [Fact]
    public void An_answer_of_the_contract_is_in_order() => Assert.Empty(Judge.Findings(Get(200, Unread)));

    [Theory]
    [InlineData(200, Json, """{"count":1,"else":2}""", "/else")]
    [InlineData(200, Json, """{"count":"1"}""", "/count")]
    [InlineData(200, Json, """{"count":-1}""", "/count")]
    [InlineData(200, Json, "no JSON", "is no JSON")]
    [InlineData(200, "text/html", Unread, "not application/json")]
    [InlineData(409, Json, NotFound, "409 is not described")]
    [InlineData(500, Json, NotFound, "500 is no rule")]
    [InlineData(501, Json, NotFound, "501 is no rule")]
    [InlineData(404, Json, """{"detail":"Not found.","attr":null}""", "none of the three shapes")]
    [InlineData(400, Json, NotFound, "nothing against it")]
    public void A_planted_mistake_is_found(int status, string type, string text, string found) =>
        Assert.Contains(Judge.Findings(Get(status, text, type)), finding => finding.Contains(found, StringComparison.Ordinal));

    [Fact]
    public void A_header_that_is_not_declared_is_found() => Assert.Contains(
        "The header Retry-After is not declared.",
        Judge.Findings(Get(200, Unread) with { Headers = new Dictionary<string, string> { ["Retry-After"] = "1" } }));

    [Fact]
    public void A_body_where_none_is_described_is_found() => Assert.NotEmpty(Judge.Findings(
        Of(new("DELETE", $"{Service.Views}Mine1234/"), 204, "application/json", "{}")));

    [Theory]
    [InlineData("event: message\ndata: {\"type\":\"ai\",\"content\":\"x\"}\n\n", null)]
    [InlineData("event: message\ndata: {\"type\":\"ai\",\"content\":\"x\",\"trace_id\":\"of a human\"}\n\n", "/trace_id")]
    [InlineData("event: else\ndata: {}\n\n", "No described event")]
    [InlineData("event: message\ndata: {\"type\":\"ai\"", "in the middle")]
    public void An_event_is_held_against_the_schema_of_its_type(string stream, string? found)
    {
        PlannedRequest send = new("POST", Service.Conversations) { Body = $$"""{"content":"x","conversation":"{{Rows.Idle}}","trace_id":"{{Rows.Idle}}"}""" };
        List<string> findings = [.. Judge.Findings(Of(send, 200, "text/event-stream", stream))];
        Assert.True(
            found is null ? findings.Count == 0 : findings.Exists(finding => finding.Contains(found, StringComparison.Ordinal)),
            string.Join("\n", findings));
    }

    [Theory]
    [InlineData("""{"message":"x"}""", false)]
    [InlineData("""{"message":""}""", true)]
    [InlineData("""{}""", true)]
    [InlineData("""{"message":[]}""", true)]
    [InlineData("""[]""", true)]
    [InlineData("""{"message":"x","rich_content":{"a":["\ud800"]}}""", true)]
    public void A_body_is_refused_exactly_when_the_contract_forbids_it(string body, bool isForbidden)
    {
        PlannedRequest reply = new("POST", $"{Service.Tickets}1/reply/") { Body = body };
        const string Message = """{"id":"00000000-0000-4000-8000-0000000000b1","content":"x"}""";
        Assert.Equal(isForbidden, Judge.Findings(Of(reply, 201, Json, Message)).Any());
        Assert.Equal(!isForbidden, Judge.Findings(Of(reply, 400, Json, Blank)).Any());
    }

    [Fact]
    public void Every_rule_of_the_lists_is_cited() => Assert.All(
        Listed.Failures.Concat(Listed.Refusals).Concat(Listed.Traces).Select(static rule => rule.Citation)
            .Concat(Listed.Leniences.Concat(Listed.Contents).Select(static rule => rule.Citation)),
        static citation => Assert.StartsWith("docs/", citation, StringComparison.Ordinal));

    private static Exchange Get(int status, string text, string type = Json) => Of(new("GET", Count), status, type, text);

    private static Exchange Of(PlannedRequest request, int status, string type, string text) =>
        new(request, request.Path, ServiceVersion.Current, status, type, text);
}
