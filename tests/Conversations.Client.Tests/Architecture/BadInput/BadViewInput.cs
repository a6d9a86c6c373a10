using static Conversations.Client.Tests.Architecture.BadInput.BadCall;

namespace Conversations.Client.Tests.Architecture.BadInput;

/// <summary>Mistakes in calls about saved views.</summary>
internal static class BadViewInput
{
    public static IEnumerable<BadCall> All { get; } =
    [
        .. BadTexts.Page("Views.ListPageAsync", static (client, limit, offset) => client.Views.ListPageAsync(limit, offset)),
        .. BadTexts.Required("Views.CreateAsync", "name", 400, static (client, name) => client.Views.CreateAsync(name)),
        .. Filters("Views.CreateAsync", static (client, filters) => client.Views.CreateAsync("n", filters)).Select(static bad => bad with { About = "filters" }),
        .. BadTexts.NoSegment("Views.GetAsync", "shortId", static (client, id) => client.Views.GetAsync(id)),
        .. BadTexts.NoSegment("Views.UpdateAsync", "shortId", static (client, id) => client.Views.UpdateAsync(id, new() { Name = "n" })),
        Update("is null", null!, ""),
        Update("mentions nothing", new(), "nothing"),
        Update("clears the name", new() { Name = null }, "Name"),
        Update("clears the filters", new() { Filters = null }, "Filters"),
        Update("clears whether it is a favourite", new() { IsFavorited = null }, "IsFavorited"),
        .. BadTexts.Member(
            "Views.UpdateAsync",
            "update",
            "name",
            400,
            isRequired: false,
            static (client, name) => client.Views.UpdateAsync("a", new() { Name = name })),
        .. Filters("Views.UpdateAsync", static (client, filters) => client.Views.UpdateAsync("a", new() { Filters = filters }))
            .Select(static bad => bad with { About = "update" }),
        .. BadTexts.NoSegment("Views.DeleteAsync", "shortId", static (client, id) => client.Views.DeleteAsync(id)),
    ];

    private static BadCall Update(string what, TicketViewUpdate update, string says) =>
        new("Views.UpdateAsync", "update", what, client => client.Views.UpdateAsync("a", update)) { Says = says };

    /// <summary>Invalid text in filters, which would arrive as something else. The service checks the rest of the filters itself.</summary>
    private static IEnumerable<BadCall> Filters(
        string facade, Func<IConversationsClient, TicketViewFilters, Task> call) => new (string Member, TicketViewFilters Filters)[]
    {
        ("status", new() { Status = [new OpenEnum<TicketStatus>(HalfAPair)] }),
        ("channel", new() { Channel = new OpenEnum<ChannelSource>(HalfAPair) }),
        ("tags", new() { Tags = ["x", HalfAPair] }),
        ("tagsExclude", new() { TagsExclude = [HalfAPair] }),
        ("dateFrom", new() { DateFrom = DateFilter.Raw(HalfAPair) }),
        ("dateTo", new() { DateTo = DateFilter.Raw(HalfAPair) }),
        ("columnKey", new() { Sorting = new() { ColumnKey = HalfAPair } }),
        ("search", new() { Search = HalfAPair }),
    }.Select(bad => new BadCall(facade, bad.Member, "holds half of a surrogate pair", client => call(client, bad.Filters)));
}
