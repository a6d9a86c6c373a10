using Conversations.Client.Wire;

namespace Conversations.Client.Validation;

/// <summary>
/// Checks texts before sending: they must not be blank, must be well-formed and without NUL, and must be within the service's limit after
/// its trimming.
/// </summary>
internal static class TextRules
{
    /// <summary>Checks a required text.</summary>
    public static void ThrowIfInvalid(string? text, int limit, string what, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException($"{what} is empty or only spaces, and the service refuses it: write something, or leave it out where that is possible.", parameter);
        }

        ThrowIfNotSendable(text, what, parameter);
        if (text.Length > limit && UnicodeText.Length(text.AsSpan().Trim()) > limit)
        {
            throw new ArgumentException($"{what} has more than {limit} characters, and the service refuses it: shorten it.", parameter);
        }
    }

    /// <summary>Checks an optional text, which may be blank and of any length.</summary>
    public static void ThrowIfNotSendable(string? text, string what, string parameter)
    {
        UnicodeText.ThrowIfNotWellFormed(text, parameter, what);
        if (text?.Contains('\0', StringComparison.Ordinal) == true)
        {
            throw new ArgumentException($"{what} holds a NUL character, which the service refuses: remove it.", parameter);
        }
    }

    /// <summary>Checks an optional text, which must not be blank.</summary>
    public static void ThrowIfInvalidOrNull(string? text, int limit, string what, string parameter)
    {
        if (text is not null)
        {
            ThrowIfInvalid(text, limit, what, parameter);
        }
    }
}
