// What the fake answers, as a client sees it that Kiota made from openapi.json: enums, null, the kinds of messages, and errors.
//   Kiota FAKE_ADDRESS, of a fake that answers.mjs has filled
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Other.Kiota;
using Other.Kiota.Api.Environments.Item.Conversations;
using Other.Kiota.Api.Projects.Item.Conversations.Tickets;
using Other.Kiota.Models;

// Kiota's own providers of keys refuse to send them over http.
using HttpClient http = KiotaClientFactory.Create();
http.DefaultRequestHeaders.Authorization = new("Bearer", "phx_fake");
using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = args[0] };
var client = new OtherClient(adapter);
TicketsRequestBuilder tickets = client.Api.Projects["1"].Conversations.Tickets;
ConversationsRequestBuilder conversations = client.Api.Environments["1"].Conversations;

Ticket? ticket = await tickets["50"].EmptyPathSegment.GetAsync();
Expect(ticket is { Status: TicketStatus.On_hold, ChannelSource: ChannelSource.Slack }, "enums");
Expect(ticket is { Priority: StoredPriority.Critical, ChannelDetail: ChannelDetail.Slack_channel_message }, "enums that can be null");
Expect(ticket is { EmailSubject: null, Assignee.Type: AssigneeType.Role, Person.Name: "zoe@acme.example" }, "objects that can be null");

_ = await tickets["50"].EmptyPathSegment.PatchAsync(new TicketUpdate { Status = TicketStatus.Pending });
TicketPage? page = await tickets.EmptyPathSegment.GetAsync(it => it.QueryParameters.StatusAsTicketStatus = [TicketStatus.Pending]);
Expect(page?.Results is [{ Status: TicketStatus.Pending, Priority: StoredPriority.Critical }, ..], "a change that leaves the rest alone");

Conversation? told = await conversations[Guid.Parse("0197f000-0000-4000-8000-000000000002")].EmptyPathSegment.GetAsync();
List<ConversationMessage> messages = told?.Messages ?? [];
Expect(messages.OfType<AssistantMessage>().First().ToolCalls is [{ Name: "execute_sql" }], "a message of the assistant");
Expect(messages.Count == 11 && messages.All(message => message.GetType() != typeof(ConversationMessage)), "the kinds of messages");

try
{
    _ = await tickets["99999"].EmptyPathSegment.GetAsync();
    Expect(false, "404");
}
catch (Error refused)
{
    Expect(refused is { ResponseStatusCode: 404, Code: "not_found" }, "what an error says");
}

Console.WriteLine("The client of Kiota reads what the fake answers.");

static void Expect(bool isSo, string what)
{
    if (!isSo)
    {
        throw new InvalidOperationException($"The client of Kiota does not read {what}.");
    }
}
