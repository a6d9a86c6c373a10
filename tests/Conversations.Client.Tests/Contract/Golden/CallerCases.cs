using static Conversations.Client.Tests.Contract.Golden.GoldenCase;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>
/// The options that change the request: the caller, the prefix, the project and the name of the program.
/// docs/service/conversations.md 1.1, 1.3.
/// </summary>
internal static class CallerCases
{
    private const string Cookie = "sessionid=s3ss; posthog_csrftoken=csrf";

    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    public static IReadOnlyList<GoldenCase> All { get; } =
    [
        new("views.retrieve", "by a session", $"GET {Environments}/views/a/")
        {
            Call = static async client => await client.Views.GetAsync("a"),
            Configure = BySession,
            Headers = new Dictionary<string, string?> { ["Authorization"] = null, ["Cookie"] = Cookie },
            Answer = Examples.View,
        },
        Proven(new("tickets.bulk_update_status", "by a session", $"POST {Projects}/tickets/bulk_update_status/")
        {
            Call = static async client => await client.Tickets.SetStatusAsync([Guid.Parse(Examples.TicketId)], TicketStatus.Resolved),
            Body = $$"""{"ids":["{{Examples.TicketId}}"],"status":"resolved"}""",
            Answer = """{"updated":0,"ids":[]}""",
        }),
        Proven(new("conversations.cancel", "by a session", $"PATCH {Environments}/{Examples.ConversationId}/cancel/")
        {
            Call = Done(static client => client.Conversations.CancelAsync(Id)),
            Status = 204,
        }),
        Proven(new("tickets.delete", "by a session", $"DELETE {Projects}/tickets/42/")
        {
            Call = Done(static client => client.Tickets.DeleteAsync(42)),
            Status = 204,
        }),
        Proven(new("tickets.replace", "by a session", $"PUT {Projects}/tickets/42/")
        {
            Call = static async client => await client.Api.ReplaceTicketAsync("1", "42", new() { Tags = [] }),
            Body = """{"tags":[]}""",
            Answer = Examples.Ticket,
        }),
        Proven(SendCases.Send("by a session", """{"content":"Hi","conversation":"0197cccc-0000-7000-8000-000000000001","trace_id":"{trace}"}""") with
        {
            Call = Events(static client => client.Conversations.StreamAsync(Id, "Hi")),
            Check = SendCases.IsAnswered,
        }),
        new("tickets.retrieve", "by a token", $"GET {Projects}/tickets/42/")
        {
            Call = static async client => await client.Tickets.GetAsync(42),
            Configure = static options => options.Credential = ConversationsCredential.OAuthToken("pha_token"),
            Headers = new Dictionary<string, string?> { ["Authorization"] = "Bearer pha_token" },
            Answer = Examples.Ticket,
        },
        new("tickets.retrieve", "by a program with a name", $"GET {Projects}/tickets/42/")
        {
            Call = static async client => await client.Tickets.GetAsync(42),
            Configure = static options => options.UserAgentSuffix = "acme-desk/2.1 (+https://acme.example)",
            Headers = new Dictionary<string, string?> { ["User-Agent"] = Product + " acme-desk/2.1 (+https://acme.example)" },
            Answer = Examples.Ticket,
        },
        new("views.list", "under projects", $"GET {Projects}/views/?limit=5")
        {
            Call = static async client => await client.Views.ListPageAsync(limit: 5),
            Configure = UnderProjects,
            Answer = Examples.Page("", Examples.View),
        },
        new("queue.update", "under projects", $"PATCH {Projects}/{Examples.ConversationId}/queue/0197ffff-0000-4000-8000-000000000003/")
        {
            Call = static async client => await client.Queue.UpdateAsync(Id, Guid.Parse("0197ffff-0000-4000-8000-000000000003"), "then"),
            Configure = UnderProjects,
            Body = """{"content":"then"}""",
            Answer = """{"messages":[],"max_queue_messages":2}""",
            Check = static result => Assert.Empty(((ConversationQueue)result!).Messages),
        },
        new("conversations.retrieve", "under environments", $"GET {Environments}/{Examples.ConversationId}/")
        {
            Call = static async client => await client.Conversations.GetAsync(Id),
            Configure = static options => options.PathPrefix = PathPrefix.Environments,
            Answer = Examples.FullConversation,
        },
        SendCases.Send("under projects", """{"content":"Hi","conversation":"0197cccc-0000-7000-8000-000000000001","trace_id":"{trace}"}""") with
        {
            RequestLine = $"POST {Projects}/",
            Call = Events(static client => client.Conversations.StreamAsync(Id, "Hi")),
            Configure = UnderProjects,
            Check = SendCases.IsAnswered,
        },
        new("tickets.retrieve", "under projects it stays where it was", $"GET {Projects}/tickets/42/")
        {
            Call = static async client => await client.Tickets.GetAsync(42),
            Configure = UnderProjects,
            Answer = Examples.Ticket,
        },
        new("tickets.retrieve", "in the project that the caller has open", "GET /api/projects/%40current/conversations/tickets/42/")
        {
            Call = static async client => await client.Tickets.GetAsync(42),
            Configure = static options => options.ProjectId = "@current",
            Answer = Examples.Ticket,
        },
    ];

    /// <summary>A write with a session proves that it is not forged: it sends the CSRF token in a header too, and a Referer.</summary>
    private static GoldenCase Proven(GoldenCase golden) => golden with
    {
        Configure = BySession,
        Headers = new Dictionary<string, string?> { ["Authorization"] = null, ["Cookie"] = Cookie, ["X-CSRFToken"] = "csrf", ["Referer"] = Origin },
    };

    private static void BySession(ConversationsClientOptions options) => options.Credential = ConversationsCredential.Session("s3ss", "csrf");

    private static void UnderProjects(ConversationsClientOptions options) => options.PathPrefix = PathPrefix.Projects;
}
