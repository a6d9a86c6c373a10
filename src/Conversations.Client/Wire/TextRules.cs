namespace Conversations.Client.Wire;

/// <summary>What every text that is sent must be: not blank, well-formed, and within the service's limit after its trimming.</summary>
internal static class TextRules
{
    /// <summary>A text that must be there.</summary>
    internal static void ThrowIfInvalid(string? text, int limit, string what, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ArgumentException($"{what} is empty or only spaces, and the service refuses it: write something, or leave it out where that is possible.", parameter);
        }

        UnicodeText.ThrowIfNotWellFormed(text, parameter);
        if (text.Length > limit && UnicodeText.Length(text.AsSpan().Trim()) > limit)
        {
            throw new ArgumentException($"{what} has more than {limit} characters, and the service refuses it: shorten it.", parameter);
        }
    }

    /// <summary>A text that may be left out, but not be blank.</summary>
    internal static void ThrowIfInvalidOrNull(string? text, int limit, string what, string parameter)
    {
        if (text is not null)
        {
            ThrowIfInvalid(text, limit, what, parameter);
        }
    }
}
