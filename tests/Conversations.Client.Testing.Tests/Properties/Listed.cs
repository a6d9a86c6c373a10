using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>What answers otherwise than the schemas of the contract let one expect, each with the place where it is written.</summary>
internal static partial class Listed
{
    /// <summary>Why an answer is a server error.</summary>
    public static IReadOnlyList<Rule> Failures { get; } =
    [
        new("a body of create that is no object", "docs/service/conversations.md 1.5", static seen =>
            seen.Asks("conversations.create") && seen.Body.Json is { ValueKind: not JsonValueKind.Object }),
        new("a malformed UUID on the queue routes", "docs/service/conversations.md 5.5", static seen =>
            seen.Operation?.Name.StartsWith("queue.", StringComparison.Ordinal) == true
            && !Guid.TryParse(Uri.UnescapeDataString(seen.Path.Split('/')[5]), out _)),
        new("a ticket that is created on the legacy service", "docs/service/tickets.md 7", static seen => seen.Asks("tickets.create") && !seen.IsCurrent),
        new("a tag that is a number, or too long", "docs/service/tickets.md 6.2", static seen =>
            seen.Operation?.Name is "tickets.create" or "tickets.update" or "tickets.replace" && Breaks(seen, "/tags")),
        new("a body that is sent as a form: not imitated", "docs/fake-differences.md", static seen =>
            seen.Status == 501 && seen.Request.ContentType?.Contains("form", StringComparison.Ordinal) == true),
    ];

    /// <summary>Why the fake refuses what the schemas take.</summary>
    public static IReadOnlyList<Rule> Refusals { get; } =
    [
        new("nothing to continue", "docs/service/conversations.md 3.2", static seen =>
            seen.Error("detail") is "Cannot continue streaming from an idle conversation" || seen.Error("error") is "Cannot stream from non-existent conversation"),
        new("the id of somebody else", "docs/service/conversations.md 3.2", static seen => seen.Error("error") is "Cannot access other users' conversations"),
        new("the sandbox runtime", "docs/service/conversations.md 3.2", static seen => seen.Error("detail") is "Sandbox conversations must be opened via the open endpoint."),
        new("ui_context has a strict outline", "docs/service/conversations.md 3.3", static seen => seen.Error("detail") is "Invalid message content."),
        new("a tool of the caller is not null", "docs/service/conversations.md 3.2", static seen =>
            seen.Error("code") == "null" && Attribute(seen).StartsWith("contextual_tools__", StringComparison.Ordinal)),
        new("no NUL in a text", "docs/service/conversations.md 3.2", static seen => seen.Error("code") is "null_characters_not_allowed"),
        new("traits may be anything but null", "docs/service/tickets.md 6.2", static seen => seen.Error("code") == "null" && Attribute(seen) == "anonymous_traits"),
        new("what Unicode calls a space is one, where the validator's patterns know those of ASCII; a saved filter has no blank texts", "docs/service/tickets.md 3.1", static seen =>
            seen.Error("code") == "blank"
            && (Attribute(seen).StartsWith("filters__", StringComparison.Ordinal)
                || seen.Request.Body?.Contains("\\u20", StringComparison.Ordinal) == true
                || seen.Request.Body?.Contains("\\u00A0", StringComparison.Ordinal) == true)),
        new("who is assigned has to be there", "docs/service/tickets.md 6.2", static seen => Attribute(seen) == "assignee"),
        new("what compose needs besides its body", "docs/service/tickets.md 8.4", static seen =>
            seen.Asks("tickets.compose") && seen.Error("code") is null && seen.Error("detail") is not null),
        new("formatting has a limit as text", "docs/service/tickets.md 8.4", static seen => Attribute(seen) == "rich_content"),
        new("tags to add and to remove, and how many changes at once", "docs/service/tickets.md 8.3", static seen => seen.Asks("tickets.bulk_update_tags") && Attribute(seen) == "tags"),
        new("only notes are edited", "docs/service/tickets.md 9", static seen => seen.Error("error_type") is "not_private_note"),
        new("nothing to suggest a reply to", "docs/service/tickets.md 9.2", static seen => seen.Error("detail") is "No messages in this ticket"),
        new("an unknown view", "docs/service/tickets.md 5", static seen => Attribute(seen) == "view"),
        new("filters have a limit as text, and a role's id is a UUID", "docs/service/tickets.md 3.1", static seen => Attribute(seen) is "filters" or "filters__assignee"),
        new("the legacy service has fewer modes and priorities, and bulk tags with numbers", "docs/service/tickets.md 8.3", static seen =>
            !seen.IsCurrent && (Attribute(seen) is "agent_mode" or "priority" || Attribute(seen).StartsWith("ids__", StringComparison.Ordinal))),
    ];

    /// <summary>Why the fake takes what the schemas forbid.</summary>
    public static IReadOnlyList<MemberRule> Leniences { get; } =
    [
        new("numbers become texts", "docs/service/tickets.md 1.4", static (_, place) => place.Value.ValueKind == JsonValueKind.Number && place.Mistake.Contains("should be \"string", StringComparison.Ordinal)),
        new("texts and numbers become booleans", "docs/service/tickets.md 6.2", static (_, place) =>
            place.Mistake.Contains("\"boolean\"", StringComparison.Ordinal) && (place.Text is "true" or "false" || place.Value.GetRawText() is "0" or "1")),
        new("outer whitespace does not count", "docs/service/conversations.md 3.2", static (_, place) => place.Text is { } text && FitsTrimmed(text, place.Mistake)),
        new("a billing context that does not fit is dropped", "docs/service/conversations.md 3.2", static (_, place) => place.IsIn("billing_context")),
        new("times without an offset, and days", "docs/service/tickets.md 1.5", static (seen, place) =>
            (place.IsIn("sla_due_at") || place.IsIn("snoozed_until")) && DateTime.TryParse(place.Text, CultureInfo.InvariantCulture, out DateTime _)),
        new("the legacy service checks no filters, and knows no favourites and no tags of compose", "docs/service/tickets.md 3.1", static (seen, place) =>
            !seen.IsCurrent && (place.IsIn("filters") || place.IsIn("is_favorited") || (seen.Asks("tickets.compose") && place.IsIn("tags")))),
        new("the legacy service drops blank tags", "docs/service/tickets.md 6.2", static (seen, place) => !seen.IsCurrent && place.IsIn("tags") && string.IsNullOrWhiteSpace(place.Text)),
    ];

    /// <summary>Why the fake sends what the schemas forbid.</summary>
    public static IReadOnlyList<MemberRule> Contents { get; } =
    [
        new("filters come back as they were saved, also before they were checked", "docs/service/tickets.md 3.1", static (seen, place) =>
            seen.Operation!.Name.StartsWith("views.", StringComparison.Ordinal) && place.Pointer.Contains("/filters", StringComparison.Ordinal)),
    ];

    /// <summary>Why a refused request has changed something.</summary>
    public static IReadOnlyList<Rule> Traces { get; } =
    [
        new("the row of a send that is refused for the sandbox", "docs/service/conversations.md 3.2", static seen => seen.Asks("conversations.create")),
        new("the other fields of an update are saved before the assignee is refused, on the legacy service", "docs/service/tickets.md 6.2", static seen =>
            !seen.IsCurrent && seen.Operation?.Name is "tickets.update" or "tickets.replace" && Attribute(seen) == "assignee"),
    ];

    private static string Attribute(Exchange exchange) => exchange.Error("attr") ?? "";

    private static bool Breaks(Exchange exchange, string pointer) =>
        exchange.Body.Mistakes.Any(mistake => mistake.StartsWith("$" + pointer, StringComparison.Ordinal));

    private static bool FitsTrimmed(string text, string mistake) =>
        LimitIn().Match(mistake) is { Success: true } limit
        && text.Trim().Length <= int.Parse(limit.Groups["most"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("at most (?<most>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LimitIn();
}
