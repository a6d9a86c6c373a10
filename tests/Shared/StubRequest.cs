using System.Text;

namespace Conversations.Tests;

/// <summary>A request exactly as it arrived.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The path and query exactly as on the request line, including escapes.</param>
/// <param name="Headers">The headers; the values of a repeated header are joined as HTTP says.</param>
/// <param name="Body">The body's bytes.</param>
public sealed record StubRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The id of the connection that the request came over; null without sockets.</summary>
    public string? Connection { get; init; }

    public string Path => Target.Split('?')[0];

    public string Query =>
        Target.Contains('?', StringComparison.Ordinal) ? Target[(Target.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";

    /// <summary>The body as text; invalid UTF-8 throws.</summary>
    public string Text => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(Body);

    /// <summary>A header, or null when it was not sent.</summary>
    public string? this[string header] => Headers.TryGetValue(header, out string? value) ? value : null;

    /// <summary>A decoded query parameter, or null when it was not sent.</summary>
    public string? Parameter(string name) => Query.Split('&')
        .Select(static pair => pair.Split('=', 2))
        .Where(pair => pair[0] == name)
        .Select(static pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')))
        .SingleOrDefault();
}
