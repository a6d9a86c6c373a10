using System.Text.Json;
using Conversations.Client;
using Conversations.Client.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

// What a user's program does with the packages, on the fake: get a client, talk, queue, tickets, views, errors.
var ct = CancellationToken.None;
await using var fake = new FakeConversationsServer();
await using var host = await fake.StartAsync();
fake.Directory.Add(new UserSeed { Id = 7, Email = "max@acme.example" });

// Get a client: plain, from a container by action and by configuration, keyed, for another project
using var client = new ConversationsClient(new ConversationsClientOptions
{
    ProjectId = fake.ProjectId,
    BaseAddress = host.BaseAddress,
    Credential = ConversationsCredential.PersonalApiKey(fake.ApiKey),
});
var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Conversations:ProjectId"] = fake.ProjectId,
    ["Conversations:BaseAddress"] = host.BaseAddress.ToString(),
    ["Conversations:ApiKey"] = fake.ApiKey,
}).Build();
var services = new ServiceCollection();
services.AddConversationsClient(configuration.GetSection("Conversations"));
services.AddConversationsClient("emea", options =>
{
    options.ProjectId = "@current";
    options.BaseAddress = host.BaseAddress;
    options.Credential = ConversationsCredential.FromProvider(_ => new(ConversationsCredential.PersonalApiKey(fake.ApiKey)));
});
await using var provider = services.BuildServiceProvider();
Check("a configured client", (await provider.GetRequiredService<IConversationsClient>().Tickets.ListPageAsync(cancellationToken: ct)).Count == 0);
Check("a keyed client", (await provider.GetRequiredKeyedService<IConversationsClient>("emea").Views.ListPageAsync(cancellationToken: ct)).Count == 0);
IConversationsClient tenant = client.With(projectId: "@current", credential: ConversationsCredential.PersonalApiKey(fake.ApiKey));
Check("a tenant's client", tenant.ProjectId == "@current" && !(await tenant.Tickets.ListPageAsync(cancellationToken: ct)).HasNext);

// Talk
var id = Guid.NewGuid();
fake.Turns.Next(turn => turn.Say("Let me look.", partials: 2).Tool("execute_sql", """{"query":"select 1"}""", result: "42").Say("It is 42.", partials: 3));
var seen = new List<string>();
await foreach (ConversationStreamEvent e in client.Conversations.StreamAsync(id, "How many signups this week?", cancellationToken: ct))
{
    seen.Add(e switch
    {
        MessageEvent { IsPartial: true, Message: AssistantMessage m } => $"partial of {m.Content.Length}",
        MessageEvent { Message: ToolMessage t } => t.Content,
        ConversationEvent { Conversation.Title: { } title } => title,
        ToolUpdateEvent u => u.Text ?? "",
        StatusEvent s => s.Status.Value,
        UnknownEvent x => x.Name,
        _ => e.GetType().Name,
    });
}

Check("events", seen.Contains("42") && seen.Contains("partial of 9"));
await foreach (string delta in client.Conversations.StreamAsync(id, "And last week?").TextAsync(ct))
{
    Console.Write(delta);
}

Console.WriteLine();
ConversationReply reply = await client.Conversations.AskAsync(id, "Why?", ct);
Check("a reply", reply.Text.Length > 0 && reply.Outcome == StreamOutcome.Completed && reply.Thread.Messages.Count > 1);
await using (ConversationStream stream = client.Conversations.StreamAsync(id, "More", new SendOptions { AgentMode = AgentMode.Sql, TraceId = Guid.NewGuid(), ReplaySessionId = "session" }))
{
    await stream.OpenAsync(ct);
    Check("a running stream", stream.Outcome is null && stream.Thread.PendingToolCalls.Count == 0);
}

// Conversations
Conversation full = await client.Conversations.GetAsync(id, ct);
Check("a conversation", full.Messages.Count > 4 && full.Status.Known is not null);
await foreach (Conversation c in client.Conversations.ListAsync(ct))
{
    Check("in the list", c.Id == id);
}

// Tickets
Ticket created = await client.Tickets.CreateAsync(new TicketCreate { Priority = TicketPriority.High, Tags = ["vip"], AnonymousTraits = JsonDocument.Parse("""{"name":"Ana"}""").RootElement }, ct);
var query = new TicketQuery
{
    Status = [TicketStatus.New, TicketStatus.Open], Priority = [TicketPriority.High],
    ChannelSource = ChannelSource.Widget,
    OrderBy = TicketOrder.SlaDueAtDescending,
    Assignee = [AssigneeFilter.Unassigned, AssigneeFilter.User(7), AssigneeFilter.Role(Guid.NewGuid())],
    Tags = ["vip", "a \"quoted\" one"],
    DateFrom = DateFilter.Ago(TimeSpan.FromDays(7)), DateTo = DateFilter.Raw("all"),
};
await foreach (Page<Ticket> p in client.Tickets.ListAsync(query).AsPagesAsync(pageSize: 200, ct))
{
    Check("a page", p is { Count: 1, HasNext: false, Results: [{ } only] } && only.Id == created.Id);
}

Ticket one = await client.Tickets.GetAsync(created.TicketNumber, ct);
Ticket changed = await client.Tickets.UpdateAsync(one.Id, new TicketUpdate { Status = TicketStatus.Pending, Priority = null, Assignee = Assignee.User(7) }, ct);
switch (changed.Status.Known)
{
    case TicketStatus.Pending:
        Check("an update", changed.Priority is null && changed.Assignee is { UserId: 7 } && changed.Tags is ["vip"]);
        break;
    default:
        Check("an update", false);
        break;
}

// Views
TicketView v = await client.Views.CreateAsync("Breached and mine", new TicketViewFilters { Sla = SlaState.Breached, Assignee = [AssigneeFilter.Me], Sorting = new TicketViewSorting { ColumnKey = "sla_due_at" } }, ct);
TicketView renamed = await client.Views.UpdateAsync(v.ShortId, new TicketViewUpdate { Name = "Mine", IsFavorited = true }, ct);
Check("a view", renamed.Name == "Mine" && renamed.Filters.ToQuery() is { Sla: { Known: SlaState.Breached }, OrderBy: { Known: TicketOrder.SlaDueAt } });
await client.Views.DeleteAsync(v.ShortId, ct);

// Errors
try
{
    await fake.CreateClient(FakeCaller.ApiKey("ticket:read")).Tickets.UpdateAsync(created.Id, new TicketUpdate { Tags = [] }, ct);
    Check("a refusal", false);
}
catch (ConversationsPermissionException e)
{
    Check("a refusal", e.MissingScope == "ticket:write" && (int)e.StatusCode == 403 && e.Attempts == 1 && e.Route.Contains("{ticket_id}", StringComparison.Ordinal));
}

Console.WriteLine($"consumer on {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}: all as expected");

static void Check(string what, bool holds)
{
    if (!holds)
    {
        Console.WriteLine($"{what}: WRONG");
        Environment.Exit(1);
    }
}
