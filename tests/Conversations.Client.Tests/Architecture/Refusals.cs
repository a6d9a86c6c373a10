using System.Text.Json;

namespace Conversations.Client.Tests.Architecture;

/// <summary>
/// The exceptions with a reason of their own that the contract has for an operation, on any server and with any credential.
/// </summary>
internal static class Refusals
{
    public static IEnumerable<Type> Of(string facade, SpecOperation operation)
    {
        string[] responses =
        [
            .. operation.Json.GetProperty("responses").EnumerateObject().Select(static response =>
                response.Value.TryGetProperty("$ref", out JsonElement reference) ? reference.GetString()!.Split('/')[^1] : ""),
        ];
        bool refusesKeys = operation.IsSessionOnly
            || (operation.Json.TryGetProperty("x-scope-legacy", out JsonElement older) && older.ValueKind == JsonValueKind.Null);
        (bool, Type)[] all =
        [
            (refusesKeys, typeof(ConversationsPermissionException)),
            (responses.Contains("PaymentRequired"), typeof(ConversationsQuotaException)),
            // Joining a turn sends no text, and only a text conflicts with a running turn.
            (facade != "Conversations.ReconnectAsync" && responses.Any(static name => name.EndsWith("Conflict", StringComparison.Ordinal)),
                typeof(ConversationsConflictException)),
            (responses.Any(static name => name.EndsWith("NotFound", StringComparison.Ordinal) && name != "ProjectNotFound"), typeof(ConversationsNotFoundException)),
            (operation.Json.GetProperty("x-servers").GetString() != "all" && facade is not ("Tickets.AddTagsAsync" or "Tickets.RemoveTagsAsync" or "Tickets.SetTagsAsync"), typeof(ConversationsNotSupportedException)),
        ];
        return all.Where(static entry => entry.Item1).Select(static entry => entry.Item2);
    }
}
