using System.Text.Json;

namespace Conversations.Client.Tests.Architecture;

/// <summary>The sentence about the operation in the documentation of a group's method, word for word from the contract.</summary>
internal static class FactSentence
{
    public static string Of(SpecOperation operation) =>
        string.Join(' ', Sentences(operation.Json, operation.Name).Where(static sentence => sentence.Length > 0));

    private static IEnumerable<string> Sentences(JsonElement json, string name)
    {
        yield return Caller(json);
        yield return $"Repeatable: {(json.GetProperty("x-repeatable").GetBoolean() ? "yes" : "no")}. {json.GetProperty("x-repeatable-reason").GetString()}";
        yield return json.GetProperty("x-servers").GetString() switch
        {
            "current" => "Servers: newer ones only.",
            "legacy" => "Servers: older ones only.",
            _ => "",
        };
        yield return json.TryGetProperty("x-instead", out JsonElement instead) ? $"{Where(json)}: {instead.GetString()}" : "";
        yield return Limit(json) is { } limit ? $"Rate limit: {limit}." : "";
        yield return $"Source: openapi.json, {name}.";
    }

    /// <summary>The limits of the operation's classes; null for one that browser sessions alone may call and that counts keys.</summary>
    private static string? Limit(JsonElement json)
    {
        string own = json.GetProperty("x-limit-class").GetString()!;
        return json.GetProperty("x-session-only").GetBoolean() && SpecLimitClass.Of(own).IsPerKey ? null
            : json.TryGetProperty("x-limit-class-research", out JsonElement research)
                ? $"{SpecLimitClass.Of(own).Text}; {SpecLimitClass.Of(research.GetString()!).Text}"
            : SpecLimitClass.Of(own).Text;
    }

    private static string Where(JsonElement json) => (json.GetProperty("x-servers").GetString(), json.GetProperty("x-session-only").GetBoolean()) switch
    {
        ("current", true) => "Without a session, or on an older server",
        ("current", _) => "On an older server",
        _ => "On a newer server",
    };

    private static string Caller(JsonElement json)
    {
        string? scope = json.GetProperty("x-scope").GetString();
        bool hasOlder = json.TryGetProperty("x-scope-legacy", out JsonElement older) && json.GetProperty("x-servers").GetString() == "all";
        return (scope, hasOlder ? older.GetString() : scope) switch
        {
            (null, null) => "Caller: a browser session; no scope helps a key or token.",
            (null, var before) => $"Caller: a browser session; on older servers also a key or token with the scope {before}.",
            (var now, null) => $"Caller: a key or token with the scope {now}, or a browser session; on older servers a browser session only.",
            var (now, before) when now == before => $"Caller: a key or token with the scope {now}, or a browser session.",
            var (now, before) => $"Caller: a key or token with the scope {now} (on older servers {before}), or a browser session.",
        };
    }
}
