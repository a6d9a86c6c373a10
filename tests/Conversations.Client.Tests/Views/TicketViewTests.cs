using System.Text.Json;

namespace Conversations.Client.Tests.Views;

public sealed class TicketViewTests
{
    [Theory]
    // Unknown members come after the known ones, in their order.
    [InlineData("""{"folder":{"a":[1,null]},"isDefault":true,"x":null}""", """{"folder":{"a":[1,null]},"isDefault":true,"x":null}""")]
    [InlineData("""{"status":["open","frozen"],"zzz":"1"}""", """{"status":["open","frozen"],"zzz":"1"}""")]
    // The service's own word for everything.
    [InlineData("""{"channel":"all","sla":"all","assignee":"all","dateFrom":"all"}""", """{"channel":"all","sla":"all","dateFrom":"all"}""")]
    // Older, single assignees.
    [InlineData("""{"assignee":"me"}""", """{"assignee":["me"]}""")]
    [InlineData("""{"assignee":{"type":"role","id":"5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b"}}""", """{"assignee":[{"type":"role","id":"5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b"}]}""")]
    [InlineData("""{"assignee":["unassigned",{"type":"user","id":7}]}""", """{"assignee":["unassigned",{"type":"user","id":7}]}""")]
    // Values that do not fit stay as they are.
    [InlineData("""{"assignee":["user:7"]}""", """{"assignee":["user:7"]}""")]
    [InlineData("""{"assignee":[{"type":"role","id":7}]}""", """{"assignee":[{"type":"role","id":7}]}""")]
    [InlineData("""{"assignee":{"type":"team","id":7}}""", """{"assignee":{"type":"team","id":7}}""")]
    [InlineData("""{"assignee":[{"id":7}]}""", """{"assignee":[{"id":7}]}""")]
    [InlineData("""{"assignee":[null]}""", """{"assignee":[null]}""")]
    [InlineData("""{"status":"open"}""", """{"status":"open"}""")]
    [InlineData("""{"status":{"a":1},"priority":7,"channel":[],"sla":true}""", """{"status":{"a":1},"priority":7,"channel":[],"sla":true}""")]
    [InlineData("""{"status":["open",null,7]}""", """{"status":["open",null,7]}""")]
    [InlineData("""{"tags":["a",7,null]}""", """{"tags":["a",7,null]}""")]
    [InlineData("""{"tags":"a","tagsExclude":{},"search":7,"dateFrom":{},"dateTo":"  "}""", """{"tags":"a","tagsExclude":{},"search":7,"dateFrom":{},"dateTo":"  "}""")]
    [InlineData("""{"sorting":{"order":1}}""", """{"sorting":{"order":1}}""")]
    [InlineData("""{"sorting":{"columnKey":"a","order":"up"}}""", """{"sorting":{"columnKey":"a","order":"up"}}""")]
    [InlineData("""{"sorting":[["a",1]]}""", """{"sorting":[["a",1]]}""")]
    [InlineData("""{"sorting":{"columnKey":"a","order":-1}}""", """{"sorting":{"columnKey":"a","order":-1}}""")]
    [InlineData("""{"search":"\ud83d"}""", """{"search":"\ud83d"}""")]
    [InlineData("""{"status":["\ud83d"]}""", """{"status":["\ud83d"]}""")]
    // Null means the same as an absent member.
    [InlineData("""{"status":null,"sorting":null,"search":null,"dateTo":null}""", "{}")]
    public async Task What_is_not_known_comes_back_as_it_was(string stored, string sent)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json($$"""{"id":"01979999-aaaa-0000-bbbb-ccccddddeeee","short_id":"a","name":"n","filters":{{stored}}}"""), StubAnswer.Json(Examples.View));
        using ConversationsClient client = stub.CreateClient();

        TicketView view = await client.Views.GetAsync("a");
        _ = await client.Views.UpdateAsync("a", new() { Filters = view.Filters });

        Assert.Equal($$"""{"filters":{{sent}}}""", stub.Requests[1].Text);
    }

    [Fact]
    public void A_member_that_is_set_replaces_the_value_that_did_not_fit()
    {
        TicketViewFilters filters = JsonSerializer.Deserialize<TicketViewFilters>("""{"status":"open","tags":7,"other":1}""")!;
        Assert.Null(filters.Status);
        Assert.Equal(["status", "tags", "other"], filters.AdditionalMembers.Keys);
        Assert.Equal("""{"status":["new"],"tags":7,"other":1}""", JsonSerializer.Serialize(filters with { Status = [TicketStatus.New] }));
    }

    [Fact]
    public void Known_members_are_read()
    {
        TicketViewFilters filters = JsonSerializer.Deserialize<TicketViewFilters>("""{"status":["open"],"priority":["low"],"channel":"slack","sla":"at-risk","aiTriageResult":["persisted"],"assignee":[{"type":"user","id":7}],"tags":["a"],"tagsMatch":"all","tagsExclude":["b"],"dateFrom":"-7d","dateTo":"2026-01-01","sorting":{"columnKey":"c","order":-1},"search":"s"}""")!;
        Assert.Equal(
            (ChannelSource.Slack, SlaState.AtRisk, TagsMatch.All, "s"),
            (filters.Channel!.Value.Known, filters.Sla!.Value.Known, filters.TagsMatch!.Value.Known, filters.Search));
        Assert.Equal(
            (DateFilter.Raw("-7d"), DateFilter.Raw("2026-01-01"), new TicketViewSorting { ColumnKey = "c", Descending = true }),
            (filters.DateFrom, filters.DateTo, filters.Sorting));
        Assert.Equal(
            (TicketStatus.Open, TicketPriority.Low, AITriageResult.Persisted),
            (filters.Status![0].Known, filters.Priority![0].Known, filters.AITriageResult![0].Known));
        Assert.Equal((AssigneeFilter.User(7), "a", "b"), (filters.Assignee![0], filters.Tags![0], filters.TagsExclude![0]));
        Assert.Empty(filters.AdditionalMembers);
        Assert.Empty(new TicketViewFilters { AdditionalMembers = null! }.AdditionalMembers);
    }

    public static TheoryData<TicketViewUpdate> Mistakes => new()
    {
        new TicketViewUpdate(),
        new TicketViewUpdate { Name = null },
        new TicketViewUpdate { Name = " " },
        new TicketViewUpdate { Name = new string('x', 401) },
        new TicketViewUpdate { Filters = null },
        new TicketViewUpdate { IsFavorited = null },
        new TicketViewUpdate { Name = "a" } with { IsFavorited = null },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task What_the_service_would_refuse_is_refused_before_sending(TicketViewUpdate update)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        _ = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await client.Views.UpdateAsync("a", update));
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_name_is_counted_as_the_service_counts_it()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Examples.View), StubAnswer.Json(Examples.View));
        using ConversationsClient client = stub.CreateClient();
        string name = "  " + string.Concat(Enumerable.Repeat("🎉", 400)) + "\n";
        _ = await client.Views.CreateAsync(name);
        Assert.Equal(name, JsonElement.Parse(stub.Request.Text).GetProperty("name").GetString());
        _ = await client.Views.UpdateAsync("a", new TicketViewUpdate { Name = name } with { IsFavorited = false });
        _ = await Assert.ThrowsAsync<ArgumentException>(() => client.Views.CreateAsync(name.Replace("\n", "x", StringComparison.Ordinal)));
        _ = await Assert.ThrowsAsync<ArgumentException>(() => client.Views.CreateAsync(" \t"));
    }
}
