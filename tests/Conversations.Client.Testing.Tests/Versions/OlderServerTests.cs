namespace Conversations.Client.Testing.Tests.Versions;

/// <summary>Where a server lacks a call, the error names what works there, and that does work there with the same credential.</summary>
public sealed class OlderServerTests : IDisposable
{
    private readonly FakeConversationsServer _fake = new(new FakeConversationsOptions { ServiceVersion = ServiceVersion.Legacy });
    private readonly IConversationsClient _key;
    private readonly IConversationsClient _session;

    public OlderServerTests()
    {
        _key = _fake.CreateClient();
        _session = _fake.CreateClient(FakeCaller.Session());
    }

    public void Dispose() => _fake.Dispose();

    [Fact]
    public async Task A_key_that_may_not_change_a_view_is_told_to_save_a_new_one_and_can()
    {
        TicketView view = await _key.Views.CreateAsync("Mine");

        ConversationsPermissionException error = await Assert.ThrowsAsync<ConversationsPermissionException>(
            () => _key.Views.UpdateAsync(view.ShortId, new TicketViewUpdate { Name = "Ours" }));

        Assert.False(error.RequiresSession);
        Assert.True(error.IsUnsupportedByServer);
        Assert.EndsWith(
            ". This server is an older one, which does not have the call, for a browser session neither. Save a new view with Views.CreateAsync, which gets another short id, and delete the old one with Views.DeleteAsync.",
            error.Message,
            StringComparison.Ordinal);
        TicketView replaced = await _key.Views.CreateAsync("Ours", view.Filters);
        await _key.Views.DeleteAsync(view.ShortId);
        Assert.Equal([replaced.ShortId], (await _key.Views.ListAsync().ToListAsync()).Select(static row => row.ShortId));
    }

    [Fact]
    public async Task A_key_that_may_not_change_many_tickets_is_told_to_change_each_and_can()
    {
        Ticket ticket = _fake.Tickets.Add(new TicketSeed { Status = TicketStatus.Open });

        ConversationsPermissionException error = await Assert.ThrowsAsync<ConversationsPermissionException>(
            () => _key.Tickets.SetStatusAsync([ticket.Id], TicketStatus.Resolved));

        Assert.EndsWith(
            ". Use ConversationsCredential.Session if this server is a newer one; an older one does not have the call. Change the tickets one by one with Tickets.UpdateAsync, which a key may call on every server.",
            error.Message,
            StringComparison.Ordinal);
        Ticket changed = await _key.Tickets.UpdateAsync(ticket.Id, new TicketUpdate { Status = TicketStatus.Resolved });
        Assert.Equal(TicketStatus.Resolved, changed.Status.Known);
    }

    [Fact]
    public async Task A_key_that_may_not_delete_a_conversation_is_not_sent_to_a_session_which_may_not_either()
    {
        var id = Guid.NewGuid();
        _ = await _key.Conversations.AskAsync(id, "Hi");

        ConversationsPermissionException error =
            await Assert.ThrowsAsync<ConversationsPermissionException>(() => _key.Conversations.DeleteAsync(id));

        Assert.False(error.RequiresSession);
        Assert.True(error.IsUnsupportedByServer);
        Assert.EndsWith("for a browser session neither. Leave the conversation as it is: an older server deletes none.", error.Message, StringComparison.Ordinal);
        ConversationsNotSupportedException refused =
            await Assert.ThrowsAsync<ConversationsNotSupportedException>(() => _session.Conversations.DeleteAsync(id));
        Assert.EndsWith(
            ". This server is an older one, which does not have the call. Leave the conversation as it is: an older server deletes none.",
            refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_told_the_same_ways()
    {
        Ticket ticket = _fake.Tickets.Add(new TicketSeed());
        TicketView view = await _session.Views.CreateAsync("Mine");

        ConversationsNotSupportedException ofView = await Assert.ThrowsAsync<ConversationsNotSupportedException>(
            () => _session.Views.UpdateAsync(view.ShortId, new TicketViewUpdate { Name = "Ours" }));
        ConversationsNotSupportedException ofTickets = await Assert.ThrowsAsync<ConversationsNotSupportedException>(
            () => _session.Tickets.SetStatusAsync([ticket.Id], TicketStatus.Resolved));
        ConversationsNotSupportedException ofThread =
            await Assert.ThrowsAsync<ConversationsNotSupportedException>(() => _session.Tickets.ReplyAsync(ticket.Id, "Hi"));

        Assert.EndsWith("delete the old one with Views.DeleteAsync.", ofView.Message, StringComparison.Ordinal);
        Assert.EndsWith("one by one with Tickets.UpdateAsync, which a key may call on every server.", ofTickets.Message, StringComparison.Ordinal);
        Assert.EndsWith("write a new e-mail with Tickets.ComposeAsync and a browser session.", ofThread.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_whose_ids_are_refused_for_many_tags_is_told_to_tag_each()
    {
        Ticket ticket = _fake.Tickets.Add(new TicketSeed());

        ConversationsValidationException error =
            await Assert.ThrowsAsync<ConversationsValidationException>(() => _session.Tickets.AddTagsAsync([ticket.Id], ["vip"]));

        Assert.EndsWith(
            ". This server is an older one, which takes no id that a ticket has. Set Tags ticket by ticket with Tickets.UpdateAsync, which a key may call on every server.",
            error.Message,
            StringComparison.Ordinal);
        Assert.Equal(["vip"], (await _session.Tickets.UpdateAsync(ticket.Id, new TicketUpdate { Tags = ["vip"] })).Tags);
    }

    [Fact]
    public async Task Another_refusal_of_a_key_is_not_taken_for_an_older_server()
    {
        _fake.Directory.Add(new ProjectSeed { Id = 99 });

        ConversationsPermissionException error =
            await Assert.ThrowsAsync<ConversationsPermissionException>(() => _key.With("99").Conversations.ListPageAsync());

        Assert.False(error.IsUnsupportedByServer);
        Assert.False(error.RequiresSession);
    }

    [Fact]
    public async Task A_session_helps_where_an_older_server_has_the_call_and_refuses_keys()
    {
        ConversationsPermissionException error =
            await Assert.ThrowsAsync<ConversationsPermissionException>(() => _key.Tickets.CountUnreadAsync());

        Assert.True(error.RequiresSession);
        Assert.EndsWith("Use ConversationsCredential.Session for this call: keys and tokens are refused whatever their scopes.", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await _session.Tickets.CountUnreadAsync());
    }

    [Fact]
    public async Task A_newer_server_that_dropped_a_call_is_not_called_an_older_one()
    {
        await using var newer = new FakeConversationsServer();
        Ticket ticket = newer.Tickets.Add(new TicketSeed());
        IConversationsClient client = newer.CreateClient();

        ConversationsNotSupportedException error =
            await Assert.ThrowsAsync<ConversationsNotSupportedException>(() => client.Tickets.SuggestReplyAsync(ticket.Id));

        Assert.EndsWith(
            ". This server is a newer one, which does not have the call any more. Write the reply yourself, and send it with Tickets.ReplyAsync.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_is_saved_as_a_favourite_where_there_are_favourites()
    {
        await using var newer = new FakeConversationsServer();
        IConversationsClient client = newer.CreateClient();

        Assert.True((await client.Views.CreateAsync("Mine", filters: null, isFavorited: true)).IsFavorited);
        Assert.False((await client.Views.CreateAsync("Others")).IsFavorited);
        Assert.Equal("Mine", (await _key.Views.CreateAsync("Mine", filters: null, isFavorited: true)).Name);
    }
}
