using static Conversations.Client.Tests.Contract.Golden.GoldenCase;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>The list of tickets and its query: docs/service/tickets.md 1.6, 5.</summary>
internal static class TicketListCases
{
    private const string List = $"GET {Projects}/tickets/";

    /// <summary>The contract's own page (docs/service/tickets.md 13), for limit 1 and offset 1.</summary>
    private const string Middle = $$"""{"count":3,"next":"https://us.posthog.com/api/projects/1/conversations/tickets/?limit=1&offset=2&status=new%2Copen","previous":"https://us.posthog.com/api/projects/1/conversations/tickets/?limit=1&status=new%2Copen","results":[{{Examples.Ticket}}]}""";

    private static readonly TicketQuery Everything = new()
    {
        Status = [TicketStatus.New, TicketStatus.OnHold, new OpenEnum<TicketStatus>("later")],
        Priority = [TicketPriority.High, TicketPriority.Critical],
        ChannelSource = ChannelSource.Slack,
        ChannelDetail = ChannelDetail.SlackBotMention,
        Sla = SlaState.AtRisk,
        OrderBy = TicketOrder.SlaDueAtDescending,
        Assignee = [AssigneeFilter.Unassigned, AssigneeFilter.Me, AssigneeFilter.User(7), AssigneeFilter.Role(Guid.Parse(Examples.RoleId))],
        Tags = ["billing", "a \"quoted\" one", "mit, Komma", "ü"],
        TagsAll = ["vip"],
        TagsExclude = ["spam"],
        DistinctIds = ["u-1", "ana@lumen.example"],
        Emails = ["ana+1@lumen.example"],
        Search = "50% off & more #1",
        DateFrom = DateFilter.Ago(TimeSpan.FromDays(7)),
        DateTo = DateFilter.At(new DateTimeOffset(2026, 6, 3, 12, 30, 0, 500, TimeSpan.FromHours(2))),
        Snoozed = false,
        AITriageResult = [AITriageResult.EscalatedWithBest, AITriageResult.InProgress],
        View = "kT3xQ9aZ",
    };

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        new(
            "tickets.list",
            "every member of a query",
            List + "?status=new%2Con_hold%2Clater&priority=high%2Ccritical&channel_source=slack&channel_detail=slack_bot_mention"
            + "&assignee=unassigned%2Cme%2Cuser%3A7%2Crole%3A5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b&date_from=-7d&date_to=2026-06-03T12%3A30%3A00.5%2B02%3A00"
            + "&distinct_ids=u-1%2Cana%40lumen.example&emails=ana%2B1%40lumen.example&search=50%25%20off%20%26%20more%20%231&sla=at-risk"
            + "&tags=%5B%22billing%22%2C%22a%20%5C%22quoted%5C%22%20one%22%2C%22mit%2C%20Komma%22%2C%22%C3%BC%22%5D&tags_all=%5B%22vip%22%5D&tags_exclude=%5B%22spam%22%5D"
            + "&snoozed=false&ai_triage_result=escalated_with_best%2Cin_progress&view=kT3xQ9aZ&order_by=-sla_due_at&limit=50&offset=100")
        {
            Call = static async client => await client.Tickets.ListPageAsync(Everything, limit: 50, offset: 100),
            Answer = Examples.Page("", Examples.Ticket),
        },
        new("tickets.list", "a page in the middle", List + "?status=new%2Copen&limit=1&offset=1")
        {
            Call = static async client =>
                await client.Tickets.ListPageAsync(new() { Status = [TicketStatus.New, TicketStatus.Open] }, limit: 1, offset: 1),
            Answer = Middle,
            Check = static result =>
            {
                ReadAs.Same(Middle, result!);
                Assert.True(((Page<Ticket>)result!).HasNext);
            },
        },
        new("tickets.list", "an empty query sends nothing", List)
        {
            Call = static async client =>
                await client.Tickets.ListPageAsync(
                    new() { Status = [], Priority = [], Assignee = [], Tags = [], TagsAll = [], TagsExclude = [], DistinctIds = [],
                        Emails = [], AITriageResult = [], Search = "", View = "" }),
            Answer = Examples.Page("", Examples.SeedTicket, Examples.Ticket),
        },
        new("tickets.list", "through all pages, with a size", List + "?order_by=ticket_number&limit=200")
        {
            Call = static async client =>
                await client.Tickets.ListAsync(new() { OrderBy = TicketOrder.TicketNumber }).AsPagesAsync(pageSize: 200).SingleAsync(),
            Answer = Examples.Page("", Examples.Ticket),
        },
        One("status", new() { Status = [TicketStatus.Pending] }, "status=pending"),
        One("priority", new() { Priority = [TicketPriority.Low, TicketPriority.Medium] }, "priority=low%2Cmedium"),
        One("channel source", new() { ChannelSource = ChannelSource.GitHub }, "channel_source=github"),
        One("channel detail", new() { ChannelDetail = ChannelDetail.WidgetEmbedded }, "channel_detail=widget_embedded"),
        One("SLA", new() { Sla = SlaState.OnTrack }, "sla=on-track"),
        One("order", new() { OrderBy = new OpenEnum<TicketOrder>("snoozed_until") }, "order_by=snoozed_until"),
        One("assignee", new() { Assignee = [AssigneeFilter.User(2_147_483_648)] }, "assignee=user%3A2147483648"),
        One("tags", new() { Tags = ["a"] }, "tags=%5B%22a%22%5D"),
        One("all of the tags", new() { TagsAll = ["a", "b"] }, "tags_all=%5B%22a%22%2C%22b%22%5D"),
        One("none of the tags", new() { TagsExclude = ["a"] }, "tags_exclude=%5B%22a%22%5D"),
        One("distinct ids", new() { DistinctIds = ["$device:1/2"] }, "distinct_ids=%24device%3A1%2F2"),
        One("e-mail addresses", new() { Emails = ["a@b.example", "c@d.example"] }, "emails=a%40b.example%2Cc%40d.example"),
        One("search", new() { Search = " #12 " }, "search=%20%2312%20"),
        One("changed since an age", new() { DateFrom = DateFilter.Ago(TimeSpan.FromMinutes(90)) }, "date_from=-90M"),
        One("changed until the service's own words", new() { DateTo = DateFilter.Raw("-1mStart") }, "date_to=-1mStart"),
        One("snoozed", new() { Snoozed = true }, "snoozed=true"),
        One("result of the triage", new() { AITriageResult = [AITriageResult.Persisted] }, "ai_triage_result=persisted"),
        One("view", new() { View = "kT3xQ9aZ" }, "view=kT3xQ9aZ"),
    ];

    private static GoldenCase One(string member, TicketQuery query, string sent) => new("tickets.list", "by " + member + " alone", $"{List}?{sent}")
    {
        Call = async client => await client.Tickets.ListPageAsync(query),
        Answer = Examples.Page(""),
    };
}
