using System.Runtime.CompilerServices;

namespace Conversations.Client.Wire;

/// <summary>
/// Checks a caller's text for use as one segment of a path. It refuses a text that could change the path; Refit encodes all others.
/// </summary>
internal static class PathSegment
{
    public static string Checked(string value, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        if (value.Length == 0)
        {
            throw new ArgumentException("The id is empty: give it as the service gave it.", parameter);
        }

        UnicodeText.ThrowIfNotWellFormed(value, parameter!, "The id");
        return value is "." or ".." || value.AsSpan().IndexOfAny('/', '\\') >= 0
            ? throw new ArgumentException("The id holds a slash, or is only dots, and cannot be a part of a path: give it as the service gave it.", parameter)
            : value;
    }
}
