using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Query;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;
using Conversations.Client.Testing.Wire.Messages;

namespace Conversations.Client.Testing.Operations.Conversations;

/// <summary>
/// Operations on the rows of conversations (docs/service/conversations.md 3.1, 3.4, 3.5, 3.7). <see cref="SendOperation"/> sends messages,
/// <see cref="CancelOperation"/> stops turns.
/// </summary>
internal static class ConversationOperations
{
    private const int MaxAppendedCharacters = 10_000;

    public static FakeResponse List(Call call)
    {
        IEnumerable<ConversationRow> rows = call.State.Conversations.All
            .Where(row => row.IsVisible && row.Project == call.Project.Id && row.User == call.Caller.User.Id)
            .OrderByDescending(row => row.UpdatedAt)
            .ThenByDescending(row => row.Id);
        return Pages.Answer(
            call, [.. rows], mostRows: null, (writer, row) =>
                ConversationJson.WriteMinimal(writer, row, UserOf(call, row), call.IsCurrent));
    }

    /// <summary>Also returns a conversation of another user. No other route does.</summary>
    public static FakeResponse Retrieve(Call call)
    {
        ConversationRow? row = call.State.Conversations.Find(call.Value("conversation"));
        return row is { IsVisible: true } && row.Project == call.Project.Id
            ? FakeResponse.Json(200, (call, row), static (writer, answer) =>
                ConversationJson.WriteFull(writer, answer.row, UserOf(answer.call, answer.row), answer.call.IsCurrent))
            : throw Refusal.NotFound();
    }

    /// <summary>
    /// Appends a message without running the model, whatever the status. An open stream does not show the message, and it does not count as
    /// an update (docs/service/conversations.md 3.5).
    /// </summary>
    public static FakeResponse Append(Call call)
    {
        ConversationRow row = FindOwn(call);
        string content = FieldRules.Text(FieldRules.Member(call.ReadObject(), "content"), "content", MaxAppendedCharacters);
        if (call.State.Options.AppendFails)
        {
            throw Refusal.Error(422, "Failed to append message");
        }

        Guid id = call.State.Ids.Next();
        row.Messages.Add(TurnMessages.Appended(content, id.ToString()));
        return FakeResponse.Json(201, id, static (writer, message) =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", message);
            writer.WriteEndObject();
        });
    }

    /// <summary>
    /// Hides the conversation, and its id can never be used again. A running turn continues (docs/service/conversations.md 3.7).
    /// </summary>
    public static FakeResponse Delete(Call call)
    {
        FindOwn(call).Deleted = true;
        return FakeResponse.Empty(204);
    }

    /// <summary>Finds the conversation in the path. It has to belong to this caller and project, but needs no title.</summary>
    public static ConversationRow FindOwn(Call call) =>
        call.State.Conversations.Find(call.Value("conversation")) is { Deleted: false } row
            && row.User == call.Caller.User.Id
            && row.Project == call.Project.Id
            ? row
            : throw Refusal.NotFound();

    private static UserRow UserOf(Call call, ConversationRow row) => call.State.Directory.Users[row.User];
}
