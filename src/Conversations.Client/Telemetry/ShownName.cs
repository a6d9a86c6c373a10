using System.Buffers;

namespace Conversations.Client.Telemetry;

/// <summary>Names that the service sent, for the log.</summary>
internal static class ShownName
{
    private const int MaxLength = 40;

    // No digits, which keys and ids have.
    private static readonly SearchValues<char> OfNames =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-./");

    /// <summary>
    /// The text if it looks like a name. Otherwise it might be what somebody wrote, or a key, and only its length is told.
    /// </summary>
    public static string Of(string text) =>
        text.Length is > 0 and <= MaxLength && !text.AsSpan().ContainsAnyExcept(OfNames) && text is not ['p', 'h', _, '_', ..]
            ? text
            : $"({text.Length} characters)";
}
