using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Conversations.Client;
using Conversations.Client.Testing;
using Conversations.NativeAot;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

// Calls, pages, streams and updates against the fake on a port, as a native program. Code that needs reflection fails here.
await using var fake = new FakeConversationsServer();
for (int number = 1; number <= 5; number++)
{
    fake.Tickets.Add(new TicketSeed { Status = TicketStatus.Open, Tags = ["vip"] });
}

fake.Turns.Next(turn => turn.Say("Let me look.", partials: 2).Tool("execute_sql", """{"query":"select 1"}""", result: "42").Say("It is 42.", partials: 3));
await using FakeConversationsHost host = await fake.StartAsync();

IConfigurationRoot configuration = new ConfigurationBuilder()
    .AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["ProjectId"] = fake.ProjectId,
        ["BaseAddress"] = host.BaseAddress.ToString(),
        ["ApiKey"] = fake.ApiKey,
        ["RequestTimeout"] = "00:00:20",
    })
    .Build();
await using ServiceProvider services = new ServiceCollection().AddConversationsClient(configuration).Services.BuildServiceProvider();
IConversationsClient client = services.GetRequiredService<IConversationsClient>();

int pages = 0;
var tickets = new List<Ticket>();
var openTickets = new TicketQuery { Status = [TicketStatus.Open], Tags = ["vip"] };
await foreach (Page<Ticket> page in client.Tickets.ListAsync(openTickets).AsPagesAsync(pageSize: 2))
{
    pages++;
    tickets.AddRange(page.Results);
}

Check("five tickets on three pages", pages == 3 && tickets.Count == 5);

var id = Guid.NewGuid();
string text = "";
await foreach (string piece in client.Conversations.StreamAsync(id, "How many?").ReadTextAsync())
{
    text += piece;
}

Check("the streamed text", text == "Let me look.\n\nIt is 42.");
Conversation conversation = await client.Conversations.GetAsync(id);
Check(
    "the messages of the conversation",
    conversation.Messages is [HumanMessage, AssistantMessage { ToolCalls: [{ Name: "execute_sql" } call] }, ToolMessage, AssistantMessage]
        && call.Args.GetProperty("query").GetString() == "select 1");

Ticket changed = await client.Tickets.UpdateAsync(
    tickets[0].Id, new TicketUpdate { Status = TicketStatus.Pending, Priority = null, Tags = ["a \"quoted\" one"] });
Check("an update", changed.Status.Known == TicketStatus.Pending && changed.Tags is ["a \"quoted\" one"]);

var later = new Dictionary<string, JsonElement> { ["later"] = changed.AnonymousTraits };
TicketView view = await client.Views.CreateAsync(
    "Mine", new TicketViewFilters { Assignee = [AssigneeFilter.Me], AdditionalMembers = later });
Check("a view with a member of the future", (await client.Views.GetAsync(view.ShortId)).Filters.AdditionalMembers.ContainsKey("later"));

fake.Faults.On(Operation.TicketsList).Nth(1).Respond(200, """{"results":[{"ticket_number":1,"later":1}],"later":{"a":1}}""");
Page<Ticket> newer = await client.Tickets.ListPageAsync();
Check("a page of the future", newer.AdditionalMembers.ContainsKey("later") && newer.Results[0].AdditionalMembers["later"].GetInt32() == 1);

UnreadTotal unread =
    await client.RawRequestAsync(HttpMethod.Get, "conversations/tickets/unread_count/", RawJson.Default.UnreadTotal);
using HttpResponseMessage live = await client.RawRequestAsync(new HttpRequestMessage(HttpMethod.Post, "conversations/")
{
    Content = JsonContent.Create(new Question("How many?", Guid.NewGuid(), Guid.NewGuid()), RawJson.Default.Question),
});
int events = 0;
await foreach (ConversationStreamEvent _ in ConversationEvents.ReadAsync(await live.Content.ReadAsStreamAsync()))
{
    events++;
}

Check("a raw request and its events", unread.Count == 0 && events > 1);

try
{
    await client.Tickets.GetAsync(99);
    Check("a refusal", false);
}
catch (ConversationsNotFoundException exception)
{
    Check("a refusal", exception.Route.EndsWith("{ticket_id}/", StringComparison.Ordinal));
}

Console.WriteLine("native: all as expected");

static void Check(string what, bool holds)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {(holds ? "ok" : "WRONG")}"));
    if (!holds)
    {
        Environment.Exit(1);
    }
}
