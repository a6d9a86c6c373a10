using System.Text.Json;

namespace Conversations.Client.Tests.Architecture;

/// <summary>A call of each method of the groups with all possible members set, which the architecture tests send.</summary>
internal static class FacadeCalls
{
    private static readonly Guid Id = Guid.Parse("01978c3e-52aa-0000-91d4-3b6f2f0c7e11");
    private static readonly JsonElement Json = JsonDocument.Parse("""{"a":1}""").RootElement;
    private static readonly DateTimeOffset Instant = new(2026, 6, 3, 11, 0, 0, TimeSpan.FromHours(2));

    private static readonly SendOptions Everything = new()
    {
        AgentMode = AgentMode.Sql,
        TraceId = Id,
        ContextualTools = Json,
        UiContext = Json,
        BillingContext = Json,
        IsSandbox = false,
        ReplaySessionId = "recording",
    };

    private static readonly TicketQuery Query = new()
    {
        Status = [TicketStatus.New],
        Priority = [TicketPriority.High],
        ChannelSource = ChannelSource.Slack,
        ChannelDetail = ChannelDetail.SlackBotMention,
        Sla = SlaState.AtRisk,
        OrderBy = TicketOrder.SlaDueAtDescending,
        Assignee = [AssigneeFilter.Me],
        Tags = ["a"],
        DistinctIds = ["u"],
        Search = "x",
        DateFrom = DateFilter.Ago(TimeSpan.FromDays(1)),
        DateTo = DateFilter.At(Instant),
        TagsAll = ["b"],
        TagsExclude = ["c"],
        Emails = ["a@b.example"],
        Snoozed = true,
        AITriageResult = [AITriageResult.Persisted],
        View = "kT3xQ9aZ",
    };

    /// <summary>Each method of the groups that stands in the contract, with its operation.</summary>
    public static IEnumerable<(string Facade, SpecOperation Operation, bool IsRepeatable)> OfContract =>
        from operation in Spec.Operations
        let isRepeatable = OperationTable.All.Single(facts => facts.Name == operation.Name).IsRepeatable
        from facade in operation.Facade
        select (facade, operation, isRepeatable);

    public static IReadOnlyDictionary<string, Func<IConversationsClient, Task>> All { get; } =
        new Dictionary<string, Func<IConversationsClient, Task>>
        {
            ["Conversations.ListAsync"] = client => ReadAsync(client.Conversations.ListAsync()),
            ["Conversations.ListPageAsync"] = client => client.Conversations.ListPageAsync(5, 10),
            ["Conversations.StreamAsync"] = client => ReadAsync(client.Conversations.StreamAsync(Id, "hi", Everything)),
            ["Conversations.AskAsync"] = client => client.Conversations.AskAsync(Id, "hi", Everything),
            ["Conversations.ReconnectAsync"] = client => ReadAsync(client.Conversations.ReconnectAsync(Id)),
            ["Conversations.ResumeAsync"] = client => ReadAsync(client.Conversations.ResumeAsync(Id, ApprovalDecision.Approve("p1", Json))),
            ["Conversations.GetAsync"] = client => client.Conversations.GetAsync(Id),
            ["Conversations.AppendMessageAsync"] = client => client.Conversations.AppendMessageAsync(Id, "note"),
            ["Conversations.CancelAsync"] = client => client.Conversations.CancelAsync(Id),
            ["Conversations.DeleteAsync"] = client => client.Conversations.DeleteAsync(Id),
            ["Queue.AddAsync"] = client =>
                client.Queue.AddAsync(
                    Id,
                    "then",
                    new()
                    {
                        AgentMode = AgentMode.Sql,
                        ContextualTools = Json,
                        UiContext = Json,
                        BillingContext = Json,
                        ReplaySessionId = "recording",
                    }),
            ["Queue.ListAsync"] = client => client.Queue.ListAsync(Id),
            ["Queue.UpdateAsync"] = client => client.Queue.UpdateAsync(Id, Id, "then"),
            ["Queue.RemoveAsync"] = client => client.Queue.RemoveAsync(Id, Id),
            ["Queue.ClearAsync"] = client => client.Queue.ClearAsync(Id),
            ["Tickets.ListAsync"] = client => ReadAsync(client.Tickets.ListAsync(Query)),
            ["Tickets.ListPageAsync"] = client => client.Tickets.ListPageAsync(Query, 5, 10),
            ["Tickets.WatchAsync"] = client =>
                ReadAsync(client.Tickets
                    .WatchAsync(Query with { DateFrom = null, DateTo = null, OrderBy = null }, Instant, TimeSpan.FromMinutes(1))
                    .Take(1)),
#pragma warning disable CONV0001 // What is sent is the point, whoever accepts it.
            ["Tickets.CreateAsync"] = client =>
                client.Tickets.CreateAsync(
                    new()
                    {
                        Status = TicketStatus.New,
                        Priority = TicketPriority.Low,
                        Tags = ["a"],
                        AnonymousTraits = Json,
                        AIResolved = false,
                        EscalationReason = "",
                        SlaDueAt = Instant,
                        SnoozedUntil = Instant
                    }),
#pragma warning restore CONV0001
            ["Tickets.GetAsync"] = client => client.Tickets.GetAsync(42),
            ["Tickets.UpdateAsync"] = client =>
                client.Tickets.UpdateAsync(
                    Id,
                    new()
                    {
                        Status = TicketStatus.Open,
                        Priority = null,
                        Assignee = Assignee.User(7),
                        AnonymousTraits = Json,
                        AIResolved = true,
                        EscalationReason = null,
                        SlaDueAt = Instant,
                        SnoozedUntil = null,
                        Tags = []
                    }),
            ["Tickets.DeleteAsync"] = client => client.Tickets.DeleteAsync(Id),
            ["Tickets.CountUnreadAsync"] = client => client.Tickets.CountUnreadAsync(),
            ["Tickets.SetStatusAsync"] = client => client.Tickets.SetStatusAsync([Id], TicketStatus.Resolved),
            ["Tickets.AddTagsAsync"] = client => client.Tickets.AddTagsAsync([Id], ["a"]),
            ["Tickets.RemoveTagsAsync"] = client => client.Tickets.RemoveTagsAsync([Id], ["a"]),
            ["Tickets.SetTagsAsync"] = client => client.Tickets.SetTagsAsync([Id], []),
            ["Tickets.ComposeAsync"] = client =>
                client.Tickets.ComposeAsync(
                    new()
                    {
                        RecipientEmail = "a@b.example",
                        EmailConfigId = Id,
                        Message = "Hi",
                        EmailSubject = "S",
                        RecipientDistinctId = "u",
                        RichContent = Json,
                        Tags = ["a"]
                    }),
            ["Tickets.ReplyAsync"] = client => client.Tickets.ReplyAsync(42, new TicketReply { Message = "Hi", IsPrivate = true, RichContent = Json }),
            ["Tickets.ListMessagesAsync"] = client => ReadAsync(client.Tickets.ListMessagesAsync(42)),
            ["Tickets.ListMessagesPageAsync"] = client => client.Tickets.ListMessagesPageAsync(42, 5, 10),
            ["Tickets.UpdateNoteAsync"] = client => client.Tickets.UpdateNoteAsync(42, Id, "note", Json),
            ["Tickets.DeleteNoteAsync"] = client => client.Tickets.DeleteNoteAsync(42, Id),
            ["Tickets.GetFullEmailAsync"] = client => client.Tickets.GetFullEmailAsync(42, Id),
            ["Tickets.SendAIFeedbackAsync"] = client => client.Tickets.SendAIFeedbackAsync(42, "m", AIFeedbackRating.Good, "thanks"),
            ["Tickets.SuggestReplyAsync"] = client => client.Tickets.SuggestReplyAsync(42),
            ["Views.ListAsync"] = client => ReadAsync(client.Views.ListAsync()),
            ["Views.ListPageAsync"] = client => client.Views.ListPageAsync(5, 10),
            ["Views.CreateAsync"] = client => client.Views.CreateAsync("Mine", new() { Status = [TicketStatus.New] }),
            ["Views.GetAsync"] = client => client.Views.GetAsync("kT3xQ9aZ"),
            ["Views.UpdateAsync"] = client => client.Views.UpdateAsync("kT3xQ9aZ", new() { Name = "Ours", Filters = new(), IsFavorited = true }),
            ["Views.DeleteAsync"] = client => client.Views.DeleteAsync("kT3xQ9aZ"),
        };

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> items)
    {
        int count = 0;
        await foreach (T _ in items)
        {
            count++;
        }

        Assert.True(count > 0, "The contract's example was read as nothing.");
    }
}
