using System.Reflection;
using System.Text.Json;

namespace Conversations.Client.Tests.Tickets;

/// <summary>An update sends the members that were set and nothing else.</summary>
public sealed class TicketUpdateTests
{
    private static readonly DateTimeOffset Instant = new(2026, 6, 3, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<TicketUpdate, string> Mentions => new()
    {
        { new TicketUpdate { Status = TicketStatus.Open }, """{"status":"open"}""" },
        { new TicketUpdate { Priority = TicketPriority.Low }, """{"priority":"low"}""" },
        { new TicketUpdate { Priority = null }, """{"priority":null}""" },
        { new TicketUpdate { Assignee = Assignee.Role(Guid.Parse(Examples.RoleId)) }, """{"assignee":{"type":"role","id":"5f0c2b1e-9d40-4a86-8f0e-1c2d3e4f5a6b"}}""" },
        { new TicketUpdate { Assignee = new() { Type = AssigneeType.User, UserId = 7, UserEmail = "a@b.example" } }, """{"assignee":{"type":"user","id":7}}""" },
        { new TicketUpdate { Assignee = null }, """{"assignee":null}""" },
        { new TicketUpdate { AnonymousTraits = JsonElement.Parse("""{"a":[1]}""") }, """{"anonymous_traits":{"a":[1]}}""" },
        { new TicketUpdate { AIResolved = true }, """{"ai_resolved":true}""" },
        { new TicketUpdate { EscalationReason = "r" }, """{"escalation_reason":"r"}""" },
        { new TicketUpdate { EscalationReason = null }, """{"escalation_reason":null}""" },
        { new TicketUpdate { SlaDueAt = Instant }, """{"sla_due_at":"2026-06-03T12:00:00+00:00"}""" },
        { new TicketUpdate { SlaDueAt = null }, """{"sla_due_at":null}""" },
        { new TicketUpdate { SnoozedUntil = Instant }, """{"snoozed_until":"2026-06-03T12:00:00+00:00"}""" },
        { new TicketUpdate { SnoozedUntil = null }, """{"snoozed_until":null}""" },
        { new TicketUpdate { Tags = ["a", "b"] }, """{"tags":["a","b"]}""" },
        { new TicketUpdate { Tags = [] }, """{"tags":[]}""" },
        { new TicketUpdate { Priority = null } with { Tags = ["a"] }, """{"priority":null,"tags":["a"]}""" },
        { new TicketUpdate { Priority = TicketPriority.Low } with { Priority = null }, """{"priority":null}""" },
        { new TicketUpdate { Tags = [string.Concat(Enumerable.Repeat("🎉", 255))] }, $$"""{"tags":["{{string.Concat(Enumerable.Repeat("\\uD83C\\uDF89", 255))}}"]}""" },
    };

    [Theory, MemberData(nameof(Mentions))]
    public async Task Only_what_is_mentioned_is_sent(TicketUpdate update, string body)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Examples.Ticket));
        using ConversationsClient client = stub.CreateClient();
        _ = await client.Tickets.UpdateAsync(1, update);
        Assert.Equal(body, stub.Request.Text);
        // The update that is read back has the same members set.
        Assert.Equal(
            body,
            JsonSerializer.Serialize(
                JsonSerializer.Deserialize<TicketUpdate>(body),
                new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    public static TheoryData<TicketUpdate> Mistakes => new()
    {
        new TicketUpdate(),
        new TicketUpdate { Status = null },
        new TicketUpdate { Status = default(OpenEnum<TicketStatus>) },
        new TicketUpdate { AnonymousTraits = null },
        new TicketUpdate { AnonymousTraits = default(JsonElement) },
        new TicketUpdate { AnonymousTraits = JsonElement.Parse("null") },
        new TicketUpdate { AIResolved = null },
        new TicketUpdate { Tags = null },
        new TicketUpdate { Tags = [""] },
        new TicketUpdate { Tags = [" "] },
        new TicketUpdate { Tags = [null!] },
        new TicketUpdate { Tags = [new string('x', 256)] },
        new TicketUpdate { Assignee = new() },
        new TicketUpdate { Assignee = new() { Type = AssigneeType.User } },
        new TicketUpdate { Assignee = new() { UserId = 7 } },
        new TicketUpdate { Assignee = new() { Type = AssigneeType.User, UserId = 7, RoleId = Guid.NewGuid() } },
        new TicketUpdate { Status = TicketStatus.Open } with { Tags = null },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task What_the_service_would_refuse_is_refused_before_sending(TicketUpdate update)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        _ = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await client.Tickets.UpdateAsync(1, update));
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public void Each_member_says_that_it_was_mentioned()
    {
        foreach (PropertyInfo? member in typeof(TicketUpdate).GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(static member => member.CanWrite))
        {
            var update = new TicketUpdate();
            member.SetValue(update, null);
            Assert.NotEqual(new(), update);
            Assert.Contains("Mentions = " + member.Name, update.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Null_arguments_are_named()
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        Assert.Equal("update", (await Assert.ThrowsAsync<ArgumentNullException>(() => client.Tickets.UpdateAsync(1, null!))).ParamName);
#pragma warning disable CONV0001 // What is refused before it is sent is the point.
        Assert.Equal("ticket", (await Assert.ThrowsAsync<ArgumentNullException>(() => client.Tickets.CreateAsync(null!))).ParamName);
#pragma warning restore CONV0001
        Assert.Equal("update", (await Assert.ThrowsAsync<ArgumentNullException>(() => client.Views.UpdateAsync("a", null!))).ParamName);
        Assert.Equal(
            "content", (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Conversations.AskAsync(Guid.NewGuid(), null!))).ParamName);
        _ = Assert.Throws<ArgumentNullException>(static () => new ConversationStream(null!));
        _ = Assert.Throws<ArgumentNullException>(static () => ConversationThread.From(null!));
        _ = Assert.Throws<ArgumentNullException>(static () => AsyncPageable<Ticket>.FromPages(null!));
    }

    [Fact]
    public async Task A_new_ticket_with_what_the_service_refuses_is_refused()
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        foreach (TicketCreate ticket in new TicketCreate[] { new() { Tags = [""] }, new() { Tags = [new string('x', 256)] },
            new() { AnonymousTraits = JsonElement.Parse("null") } })
        {
#pragma warning disable CONV0001 // What is refused before it is sent is the point.
            _ = await Assert.ThrowsAsync<ArgumentException>(() => client.Tickets.CreateAsync(ticket));
#pragma warning restore CONV0001
        }

        Assert.Empty(stub.Requests);
    }
}
