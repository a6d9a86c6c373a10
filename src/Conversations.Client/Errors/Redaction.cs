namespace Conversations.Client.Errors;

/// <summary>Keeps secrets out of texts that this package did not write.</summary>
internal static class Redaction
{
    private const string Mark = "***";
    private const int ShortestStartOfSecret = 4;

    /// <summary>The text with each secret replaced.</summary>
    internal static string Redact(string text, IReadOnlyList<string> secrets)
    {
        foreach (var secret in secrets)
        {
            text = text.Replace(secret, Mark, StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    /// <summary>The same for a text that was cut, and may end within a secret.</summary>
    internal static string RedactCut(string text, IReadOnlyList<string> secrets)
    {
        text = Redact(text, secrets);
        foreach (var secret in secrets)
        {
            for (var length = Math.Min(secret.Length - 1, text.Length); length >= ShortestStartOfSecret; length--)
            {
                if (text.EndsWith(secret[..length], StringComparison.Ordinal))
                {
                    return text[..^length] + Mark;
                }
            }
        }

        return text;
    }

    /// <summary>The exception itself, or one that says the same without the secrets that it repeats somewhere.</summary>
    internal static Exception Clean(Exception exception, IReadOnlyList<string> secrets)
    {
        var text = exception.ToString();
        return secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase))
            ? new HttpRequestException($"{exception.GetType().Name}: {Redact(exception.Message, secrets)}")
            : exception;
    }
}
