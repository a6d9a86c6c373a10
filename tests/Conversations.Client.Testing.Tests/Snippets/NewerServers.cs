using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conversations.Client.Testing.Tests.Snippets;

/// <summary>The code of docs/newer-servers.md, compiled and run.</summary>
public sealed class NewerServers
{
    [Fact]
    public async Task A_member_is_read_before_the_package_has_it()
    {
        await using var fake = new FakeConversationsServer();
        IConversationsClient client = fake.CreateClient();
        CancellationToken cancellationToken = default;
        fake.Faults.On(Operation.TicketsRetrieve).Respond(200, """{"ticket_number":42,"csat_score":5}""");
        List<string> shown = [];
        void Show(string text) => shown.Add(text);

        Ticket ticket = await client.Tickets.GetAsync(42, cancellationToken);
        if (ticket.AdditionalMembers.TryGetValue("csat_score", out JsonElement score) && score.TryGetInt32(out int stars))
        {
            Show($"{stars} stars");
        }

        Assert.Equal(["5 stars"], shown);
    }

    [Fact]
    public async Task An_endpoint_is_called_before_the_package_has_it()
    {
        await using var fake = new FakeConversationsServer();
        IConversationsClient client = fake.CreateClient();
        CancellationToken cancellationToken = default;
        var id = Guid.NewGuid();
        fake.Faults.Any().Nth(1).Respond(200, $$"""{"count":1,"results":[{"id":"{{id}}","name":"late refunds"}]}""");
        fake.Faults.Any().Nth(2).Respond(200, $$"""{"id":"{{id}}","name":"late refunds"}""");

        Patterns patterns = await client.RawRequestAsync(
            HttpMethod.Get, "conversations/patterns/?status=open", PatternJson.Default.Patterns, cancellationToken: cancellationToken);

        using var reason = JsonContent.Create(new Dismissal("known"), PatternJson.Default.Dismissal);
        Pattern dismissed = await client.RawRequestAsync(
            HttpMethod.Post, $"conversations/patterns/{patterns.Results[0].Id}/dismiss/", PatternJson.Default.Pattern, reason, cancellationToken);

        Assert.Equal(id, dismissed.Id);
        Assert.Equal(
            ["GET /api/projects/1/conversations/patterns/?status=open", $"POST /api/projects/1/conversations/patterns/{id}/dismiss/"],
            fake.Requests.Select(static sent => $"{sent.Method} {sent.PathAndQuery}"));
    }

    [Fact]
    public async Task Events_of_an_endpoint_are_read_as_typed_ones()
    {
        await using var fake = new FakeConversationsServer();
        IConversationsClient client = fake.CreateClient();
        fake.Turns.Next(static turn => turn.Say("Hello"));
        CancellationToken cancellationToken = default;
        List<string> shown = [];
        void Show(string text) => shown.Add(text);

        using var request = new HttpRequestMessage(HttpMethod.Post, "conversations/")
        {
            Content = JsonContent.Create(new Question("Hi", Guid.NewGuid(), Guid.NewGuid()), PatternJson.Default.Question),
        };
        using HttpResponseMessage response = await client.RawRequestAsync(request, cancellationToken);
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (ConversationStreamEvent next in ConversationEvents.ReadAsync(body, cancellationToken))
        {
            Show(next.ToString());
        }

        Assert.Contains(shown, static line => line.StartsWith("ConversationEvent", StringComparison.Ordinal));
        Assert.Contains(shown, static line => line.StartsWith("MessageEvent", StringComparison.Ordinal));
    }
}

internal sealed record Patterns(int Count, IReadOnlyList<Pattern> Results);

internal sealed record Pattern(Guid Id, string Name);

internal sealed record Dismissal(string Reason);

internal sealed record Question(string Content, Guid Conversation, Guid TraceId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Patterns))]
[JsonSerializable(typeof(Dismissal))]
[JsonSerializable(typeof(Question))]
internal sealed partial class PatternJson : JsonSerializerContext;
