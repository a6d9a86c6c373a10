using System.Text.Json;
using static Conversations.Client.Tests.Contract.Golden.GoldenCase;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>Saved views: docs/service/tickets.md 3, 4.</summary>
internal static class ViewCases
{
    private const string Views = Environments + "/views/";
    private const string Filters = """{"status":["new"],"priority":["critical"],"channel":"email","sla":"on-track","aiTriageResult":["persisted"],"assignee":["me","unassigned",{"type":"user","id":7},{"type":"role","id":"5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b"}],"tags":["vip"],"tagsMatch":"all","tagsExclude":["spam"],"dateFrom":"-90M","dateTo":"2026-01-31","sorting":{"columnKey":"created_at","order":-1},"search":"invoice","folder":[1]}""";

    /// <summary>A view whose creator was deleted, on a server without favourites.</summary>
    private const string Older = """{"id":"01979999-aaaa-0000-bbbb-ccccddddeeef","short_id":"aB3","name":"größer","filters":{},"created_at":"2026-06-01T12:00:00Z","created_by":null}""";
    private const string Full = $$"""{"id":"01979999-aaaa-0000-bbbb-ccccddddeeee","short_id":"kT3xQ9aZ","name":"All of it","filters":{{Filters}},"created_at":"2026-06-01T12:00:00.000100Z","created_by":{"id":7,"uuid":"01960000-0000-0000-0000-000000000007","distinct_id":null,"first_name":"","last_name":"Stone","email":"max@acme.example","is_email_verified":null,"hedgehog_config":{"color":"red"},"role_at_organization":""},"is_favorited":true}""";

    private static readonly TicketViewFilters Everything = new()
    {
        Status = [TicketStatus.New],
        Priority = [TicketPriority.Critical],
        Channel = ChannelSource.Email,
        Sla = SlaState.OnTrack,
        AITriageResult = [AITriageResult.Persisted],
        Assignee = [AssigneeFilter.Me, AssigneeFilter.Unassigned, AssigneeFilter.User(7), AssigneeFilter.Role(Guid.Parse(Examples.RoleId))],
        Tags = ["vip"],
        TagsMatch = TagsMatch.All,
        TagsExclude = ["spam"],
        DateFrom = DateFilter.Ago(TimeSpan.FromMinutes(90)),
        DateTo = DateFilter.Raw("2026-01-31"),
        Sorting = new() { ColumnKey = "created_at", Descending = true },
        Search = "invoice",
        AdditionalMembers = new Dictionary<string, JsonElement> { ["folder"] = JsonElement.Parse("[1]") },
    };

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        new("views.list", "the service's page", $"GET {Views}")
        {
            Call = static async client => await client.Views.ListPageAsync(),
            Answer = Examples.Page("", Examples.View, Older),
        },
        new("views.list", "a page in the middle", $"GET {Views}?limit=1&offset=1")
        {
            Call = static async client => await client.Views.ListPageAsync(limit: 1, offset: 1),
            Answer = $$"""{"count":3,"next":"https://us.posthog.com/api/projects/1/conversations/views/?limit=1&offset=2","previous":"https://us.posthog.com/api/projects/1/conversations/views/?limit=1","results":[{{Examples.View}}]}""",
        },
        new("views.list", "through all pages, with a size", $"GET {Views}?limit=20")
        {
            Call = static async client => await client.Views.ListAsync().AsPagesAsync(pageSize: 20).SingleAsync(),
            Answer = Examples.Page("", Examples.View),
        },
        new("views.create", "every filter", $"POST {Views}")
        {
            Call = static async client => await client.Views.CreateAsync("Breached & \"mine\" ü", Everything),
            Body = """{"name":"Breached & \"mine\" ü","filters":""" + Filters + "}",
            Status = 201,
            Answer = Examples.View,
        },
        new("views.create", "a name alone", $"POST {Views}")
        {
            Call = static async client => await client.Views.CreateAsync("All"),
            Body = """{"name":"All"}""",
            Status = 201,
            Answer = Older,
        },
        new("views.create", "no filter", $"POST {Views}")
        {
            Call = static async client => await client.Views.CreateAsync("All", new()),
            Body = """{"name":"All","filters":{}}""",
            Status = 201,
            Answer = Older,
        },
        new("views.create", "a favourite, on the generated interface", $"POST {Views}")
        {
            Call = static async client => await client.Api.CreateViewAsync("1", new() { Name = "All", IsFavorited = true }),
            Body = """{"name":"All","is_favorited":true}""",
            Status = 201,
            Answer = Older,
        },
        new("views.retrieve", "the contract's view", $"GET {Views}kT3xQ9aZ/")
        {
            Call = static async client => await client.Views.GetAsync("kT3xQ9aZ"),
            Answer = Examples.View,
            Check = static result =>
            {
                ReadAs.Same(Examples.View, result!);
                TicketViewFilters filters = ((TicketView)result!).Filters;
                Assert.Equal([TicketStatus.New, TicketStatus.Open], filters.Status!);
                Assert.Equal((SlaState.Breached, AssigneeFilter.Me), ((SlaState)filters.Sla!, Assert.Single(filters.Assignee!)));
                Assert.Equal(new() { ColumnKey = "sla_due_at" }, filters.Sorting);
                Assert.Empty(filters.AdditionalMembers);
            },
        },
        new("views.retrieve", "every filter", $"GET {Views}kT3xQ9aZ/")
        {
            Call = static async client => await client.Views.GetAsync("kT3xQ9aZ"),
            Answer = Full,
            Check = static result =>
            {
                ReadAs.Same(Full, result!);
                AreEverything(((TicketView)result!).Filters);
            },
        },
        Update("every member", """{"name":"Ours","filters":{"sla":"breached"},"is_favorited":true}""", new() { Name = "Ours", Filters = new() { Sla = SlaState.Breached }, IsFavorited = true }),
        Update("the name", """{"name":"größer"}""", new() { Name = "größer" }),
        Update("the filters", """{"filters":""" + Filters + "}", new() { Filters = Everything }),
        Update("no filter", """{"filters":{}}""", new() { Filters = new() }),
        Update("no favourite any more", """{"is_favorited":false}""", new() { IsFavorited = false }),
        new("views.delete", "no body and no answer", $"DELETE {Views}kT3xQ9aZ/")
        {
            Call = Done(static client => client.Views.DeleteAsync("kT3xQ9aZ")),
            Status = 204,
        },
    ];

    private static GoldenCase Update(string variant, string body, TicketViewUpdate update) => new("views.update", variant, $"PATCH {Views}kT3xQ9aZ/")
    {
        Call = async client => await client.Views.UpdateAsync("kT3xQ9aZ", update),
        Body = body,
        Answer = Examples.View,
    };

    private static void AreEverything(TicketViewFilters filters)
    {
        Assert.Equal(Everything.Status!, filters.Status!);
        Assert.Equal(Everything.Priority!, filters.Priority!);
        Assert.Equal(Everything.AITriageResult!, filters.AITriageResult!);
        Assert.Equal(Everything.Assignee!, filters.Assignee!);
        Assert.Equal(Everything.Tags!, filters.Tags!);
        Assert.Equal(Everything.TagsExclude!, filters.TagsExclude!);
        Assert.Equal(
            (Everything.Channel, Everything.Sla, Everything.TagsMatch, Everything.DateFrom, Everything.DateTo, Everything.Sorting,
                Everything.Search),
            (filters.Channel, filters.Sla, filters.TagsMatch, filters.DateFrom, filters.DateTo, filters.Sorting, filters.Search));
        Assert.Equal("[1]", Assert.Single(filters.AdditionalMembers).Value.GetRawText());
    }
}
