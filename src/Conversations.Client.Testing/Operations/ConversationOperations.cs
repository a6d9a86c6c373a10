using Conversations.Client.Testing.Operations.Query;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Transports;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations;

/// <summary>Conversations as rows (conversations.md 3.1, 3.4). Sending is <see cref="SendOperation"/>.</summary>
internal static class ConversationOperations
{
    public static FakeResponse List(Call call)
    {
        IEnumerable<ConversationRow> rows = call.State.Conversations.All
            .Where(row => row.IsVisible && row.Project == call.Project.Id && row.User == call.Caller.User.Id)
            .OrderByDescending(row => row.UpdatedAt)
            .ThenByDescending(row => row.Id);
        return Pages.Answer(
            call, [.. rows], mostRows: null, (writer, row) => ConversationJson.WriteMinimal(writer, row, UserOf(call, row), call.IsNewest));
    }

    /// <summary>Another user's conversation can be read; on no other route is that so.</summary>
    public static FakeResponse Retrieve(Call call)
    {
        ConversationRow? row = Guid.TryParse(call.Value("conversation"), out Guid id) ? call.State.Conversations.Find(id) : null;
        return row is { IsVisible: true } && row.Project == call.Project.Id
            ? FakeResponse.Json(200, (call, row), static (writer, answer) =>
                ConversationJson.WriteFull(writer, answer.row, UserOf(answer.call, answer.row), answer.call.IsNewest))
            : throw Refusal.NotFound();
    }

    private static UserRow UserOf(Call call, ConversationRow row) => call.State.Directory.Users[row.User];
}
