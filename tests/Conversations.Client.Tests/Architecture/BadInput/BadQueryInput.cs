using static Conversations.Client.Tests.Architecture.BadInput.BadCall;

namespace Conversations.Client.Tests.Architecture.BadInput;

/// <summary>Queries that the service would silently ignore, cut or misread.</summary>
internal static class BadQueryInput
{
    public static IEnumerable<BadCall> All { get; } =
    [
        .. Queries.SelectMany(static bad => new BadCall[]
        {
            new("Tickets.ListAsync", bad.Parameter, bad.What, Reading(client => client.Tickets.ListAsync(bad.Query))) { Says = bad.Says, About = "query" },
            new("Tickets.ListPageAsync", bad.Parameter, bad.What, client => client.Tickets.ListPageAsync(bad.Query)) { Says = bad.Says, About = "query" },
        }),
        .. Queries.Where(static bad => bad.Query.DateFrom is null).Select(static bad =>
            new BadCall(
                "Tickets.WatchAsync", bad.Parameter, bad.What, Reading(client =>
                    client.Tickets.WatchAsync(bad.Query, default, Minute))) { Says = bad.Says, About = "query" }),
        new(
            "Tickets.WatchAsync",
            "query",
            "has an order",
            Reading(static client =>
                client.Tickets.WatchAsync(new() { OrderBy = TicketOrder.UpdatedAt }, default, Minute))) { Says = "OrderBy", About = "query" },
        new(
            "Tickets.WatchAsync",
            "query",
            "has a bound before",
            Reading(static client =>
                client.Tickets.WatchAsync(new() { DateFrom = DateFilter.Raw("all") }, default, Minute))) { Says = "DateFrom", About = "query" },
        new(
            "Tickets.WatchAsync",
            "query",
            "has a bound after",
            Reading(static client =>
                client.Tickets.WatchAsync(new() { DateTo = DateFilter.Raw("all") }, default, Minute))) { Says = "DateTo", About = "query" },
        new("Tickets.WatchAsync", "pollInterval", "is zero", Reading(static client => client.Tickets.WatchAsync(null, default, TimeSpan.Zero))) { Says = "more than zero" },
        new("Tickets.WatchAsync", "pollInterval", "is negative", Reading(static client => client.Tickets.WatchAsync(null, default, -Minute))) { Says = "more than zero" },
        new("Tickets.WatchAsync", "pollInterval", "is longer than a timer can run", Reading(static client => client.Tickets.WatchAsync(null, default, TimeSpan.FromDays(50)))) { Says = "49 days" },
        .. BadTexts.Page("Tickets.ListPageAsync", static (client, limit, offset) => client.Tickets.ListPageAsync(null, limit, offset)),
        new("Tickets.ListAsync", "pageSize", "is 0", static async client => _ = await client.Tickets.ListAsync().AsPagesAsync(0).CountAsync()) { About = "query" },
        new(
            "Tickets.ListAsync",
            "age",
            "is negative",
            Reading(static client => client.Tickets.ListAsync(new() { DateFrom = DateFilter.Ago(TimeSpan.FromDays(-1)) }))) { About = "query" },
        new(
            "Tickets.ListAsync",
            "age",
            "has a fraction of a second",
            Reading(static client =>
                client.Tickets.ListAsync(new() { DateFrom = DateFilter.Ago(TimeSpan.FromMilliseconds(1)) }))) { About = "query" },
        new("Tickets.ListAsync", "text", "is only spaces", Reading(static client => client.Tickets.ListAsync(new() { DateTo = DateFilter.Raw(" ") }))) { About = "query" },
        new("Tickets.ListAsync", "text", "is null", Reading(static client => client.Tickets.ListAsync(new() { DateTo = DateFilter.Raw(null!) }))) { About = "query" },
        new(
            "Tickets.ListAsync",
            "id",
            "of a role is empty",
            Reading(static client => client.Tickets.ListAsync(new() { Assignee = [AssigneeFilter.Role(Guid.Empty)] }))) { About = "query" },
    ];

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static IEnumerable<(string Parameter, string What, TicketQuery Query, string Says)> Queries =>
    [
        ("query", "has a search that is too long", new() { Search = Long(201) }, "Search"),
        ("query", "has a search with half of a surrogate pair", new() { Search = HalfAPair }, "Search"),
        ("query", "has 101 assignees", new() { Assignee = [.. Enumerable.Repeat(AssigneeFilter.Me, 101)] }, "Assignee"),
        ("query", "has an assignee that is null", new() { Assignee = [null!] }, "Assignee"),
        .. Lists("Tags", 50, static texts => new() { Tags = texts }),
        .. Lists("TagsAll", 50, static texts => new() { TagsAll = texts }),
        .. Lists("TagsExclude", 50, static texts => new() { TagsExclude = texts }),
        .. Identities("DistinctIds", static texts => new() { DistinctIds = texts }),
        .. Identities("Emails", static texts => new() { Emails = texts }),
        ("view", "holds half of a surrogate pair", new() { View = HalfAPair }, ""),
        ("date_from", "holds half of a surrogate pair", new() { DateFrom = DateFilter.Raw(HalfAPair) }, ""),
        ("status", "holds half of a surrogate pair", new() { Status = [new OpenEnum<TicketStatus>(HalfAPair)] }, ""),
        ("sla", "holds half of a surrogate pair", new() { Sla = new OpenEnum<SlaState>(HalfAPair) }, ""),
    ];

    private static IEnumerable<(string Parameter, string What, TicketQuery Query, string Says)> Lists(
        string member, int most, Func<string[], TicketQuery> query) =>
    [
        ("query", $"has {most + 1} {member}", query([.. Enumerable.Range(0, most + 1).Select(static number => $"t{number}")]), member),
        ("query", $"has a null in {member}", query([null!]), member),
        ("query", $"has half of a surrogate pair in {member}", query(["x", HalfAPair]), member),
    ];

    private static IEnumerable<(string Parameter, string What, TicketQuery Query, string Says)> Identities(
        string member, Func<string[], TicketQuery> query) =>
    [
        .. Lists(member, 100, query),
        ("query", $"has a comma in {member}", query(["a,b"]), member),
        ("query", $"has an empty text in {member}", query([""]), member),
        ("query", $"has a space before a text in {member}", query([" a"]), member),
        ("query", $"has a space after a text in {member}", query(["a\u00a0"]), member),
    ];
}
