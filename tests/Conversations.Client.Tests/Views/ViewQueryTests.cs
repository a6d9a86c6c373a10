using System.Text.Json;

namespace Conversations.Client.Tests.Views;

/// <summary>The filters of a view as a query, and their round trip through a change.</summary>
public sealed class ViewQueryTests
{
    private static readonly AssigneeFilter[] Assignees = [
        AssigneeFilter.Me, AssigneeFilter.Unassigned, AssigneeFilter.User(7), AssigneeFilter.Role(Guid.Parse(Examples.RoleId)),
    ];

    public static TheoryData<string, string> Queries => new()
    {
        { "{}", "" },
        { """{"status":["new","frozen"]}""", "status=new%2Cfrozen" },
        { """{"status":[]}""", "" },
        { """{"priority":["high"]}""", "priority=high" },
        { """{"channel":"slack"}""", "channel_source=slack" },
        { """{"channel":"all"}""", "" },
        { """{"sla":"at-risk"}""", "sla=at-risk" },
        { """{"sla":"all"}""", "" },
        { """{"aiTriageResult":["persisted"]}""", "ai_triage_result=persisted" },
        { """{"assignee":["me","unassigned",{"type":"user","id":7}]}""", "assignee=me%2Cunassigned%2Cuser%3A7" },
        { """{"assignee":"me"}""", "assignee=me" },
        { """{"assignee":"all"}""", "" },
        { """{"tags":["a"]}""", "tags=%5B%22a%22%5D" },
        { """{"tags":["a"],"tagsMatch":"any"}""", "tags=%5B%22a%22%5D" },
        { """{"tags":["a"],"tagsMatch":"all"}""", "tags_all=%5B%22a%22%5D" },
        { """{"tagsMatch":"all"}""", "" },
        { """{"tagsExclude":["b"]}""", "tags_exclude=%5B%22b%22%5D" },
        { """{"dateFrom":"-7d","dateTo":"2026-01-31"}""", "date_from=-7d&date_to=2026-01-31" },
        { """{"dateFrom":"all","dateTo":"all"}""", "" },
        { """{"dateFrom":null,"dateTo":null}""", "" },
        { """{"sorting":{"columnKey":"sla_due_at","order":1}}""", "order_by=sla_due_at" },
        { """{"sorting":{"columnKey":"created_at","order":-1}}""", "order_by=-created_at" },
        { """{"sorting":{"columnKey":"a_new_column","order":-1}}""", "order_by=-a_new_column" },
        { """{"sorting":null}""", "" },
        { """{"search":"invoice"}""", "search=invoice" },
        { """{"search":""}""", "" },
        { """{"folder":[1],"status":7}""", "" },
    };

    [Theory, MemberData(nameof(Queries))]
    public async Task The_filters_become_a_query(string filters, string sent)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Examples.Page("")));
        using ConversationsClient client = stub.CreateClient();
        TicketViewFilters view = JsonSerializer.Deserialize<TicketViewFilters>(filters)!;

        _ = await client.Tickets.ListPageAsync(view.ToQuery());

        Assert.Equal(sent, stub.Request.Query);
    }

    [Fact]
    public void Every_filter_has_its_place_in_the_query()
    {
        var filters = new TicketViewFilters
        {
            Status = [TicketStatus.New],
            Priority = [TicketPriority.High],
            Channel = ChannelSource.Email,
            Sla = SlaState.Breached,
            AITriageResult = [AITriageResult.Persisted],
            Assignee = Assignees,
            Tags = ["a"],
            TagsExclude = ["b"],
            DateFrom = DateFilter.Raw("-7d"),
            DateTo = DateFilter.Raw("-1d"),
            Sorting = new() { ColumnKey = "ticket_number", Descending = true },
            Search = "x",
        };

        TicketQuery query = filters.ToQuery();

        Assert.Same(filters.Status, query.Status);
        Assert.Same(filters.Priority, query.Priority);
        Assert.Same(filters.AITriageResult, query.AITriageResult);
        Assert.Same(filters.Assignee, query.Assignee);
        Assert.Equal((filters.Tags, null, filters.TagsExclude), (query.Tags, query.TagsAll, query.TagsExclude));
        Assert.Equal(
            (ChannelSource.Email, SlaState.Breached, TicketOrder.TicketNumberDescending),
            (query.ChannelSource!.Value.Known, query.Sla!.Value.Known, query.OrderBy!.Value.Known));
        Assert.Equal((filters.DateFrom, filters.DateTo, "x"), (query.DateFrom, query.DateTo, query.Search));
        Assert.Equal((null, null, null, null, null), (query.ChannelDetail, query.DistinctIds, query.Emails, query.Snoozed, query.View));
        Assert.Equal(TicketStatus.Open, (query with { Status = [TicketStatus.Open] }).Status![0].Known);
    }

    [Theory, BothTransports]
    public async Task A_change_of_one_filter_keeps_what_is_not_known(Transport transport)
    {
        const string stored = """{"id":"01979999-aaaa-0000-bbbb-ccccddddeeee","short_id":"a","name":"n","filters":{"status":["new"],"tags":{"any":["x"]},"folder":{"id":1.0,"é":null},"is_default":true}}""";
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(stored), StubAnswer.Json(stored), StubAnswer.Json(stored));
        using ConversationsClient client = stub.CreateClient();

        TicketView view = await client.Views.GetAsync("a");
        Assert.Equal(["tags", "folder", "is_default"], view.Filters.AdditionalMembers.Keys);
        _ = await client.Views.UpdateAsync(
            "a", new() { Filters = view.Filters with { Status = [TicketStatus.Open], Assignee = [AssigneeFilter.Me] } });
        _ = await client.Views.UpdateAsync("a", new() { Filters = view.Filters with { Tags = ["x"] } });

        Assert.Equal("""{"filters":{"status":["open"],"assignee":["me"],"tags":{"any":["x"]},"folder":{"id":1.0,"é":null},"is_default":true}}""", stub.Requests[1].Text);
        Assert.Equal("""{"filters":{"status":["new"],"tags":["x"],"folder":{"id":1.0,"é":null},"is_default":true}}""", stub.Requests[2].Text);
    }

    [Fact]
    public void Me_is_the_caller_in_queries_and_views_alike()
    {
        TicketViewFilters read = JsonSerializer.Deserialize<TicketViewFilters>("""{"assignee":["me"]}""")!;
        Assert.Equal([AssigneeFilter.Me], read.Assignee!);
        Assert.Equal(("me", null, null), (AssigneeFilter.Me.ToString(), AssigneeFilter.Me.UserId, AssigneeFilter.Me.RoleId));
        Assert.NotEqual(AssigneeFilter.Me, AssigneeFilter.User(0));
        Assert.Equal("""{"assignee":["me"]}""", JsonSerializer.Serialize(new TicketViewFilters { Assignee = [AssigneeFilter.Me] }));
    }

    [Theory]
    [InlineData("\"me\"", "me")]
    [InlineData("\"unassigned\"", "unassigned")]
    [InlineData("""{"type":"user","id":7}""", "user:7")]
    [InlineData("\"all\"", null)]
    public void A_legacy_assignee_is_a_list_of_one_and_all_is_null(string stored, string? read)
    {
        TicketViewFilters filters = JsonSerializer.Deserialize<TicketViewFilters>($$"""{"assignee":{{stored}}}""")!;
        Assert.Equal(read, filters.Assignee is null ? null : Assert.Single(filters.Assignee).ToString());
        Assert.Empty(filters.AdditionalMembers);
    }
}
