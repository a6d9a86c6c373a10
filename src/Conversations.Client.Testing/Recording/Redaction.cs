using System.Text.RegularExpressions;

namespace Conversations.Client.Testing.Recording;

/// <summary>
/// Removes secrets from what is recorded: headers, and keys in the query or the body (docs/service/conversations.md 1.3).
/// </summary>
internal static partial class Redaction
{
    private const string Hidden = "***";

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

    [GeneratedRegex("(?<name>[?&]personal_api_key=)[^&]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyInQuery();

    [GeneratedRegex("(?<name>\"personal_api_key\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyInBody();
}
