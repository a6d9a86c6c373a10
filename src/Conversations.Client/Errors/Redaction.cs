using System.Globalization;
using System.Text;

namespace Conversations.Client.Errors;

/// <summary>Keeps secrets out of texts that this package did not write.</summary>
internal static class Redaction
{
    private const string Mark = "***";
    private const int ShortestStartOfSecret = 4;
    private const int LongestEscape = 6;

    /// <summary>Replaces each secret in a text.</summary>
    public static string Redact(string text, IReadOnlyList<string> secrets)
    {
        foreach (string secret in secrets)
        {
            text = text.Replace(secret, Mark, StringComparison.OrdinalIgnoreCase);
        }

        return text.Contains('\\', StringComparison.Ordinal) ? secrets.Aggregate(text, RedactEscaped) : text;
    }

    /// <summary>Does the same for a text that was cut and may end within a secret.</summary>
    public static string RedactCut(string text, IReadOnlyList<string> secrets)
    {
        text = Redact(text, secrets);
        // A secret at the end cannot begin before this, even if each of its characters is escaped.
        int tail = Math.Max(0, text.Length - (LongestEscape * secrets.Select(static secret => secret.Length).DefaultIfEmpty().Max()));
        (string? meant, IReadOnlyList<int>? starts) = Unescape(text[tail..]);
        foreach (string secret in secrets)
        {
            for (int length = Math.Min(secret.Length - 1, meant.Length); length >= ShortestStartOfSecret; length--)
            {
                if (meant.EndsWith(secret[..length], StringComparison.OrdinalIgnoreCase))
                {
                    return string.Concat(text.AsSpan(0, tail + starts[meant.Length - length]), Mark);
                }
            }
        }

        return text;
    }

    /// <summary>The exception itself, or, if it repeats a secret, another one with the same message without the secrets.</summary>
    public static Exception Clean(Exception exception, IReadOnlyList<string> secrets)
    {
        string text = exception.ToString();
        return secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase))
            ? new HttpRequestException($"{exception.GetType().Name}: {Redact(exception.Message, secrets)}")
            : exception;
    }

    /// <summary>Replaces a secret in which some characters are escaped as in JSON, such as <c>\u0070</c> for p.</summary>
    private static string RedactEscaped(string text, string secret)
    {
        (string? plain, IReadOnlyList<int>? starts) = Unescape(text);
        // Search from the end, so that a replacement does not move earlier matches.
        for (int at = plain.Length; at > 0 && (at = plain.LastIndexOf(secret, at - 1, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            text = string.Concat(text.AsSpan(0, starts[at]), Mark, text.AsSpan(starts[at + secret.Length]));
        }

        return text;
    }

    /// <summary>
    /// The characters of a text after JSON unescaping, and the index in the text at which each begins. An escape that is cut off has no
    /// character.
    /// </summary>
    private static (string Meant, IReadOnlyList<int> Starts) Unescape(string text)
    {
        var meant = new StringBuilder(text.Length);
        var starts = new List<int>(text.Length + 1);
        for (int index = 0; index < text.Length;)
        {
            ReadOnlySpan<char> rest = text.AsSpan(index);
            if (rest is ['\\'] or ['\\', 'u' or 'U', ..] and { Length: < 6 })
            {
                break;
            }

            starts.Add(index);
            if (rest is ['\\', 'u' or 'U', _, _, _, _, ..]
                && ushort.TryParse(rest[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                meant.Append((char)code);
                index += 6;
            }
            else if (rest is ['\\', '/' or '\\' or '"', ..])
            {
                meant.Append(rest[1]);
                index += 2;
            }
            else
            {
                meant.Append(rest[0]);
                index++;
            }
        }

        starts.Add(text.Length);
        return (meant.ToString(), starts);
    }
}
