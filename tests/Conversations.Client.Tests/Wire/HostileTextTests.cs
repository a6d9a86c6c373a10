using System.Text.Json;

namespace Conversations.Client.Tests.Wire;

/// <summary>
/// Callers' texts arrive unchanged, or the client refuses them before it sends anything. They never lead to another path.
/// </summary>
public sealed class HostileTextTests
{
    private const string Half = "a\ud83d";

    public static IReadOnlyList<string> Texts { get; } =
    [
        "'", "\"", "`", "a b", " lead", "trail ", "%", "%2F", "%2f..%2f", "%00", "%u0041", "+", "&limit=1", "?a=b", "#frag", ";v=1", ":", "@", "=", "*", "$", "|", "[x]", "{y}", "~", "^",
        "...", "..;", ".a", "a..", "<b>", "ü", "日本", "🎉👩‍👩‍👧", "e\u0301", "\u202e", "\ufeff", "\u2028", "\n", "\r\nX-Evil: 1", "\t", "\u007f", "\u0001", "http:", "C:", "$(x)", "{{x}}", "null",
    ];

    /// <summary>Texts that no path can contain.</summary>
    public static IReadOnlyList<string?> NoPaths { get; } = [null, "", ".", "..", "/", "a/b", "../x", "..\\x", "\\", "/api", "//evil.example", "https://evil.example/", Half, "\udc00", "\ude00\ud83d"];

    [Theory, BothTransports(Rows = nameof(Texts))]
    public async Task An_id_stays_one_segment(Transport transport, string id)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Json(Examples.View));
        using ConversationsClient client = stub.CreateClient();
        using ConversationsClient projects = stub.CreateClient(static options => options.PathPrefix = PathPrefix.Projects);

        _ = await client.Views.GetAsync(id);
        _ = await client.Views.UpdateAsync(id, new() { Name = "n" });
        await client.Views.DeleteAsync(id);
        _ = await client.Api.GetViewAsync("1", id);
        _ = await projects.Views.GetAsync(id);

        Assert.Equal(5, stub.Requests.Count);
        Assert.All(stub.Requests, request =>
        {
            Assert.Matches("^/api/(environments|projects)/1/conversations/views/[^/?#]+/$", request.Target);
            Assert.Equal(id, Uri.UnescapeDataString(request.Target.Split('/')[^2]));
            Assert.Null(request["X-Evil"]);
        });
    }

    [Fact]
    public async Task What_is_no_segment_is_refused()
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        foreach (string? id in NoPaths)
        {
            _ = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await client.Views.GetAsync(id!));
            _ = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await client.Views.UpdateAsync(id!, new() { Name = "n" }));
            _ = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await client.Views.DeleteAsync(id!));
            // The generated layer refuses it too: a ticket ".." would be the list.
            _ = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await client.Api.GetViewAsync("1", id!));
            _ = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await client.Api.DeleteTicketAsync("1", id!));
            _ = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await client.Api.DeleteTicketAsync(id!, "1"));
            _ = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await client.Api.ListTicketsAsync(id!));
        }

        Assert.Empty(stub.Requests);
    }

    [Theory, BothTransports(Rows = nameof(Texts))]
    public async Task Texts_of_a_query_arrive_as_they_were(Transport transport, string text)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Json(Examples.Page("")));
        using ConversationsClient client = stub.CreateClient();

        _ = await client.Tickets.ListPageAsync(new()
        {
            Search = text,
            Tags = [text, ",", "]"],
            TagsAll = [text],
            TagsExclude = [text],
            View = text,
            DateFrom = DateFilter.Raw("x" + text),
            Status = [new OpenEnum<TicketStatus>(text), TicketStatus.New],
            ChannelSource = new OpenEnum<ChannelSource>(text),
            OrderBy = new OpenEnum<TicketOrder>(text),
            DistinctIds = ["x" + text + "x"],
            Emails = ["x" + text + "x"],
        });

        StubRequest request = stub.Request;
        Assert.Equal("/api/projects/1/conversations/tickets/", request.Path);
        Assert.Equal(
            (text, text, text, text),
            (request.Parameter("search"), request.Parameter("view"), request.Parameter("channel_source"), request.Parameter("order_by")));
        Assert.Equal(
            ("x" + text, text + ",new", "x" + text + "x", "x" + text + "x"),
            (request.Parameter("date_from"), request.Parameter("status"), request.Parameter("distinct_ids"), request.Parameter("emails")));
        Assert.Equal([text, ",", "]"], JsonSerializer.Deserialize<string[]>(request.Parameter("tags")!)!);
        Assert.Equal([text], JsonSerializer.Deserialize<string[]>(request.Parameter("tags_all")!)!);
        Assert.Equal([text], JsonSerializer.Deserialize<string[]>(request.Parameter("tags_exclude")!)!);
        Assert.Null(request["X-Evil"]);
    }

    [Theory, BothTransports]
    public async Task A_NUL_in_a_search_arrives(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(_ => StubAnswer.Json(Examples.Page("")));
        using ConversationsClient client = stub.CreateClient();
        _ = await client.Tickets.ListPageAsync(new() { Search = "a\0b" });
        Assert.EndsWith("?search=a%00b", stub.Request.Target, StringComparison.Ordinal);
    }

    [Theory, BothTransports(Rows = nameof(Texts))]
    public async Task Texts_of_a_body_arrive_as_they_were(Transport transport, string text)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(
            StubAnswer.Json(Examples.Ticket),
            StubAnswer.Json(Examples.View),
            StubAnswer.Messages("""{"type":"ai","id":"a","content":"x"}"""),
            StubAnswer.Json(Examples.Ticket));
        using ConversationsClient client = stub.CreateClient();
        string tag = "x" + text;

        _ = await client.Tickets.UpdateAsync(
            1,
            new()
            {
                EscalationReason = text,
                Tags = [tag],
                Status = new OpenEnum<TicketStatus>(text),
                AnonymousTraits = JsonSerializer.SerializeToElement(new Dictionary<string, string> { [text] = text })
            });
        _ = await client.Views.CreateAsync(
            tag,
            new()
            {
                Search = text,
                Tags = [text],
                DateFrom = DateFilter.Raw(tag),
                AdditionalMembers = new Dictionary<string,
                JsonElement>
                { [text] = JsonSerializer.SerializeToElement(text) }
            });
        _ = await client.Conversations.StreamAsync(Guid.NewGuid(), tag, new() { AgentMode = new OpenEnum<AgentMode>(text) }).ToListAsync();
#pragma warning disable CONV0001 // What is sent is the point, whoever accepts it.
        _ = await client.Tickets.CreateAsync(new() { EscalationReason = text, Tags = [tag] });
#pragma warning restore CONV0001

        var update = JsonElement.Parse(stub.Requests[0].Text);
        Assert.Equal(
            (text, tag, text),
            (update.GetProperty("escalation_reason").GetString(), update.GetProperty("tags")[0].GetString(), update.GetProperty("status").GetString()));
        Assert.Equal(text, update.GetProperty("anonymous_traits").GetProperty(text).GetString());
        var view = JsonElement.Parse(stub.Requests[1].Text);
        JsonElement filters = view.GetProperty("filters");
        Assert.Equal(
            (tag, text, text, tag, text),
            (view.GetProperty("name").GetString(), filters.GetProperty("search").GetString(), filters.GetProperty("tags")[0].GetString(),
                filters.GetProperty("dateFrom").GetString(), filters.GetProperty(text).GetString()));
        var message = JsonElement.Parse(stub.Requests[2].Text);
        Assert.Equal((tag, text), (message.GetProperty("content").GetString(), message.GetProperty("agent_mode").GetString()));
        Assert.Equal(
            (text, tag),
            (JsonElement.Parse(stub.Requests[3].Text).GetProperty("escalation_reason").GetString(),
                JsonElement.Parse(stub.Requests[3].Text).GetProperty("tags")[0].GetString()));
    }

    public static IReadOnlyList<Func<ConversationsClient, Task>> HalfPairs { get; } =
    [
        static client => client.Tickets.ListPageAsync(new() { Search = Half }),
        static client => client.Tickets.ListPageAsync(new() { Tags = [Half] }),
        static client => client.Tickets.ListPageAsync(new() { TagsAll = [Half] }),
        static client => client.Tickets.ListPageAsync(new() { TagsExclude = [Half] }),
        static client => client.Tickets.ListPageAsync(new() { DistinctIds = [Half] }),
        static client => client.Tickets.ListPageAsync(new() { Emails = [Half] }),
        static client => client.Tickets.ListPageAsync(new() { View = Half }),
        static client => client.Tickets.ListPageAsync(new() { DateFrom = DateFilter.Raw(Half) }),
        static client => client.Tickets.ListPageAsync(new() { DateTo = DateFilter.Raw(Half) }),
        static client => client.Tickets.ListPageAsync(new() { Status = [new OpenEnum<TicketStatus>(Half)] }),
        static client => client.Tickets.ListPageAsync(new() { Sla = new OpenEnum<SlaState>(Half) }),
        static client => client.Tickets.UpdateAsync(1, new() { EscalationReason = Half }),
        static client => client.Tickets.UpdateAsync(1, new() { Tags = [Half] }),
        static client => client.Tickets.UpdateAsync(1, new() { Status = new OpenEnum<TicketStatus>(Half) }),
#pragma warning disable CONV0001 // What is sent is the point, whoever accepts it.
        static client => client.Tickets.CreateAsync(new() { EscalationReason = Half }),
        static client => client.Tickets.CreateAsync(new() { Tags = [Half] }),
#pragma warning restore CONV0001
        static client => client.Views.CreateAsync(Half),
        static client => client.Views.CreateAsync("n", new() { Search = Half }),
        static client => client.Views.CreateAsync("n", new() { Tags = [Half] }),
        static client => client.Views.CreateAsync("n", new() { DateTo = DateFilter.Raw(Half) }),
        static client => client.Views.CreateAsync("n", new() { Status = [new OpenEnum<TicketStatus>(Half)] }),
        static client => client.Views.CreateAsync("n", new() { Sorting = new() { ColumnKey = Half } }),
        static client => client.Views.UpdateAsync("a", new() { Name = Half }),
        static client => client.Conversations.AskAsync(Guid.NewGuid(), Half),
        static client => client.Conversations.AskAsync(Guid.NewGuid(), "x", new SendOptions { AgentMode = new OpenEnum<AgentMode>(Half) }),
        static client => client.Conversations.AskAsync(Guid.NewGuid(), "x", new SendOptions { ReplaySessionId = Half }),
        static client => client.Api.ListTicketsAsync("1", search: Half),
        static client => client.Api.ListTicketsAsync("1", distinctIds: [Half]),
        static client => client.Api.AppendMessageAsync("1", Guid.NewGuid(), new() { Content = Half }),
    ];

    public static IEnumerable<int> HalfPairNumbers => Enumerable.Range(0, HalfPairs.Count);

    [Theory, BothTransports(Rows = nameof(HalfPairNumbers))]
    public async Task Half_of_a_surrogate_pair_is_refused_and_nothing_sent(Transport transport, int number)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        using ConversationsClient client = stub.CreateClient();
        ArgumentException error = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await HalfPairs[number](client));
        Assert.Matches("surrogate|no header can carry", error.Message);
        Assert.Empty(stub.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("a\0")]
    public async Task Content_that_the_service_refuses_is_refused(string content)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        _ = Assert.ThrowsAny<ArgumentException>(() => client.Conversations.StreamAsync(Guid.NewGuid(), content));
    }

    [Fact]
    public async Task Content_is_counted_as_the_service_counts_it()
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        string most = string.Concat(Enumerable.Repeat("🎉", 40_000));
        Assert.NotNull(client.Conversations.StreamAsync(Guid.NewGuid(), " " + most + "\n"));
        _ = Assert.Throws<ArgumentException>(() => client.Conversations.StreamAsync(Guid.NewGuid(), most + "x"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a\r\nX-Evil: 1")]
    [InlineData("ü")]
    [InlineData("a\tb")]
    public async Task A_replay_session_that_no_header_can_carry_unchanged_is_refused(string id)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        _ = Assert.Throws<ArgumentException>(() => client.Conversations.StreamAsync(Guid.NewGuid(), "x", new() { ReplaySessionId = id }));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    public async Task Contexts_that_are_no_objects_are_refused(string json)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        foreach (SendOptions options in new SendOptions[] { new() { UiContext = JsonElement.Parse(json) },
            new() { ContextualTools = JsonElement.Parse(json) }, new() { BillingContext = JsonElement.Parse(json) } })
        {
            _ = Assert.Throws<ArgumentException>(() => client.Conversations.StreamAsync(Guid.NewGuid(), "x", options));
        }
    }

    [Theory, BothTransports]
    public async Task A_body_has_a_length(Transport transport)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(Examples.View), StubAnswer.Messages("""{"type":"ai","id":"a","content":"x"}"""));
        using ConversationsClient client = stub.CreateClient();
        _ = await client.Views.CreateAsync("ü");
        _ = await client.Conversations.StreamAsync(Guid.NewGuid(), "x").ToListAsync();
        // Some servers and proxies in Python do not accept a chunked body.
        Assert.All(
            stub.Requests,
            static request => Assert.Equal(request.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), request["Content-Length"]));
    }
}
