using Conversations.Client.Tests.Architecture;

namespace Conversations.Client.Tests.Errors;

/// <summary>The message of a refusal gives one next step, which fits what the service said and does not repeat it.</summary>
public sealed class AdviceTests
{
    private static readonly Guid Id = Guid.NewGuid();

    public static TheoryData<string, string, string> Conflicts => new()
    {
        { """{"detail":"This message is already being sent. Check the thread before sending it again.","error_type":"reply_in_progress"}""", "reply", "The first one is still on its way: read the thread with Tickets.ListMessagesAsync after half a minute, and send only what is not there." },
        { """{"detail":"This ticket is already being created. Check the inbox before composing it again.","error_type":"compose_in_progress"}""", "compose", "The first one is still on its way: read the list with Tickets.ListAsync after half a minute, and write only what is not there." },
        { """{"type":"server_error","code":"conflict","detail":"Cannot resume streaming with a new message","attr":null}""", "send", "A turn is running: follow it to its end with Conversations.ReconnectAsync and send then, or leave the message with Queue.AddAsync." },
        { """{"error":"queue_full","detail":"Only two messages can be queued at a time."}""", "queue", "Wait until a turn has taken one of them up, or take one back with Queue.RemoveAsync." },
        { """{"error":"not_running","detail":"The conversation is not running. Send the message directly."}""", "queue", "Use Conversations.StreamAsync or AskAsync." },
        { """{"error":"of_tomorrow","detail":"It does not fit."}""", "queue", "Read the current state before you decide whether to send it again." },
    };

    [Theory]
    [MemberData(nameof(Conflicts))]
    public async Task A_conflict_is_followed_by_the_one_next_step_that_fits_it(string body, string call, string advice)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(body, 409));
        using ConversationsClient client = stub.CreateClient();

        ConversationsConflictException error = await Assert.ThrowsAsync<ConversationsConflictException>(() => call switch
        {
            "reply" => client.Tickets.ReplyAsync(1, "Hi"),
            "compose" => client.Tickets.ComposeAsync(new() { RecipientEmail = "a@b.example", EmailConfigId = Id, Message = "Hi" }),
            "send" => client.Conversations.AskAsync(Id, "Hi"),
            _ => client.Queue.AddAsync(Id, "Hi"),
        });

        Assert.EndsWith($". {advice}", error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// An older server does not have the path. Its response differs from the one for an unknown id only in the text
    /// (docs/service/conversations.md 1.5).
    /// </summary>
    [Theory]
    [InlineData("Endpoint not found.", typeof(ConversationsNotSupportedException), "This server is an older one, which does not have the call. Answer in PostHog itself, or write a new e-mail with Tickets.ComposeAsync and a browser session.")]
    [InlineData("Not found.", typeof(ConversationsNotFoundException), "Check the id and the project.")]
    public async Task A_path_that_the_server_does_not_know_is_told_from_an_id_that_it_does_not_know(string detail, Type type, string advice)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json($$"""{"type":"invalid_request","code":"not_found","detail":"{{detail}}","attr":null}""", 404));
        using ConversationsClient client = stub.CreateClient();

        ConversationsApiException error = Assert.IsAssignableFrom<ConversationsApiException>(
            await Record.ExceptionAsync(() => client.Tickets.ReplyAsync(1, "Hi")));

        Assert.IsType(type, error);
        Assert.Equal(404, (int)error.StatusCode);
        Assert.EndsWith($". {advice}", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, int, string, string> OneObject => new()
    {
        { """{"error":"Cannot access other users' conversations"}""", 403, "Queue.ListAsync", "Only the user who began a conversation can use its queue: use that user's session, or begin a conversation of your own." },
        { """{"detail":"You can only edit your own private notes.","error_type":"not_note_author"}""", 403, "Tickets.UpdateNoteAsync", "Only its author can change a note: use the author's credential, or write a note of your own." },
        { """{"detail":"AI data processing is not approved for this organization"}""", 403, "Tickets.SuggestReplyAsync", "Ask an organization admin to approve AI data processing." },
        { """{"type":"authentication_error","code":"permission_denied","detail":"You do not have editor access to this resource.","attr":null}""", 403, "Tickets.UpdateAsync", "Use a credential that has access to this project, and to what the call names." },
        { """{"detail":"Full email not found.","error_type":"full_email_not_found"}""", 404, "Tickets.GetFullEmailAsync", "Ask only for messages whose HasFullEmailContent is true." },
        { """{"detail":"Note not found.","error_type":"note_not_found"}""", 404, "Tickets.DeleteNoteAsync", "Read the notes with Tickets.ListMessagesAsync: it may have been deleted, or belong to another ticket." },
        { """{"detail":"Queue message not found."}""", 404, "Queue.RemoveAsync", "It waits no more, because its turn has begun or it was removed: read the queue with Queue.ListAsync." },
    };

    [Theory]
    [MemberData(nameof(OneObject))]
    public async Task A_refusal_of_one_object_is_followed_by_what_helps_with_that_object(string body, int status, string facade, string advice)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(body, status));
        using ConversationsClient client = stub.CreateClient();

        ConversationsApiException error = await Assert.ThrowsAnyAsync<ConversationsApiException>(() => FacadeCalls.All[facade](client));

        Assert.EndsWith($". {advice}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":"Conversation does not exist"}""", 404)]
    [InlineData("""{"error":"Conversation does not exist"}""", 409)]
    [InlineData("""{"error":"Conversation does not exist.","detail":"Conversation does not exist."}""", 404)]
    public async Task What_the_service_said_stands_once(string body, int status)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(body, status));
        using ConversationsClient client = stub.CreateClient();

        ConversationsApiException error = await Assert.ThrowsAnyAsync<ConversationsApiException>(() => client.Queue.ListAsync(Id));

        Assert.Equal(2, error.Message.Split("Conversation does not exist").Length);
        Assert.Contains($" was answered with {status}: Conversation does not exist. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_beside_another_text_still_stands_before_it()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("""{"error":"queue_full","detail":"Only two messages can be queued at a time."}""", 409));
        using ConversationsClient client = stub.CreateClient();

        ConversationsConflictException error =
            await Assert.ThrowsAsync<ConversationsConflictException>(() => client.Queue.AddAsync(Id, "Hi"));

        Assert.Contains("409 (queue_full): Only two messages", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_that_was_broken_off_says_nothing_of_what_took_effect(bool isInBody)
    {
        foreach (string? facade in Spec.Operations.Where(static operation => operation.Method == "GET")
            .SelectMany(static operation => operation.Facade))
        {
            await using var stub = StubServer.InMemory(isInBody ? StubAnswer.Of(200).With("Content-Type", "application/json").Write("{").Cut() : StubAnswer.Reset());
            using ConversationsClient client = stub.CreateClient();

            ConversationsConnectionException error =
                await Assert.ThrowsAsync<ConversationsConnectionException>(() => FacadeCalls.All[facade](client));

            Assert.All(["effect", "again", "change"], word => Assert.DoesNotContain(word, error.Message, StringComparison.Ordinal));
        }
    }
}
