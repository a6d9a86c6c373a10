using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Thread;

/// <summary>docs/service/tickets.md 9: editing and deleting private notes.</summary>
public sealed class NoteTests
{
    private static readonly string Two = TicketCalls.Of(2);

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task Editing_a_note_replaces_its_text_and_counts_its_version(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string note = await WriteAsync(service);
        JsonElement edited = (await service.PatchAsync(note, new { message = " Final " })).Is(200).Json;
        Assert.Equal(("Final", 1, true), (edited.Text("content"), edited.Number("version"), edited.GetProperty("is_private").GetBoolean()));
        Assert.Equal(2, (await service.PatchAsync(note, new { message = "Final" })).Is(200).Json.Number("version"));
        Assert.Equal("Final", (await service.GetAsync(Two + "messages/")).Results().Single().Text("content"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task Formatting_that_is_left_out_of_an_edit_of_a_note_is_cleared(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string note = await WriteAsync(service);
        Assert.Equal("2", (await service.PatchAsync(note, new { message = "x", rich_content = 2 })).Is(200).Json.Raw("rich_content"));
        Assert.True((await service.PatchAsync(note, new { message = "x" })).Is(200).Json.IsNull("rich_content"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task Rich_content_of_a_reply_and_of_a_note_is_any_json_of_at_most_100000_characters(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string note = await WriteAsync(service);
        foreach (object most in new object[] { new string('x', 99_998), new { a = new string('x', 99_991) } })
        {
            _ = (await service.PatchAsync(note, new { message = "x", rich_content = most })).Is(200);
            _ = (await service.PostAsync(Two + "reply/", new { message = "x", rich_content = most })).Is(201);
        }

        foreach (object tooMuch in new object[] { new string('x', 99_999), new { a = new string('x', 99_992) } })
        {
            (await service.PatchAsync(note, new { message = "x", rich_content = tooMuch })).IsInvalid("invalid_input", "rich_content", "Rich content too large (max 100KB).");
            (await service.PostAsync(Two + "reply/", new { message = "x", rich_content = tooMuch })).IsInvalid("invalid_input", "rich_content", "Rich content too large (max 100KB).");
        }

        foreach (string json in new[] { "false", "0", "\"\"", "[]", "{}", "\"text\"", "[null,{\"a\":1.50}]", "null" })
        {
            string body = $$"""{"message":"x {{json.Replace("\"", "", StringComparison.Ordinal)}}","rich_content":{{json}}}""";
            Assert.Equal(json, (await service.PatchAsync(note, body)).Is(200).Json.Raw("rich_content"));
            Assert.Equal(json, (await service.PostAsync(Two + "reply/", body)).Is(201).Json.Raw("rich_content"));
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task An_edit_of_a_note_needs_a_message_that_is_not_blank(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string note = await WriteAsync(service);
        (await service.PatchAsync(note, new { rich_content = 2 })).IsInvalid("required", "message", "This field is required.");
        (await service.PatchAsync(note, new { message = " " })).IsInvalid("blank", "message", "This field may not be blank.");
        (await service.PatchAsync(note, new { message = new string('x', 5001) })).IsInvalid("max_length", "message");
        JsonElement kept = (await service.GetAsync(Two + "messages/")).Results().Single();
        Assert.Equal(("Note", 0), (kept.Text("content"), kept.Number("version")));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task Deleting_a_note_is_204_and_takes_it_out_of_the_thread_and_the_search(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string note = await WriteAsync(service);
        await service.HasAsync("search=Note", 2);
        Assert.Equal("", (await service.DeleteAsync(note)).Is(204).Text);
        Assert.Empty((await service.GetAsync(Two + "messages/")).Results());
        await service.HasAsync("search=Note");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task A_note_that_is_unknown_of_another_ticket_or_deleted_is_not_found(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string note = await WriteAsync(service);
        await RefusesAsync(service, $"{Two}notes/nonsense/", 404, "note_not_found", "Note not found.", "Note not found.");
        await RefusesAsync(service, $"{Two}notes/{Guid.NewGuid()}/", 404, "note_not_found", "Note not found.", "Note not found.");
        await RefusesAsync(service, note.Replace("/2/", "/3/", StringComparison.Ordinal), 404, "note_not_found", "Note not found.", "Note not found.");
        _ = (await service.DeleteAsync(note)).Is(204);
        await RefusesAsync(service, note, 404, "note_not_found", "Note not found.", "Note not found.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task A_message_that_is_no_private_note_cannot_be_changed(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string reply = await WriteAsync(service, isPrivate: false);
        await RefusesAsync(service, reply, 400, "not_private_note", "Only private notes can be edited.", "Only private notes can be deleted.");
        await RefusesAsync(service, reply, 400, "not_private_note", "Only private notes can be edited.", "Only private notes can be deleted.", Callers.OtherUser);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 9", Evidence.Code)]
    public async Task Only_its_author_may_change_a_note(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string note = await WriteAsync(service);
        await RefusesAsync(service, note, 403, "not_note_author", "You can only edit your own private notes.", "You can only delete your own private notes.", Callers.OtherUser);
        _ = (await service.PatchAsync(note, new { message = "Mine" }, Callers.Session)).Is(200);
    }

    private static async Task<string> WriteAsync(Service service, bool isPrivate = true)
    {
        JsonElement note = (await service.PostAsync(Two + "reply/", new { message = "Note", is_private = isPrivate })).Is(201).Json;
        return $"{Two}notes/{note.Text("id")}/";
    }

    private static async Task RefusesAsync(
        Service service, string note, int status, string type, string edit, string delete, Caller? caller = null)
    {
        (await service.PatchAsync(note, new { message = "x" }, caller)).IsDetail(status, edit, type);
        (await service.DeleteAsync(note, caller)).IsDetail(status, delete, type);
    }
}
