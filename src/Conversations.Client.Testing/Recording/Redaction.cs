using System.Text.RegularExpressions;

namespace Conversations.Client.Testing.Recording;

/// <summary>
/// Removes secrets from what is recorded: headers, and in the query or the body keys (docs/service/conversations.md 1.3) and what opens the
/// tickets of a customer (docs/service/neighbours.md 1.2).
/// </summary>
internal static partial class Redaction
{
    private const string Hidden = "***";
    private const string Names = "personal_api_key|widget_session_id|identity_hash|identity_hash_email";

    public static IReadOnlyDictionary<string, string> Headers(IReadOnlyDictionary<string, string> headers) =>
        headers.ToDictionary(
            header => header.Key,
            header => IsSecret(header.Key) ? Hidden : header.Value,
            StringComparer.OrdinalIgnoreCase);

    public static string Query(string pathAndQuery) => KeyInQuery().Replace(pathAndQuery, "${name}" + Hidden);

    public static string Body(string body) => KeyInBody().Replace(body, "${name}\"" + Hidden + "\"");

    private static bool IsSecret(string header) =>
        header.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
        || header.Equals("X-CSRFToken", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("(?<name>[?&](" + Names + ")=)[^&]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyInQuery();

    [GeneratedRegex("(?<name>\"(" + Names + ")\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyInBody();
}
