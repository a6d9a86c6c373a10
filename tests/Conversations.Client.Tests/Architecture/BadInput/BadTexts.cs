using System.Text.Json;
using static Conversations.Client.Tests.Architecture.BadInput.BadCall;

namespace Conversations.Client.Tests.Architecture.BadInput;

/// <summary>The mistakes that apply to several methods.</summary>
internal static class BadTexts
{
    /// <summary>A required text, in all the ways in which it cannot be sent.</summary>
    internal static IEnumerable<BadCall> Required(
        string facade, string parameter, int limit, Func<IConversationsClient, string, Task> call) =>
    [
        new(facade, parameter, "is null", client => call(client, null!)),
        new(facade, parameter, "is empty", client => call(client, "")),
        new(facade, parameter, "is only spaces", client => call(client, " \r\n\t\u00a0")),
        new(facade, parameter, "is too long", client => call(client, Long(limit + 1))),
        new(facade, parameter, "holds a NUL", client => call(client, "a\0b")),
        new(facade, parameter, "holds half of a surrogate pair", client => call(client, HalfAPair)),
    ];

    /// <summary>The same mistakes for an optional text.</summary>
    internal static IEnumerable<BadCall> Optional(
        string facade, string parameter, int limit, Func<IConversationsClient, string, Task> call) =>
        Required(facade, parameter, limit, call).Where(static bad => bad.What != "is null");

    /// <summary>The same mistakes for a member of an object.</summary>
    internal static IEnumerable<BadCall> Member(
        string facade, string parameter, string member, int limit, bool isRequired, Func<IConversationsClient, string, Task> call) =>
        (isRequired ? Required(facade, parameter, limit, call) : Optional(facade, parameter, limit, call))
            .Select(bad => bad with { What = $"has a {member} that {bad.What}", Says = bad.What == "is null" ? "" : member });

    /// <summary>Tags, each of 1 to 255 characters.</summary>
    internal static IEnumerable<BadCall> Tags(string facade, string parameter, Func<IConversationsClient, string[], Task> call) =>
        Required(facade, parameter, 255, (client, tag) => call(client, ["a", tag]))
            .Select(static bad => bad with { What = "has a tag that " + bad.What, Says = bad.What.EndsWith("null", StringComparison.Ordinal) ? "" : "tag" });

    internal static IEnumerable<BadCall> EmptyId(string facade, string parameter, Func<IConversationsClient, Guid, Task> call) =>
        [new(facade, parameter, "is empty", client => call(client, Guid.Empty))];

    /// <summary>A ticket id that identifies no ticket.</summary>
    internal static IEnumerable<BadCall> NoTicket(string facade, Func<IConversationsClient, TicketId, Task> call) =>
    [
        new(facade, "id", "is the default", client => call(client, default)),
        new(facade, "id", "is an empty UUID", client => call(client, Guid.Empty)),
        // Refused as soon as the number is converted to an id.
        new(facade, "number", "is 0", client => call(client, 0)) { About = "id" },
        new(facade, "number", "is negative", client => call(client, -42)) { About = "id" },
    ];

    /// <summary>Texts that cannot be a segment of a path.</summary>
    internal static IEnumerable<BadCall> NoSegment(string facade, string parameter, Func<IConversationsClient, string, Task> call) =>
        new[] { (null, "is null"), ("", "is empty"), (".", "is a dot"), ("..", "is two dots"), ("a/b", "holds a slash"), ("a\\b", "holds a backslash"), (HalfAPair, "holds half of a surrogate pair") }
            .Select(bad => new BadCall(facade, parameter, bad.Item2, client => call(client, bad.Item1!)));

    internal static IEnumerable<BadCall> Page(string facade, Func<IConversationsClient, int?, int?, Task> call) =>
    [
        new(facade, "limit", "is 0", client => call(client, 0, null)),
        new(facade, "limit", "is negative", client => call(client, -1, null)),
        new(facade, "offset", "is negative", client => call(client, null, -1)),
    ];

    /// <summary>The caller's own JSON with half of a surrogate pair in a text or a name, which the service's database refuses.</summary>
    internal static IEnumerable<BadCall> Json(
        string facade, string member, string? about, Func<IConversationsClient, JsonElement, Task> call) =>
        new[] { ("""{"a":["\ud83d"]}""", "a text"), ("""{"a":{"\ud83d":1}}""", "a name") }
            .Select(bad => new BadCall(facade, member, $"has half of a surrogate pair in {bad.Item2} of its JSON", client => call(client, JsonElement.Parse(bad.Item1))) { About = about });
}
