using static Conversations.Client.Tests.Contract.Golden.GoldenCase;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>Changes of many tickets: docs/service/tickets.md 8.2, 8.3.</summary>
internal static class BulkCases
{
    private const string Other = "01979c3e-52aa-0000-91d4-3b6f2f0c7e12";
    private const string Ids = $"\"ids\":[\"{Examples.TicketId}\",\"{Other}\"]";
    private const string Tagged = $$"""{"updated":[{"id":"{{Examples.TicketId}}","tags":["billing","vip"]}],"skipped":[{"id":"{{Other}}","reason":"Not found or no edit access"}]}""";

    private static readonly Guid[] Two = [Guid.Parse(Examples.TicketId), Guid.Parse(Other)];

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        Status("all changed", $$"""{"updated":2,"ids":["{{Examples.TicketId}}","{{Other}}"]}"""),
        Status("none changed", """{"updated":0,"ids":[]}"""),
        Tags("add", """["vip","a \"b\" ü"]""", static client => client.Tickets.AddTagsAsync(Two, ["vip", "a \"b\" ü"])),
        Tags("remove", """["vip"]""", static client => client.Tickets.RemoveTagsAsync(Two, ["vip"])),
        // The service converts tags to lower case and merges duplicates. The client removes only exact duplicates.
        Tags("set", """["vip","Vip"]""", static client => client.Tickets.SetTagsAsync(Two, ["vip", "Vip", "vip"])),
        Tags("set to none", "[]", static client => client.Tickets.SetTagsAsync(Two, [])),
    ];

    private static GoldenCase Status(string variant, string answer) => new("tickets.bulk_update_status", variant, $"POST {Projects}/tickets/bulk_update_status/")
    {
        Call = static async client => await client.Tickets.SetStatusAsync(Two, TicketStatus.OnHold),
        Body = "{" + Ids + ""","status":"on_hold"}""",
        Answer = answer,
    };

    private static GoldenCase Tags(
        string variant, string tags, Func<IConversationsClient, Task<BulkTagsResult>> call) => new("tickets.bulk_update_tags", variant, $"POST {Projects}/tickets/bulk_update_tags/")
        {
            Call = async client => await call(client),
            Body = $$"""{{{Ids}},"action":"{{variant.Split(' ')[0]}}","tags":{{tags}}}""",
            Answer = Tagged,
        };
}
