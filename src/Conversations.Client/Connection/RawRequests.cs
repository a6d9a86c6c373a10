using System.Net.Http.Headers;
using Conversations.Client.Pipeline;
using Conversations.Client.Pipeline.Guards;
using Conversations.Client.Wire;

namespace Conversations.Client.Connection;

/// <summary>
/// Makes requests for endpoints outside the contract. The caller's path must not take the key elsewhere, and must mean what it shows.
/// </summary>
internal static class RawRequests
{
    private const string Relative = "Give a path below the project, such as \"conversations/patterns/?limit=10\", or one from the root of the service, such as \"/api/users/@me/\".";

    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");

    // They say who calls, and where.
    private static readonly string[] ClientsOwnHeaders = ["Authorization", "Cookie", "Host", "Referer", "User-Agent", "X-CSRFToken"];

    /// <summary>The request for a path.</summary>
    /// <exception cref="ArgumentException">The path is empty, is not relative, or holds <c>.</c> or <c>..</c> as a segment, a backslash or
    /// a fragment.</exception>
    public static HttpRequestMessage Create(HttpMethod method, ApiConnection connection, string path, HttpContent? content) =>
        new(method, AddressOf(connection, path, nameof(path))) { Content = content, Headers = { Accept = { Json } } };

    /// <summary>A copy of the application's request, which can so be sent again, with its whole address.</summary>
    /// <exception cref="ArgumentException">The path is refused, or a header that the client writes itself is set.</exception>
    public static HttpRequestMessage Copy(HttpRequestMessage request, ApiConnection connection)
    {
        if (ClientsOwnHeaders.FirstOrDefault(request.Headers.NonValidated.Contains) is { } header)
        {
            throw new ArgumentException($"The request sets {header}, which the client writes itself. Take it off; for another caller use With, and for the product name UserAgentSuffix.", nameof(request));
        }

        // A path with a slash in front is an absolute address of a file to Uri on Unix, so only its text is looked at.
        var copy = new HttpRequestMessage(
            request.Method, AddressOf(connection, request.RequestUri?.OriginalString ?? "", nameof(request)))
        {
            Content = request.Content,
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        foreach ((string name, HeaderStringValues values) in request.Headers.NonValidated)
        {
            _ = copy.Headers.TryAddWithoutValidation(name, values);
        }

        foreach ((string key, object? value) in request.Options)
        {
            // Options taken over from the request of an earlier response would continue that call, with its caller and its repetitions.
            if (!key.StartsWith(PipelineBuilder.ProductName + ".", StringComparison.Ordinal))
            {
                copy.Options.Set(new(key), value);
            }
        }

        if (!copy.Headers.NonValidated.Contains("Accept"))
        {
            // The service refuses a stream of events alone with 406 (docs/service/conversations.md 1.4).
            copy.Headers.Accept.Add(Json);
            copy.Headers.Accept.Add(new("text/event-stream"));
        }

        return copy;
    }

    private static Uri AddressOf(ApiConnection connection, string path, string parameter)
    {
        UnicodeText.ThrowIfNotWellFormed(path, parameter, "The path");
        // Uri drops white space at both ends, and ".. " would become "..".
        if (path.Length == 0 || char.IsWhiteSpace(path[0]) || char.IsWhiteSpace(path[^1]))
        {
            throw new ArgumentException("The path is empty, or begins or ends with white space. " + Relative, parameter);
        }

        path = WithoutOrigin(connection.BaseAddress, path);
        if (path.StartsWith("//", StringComparison.Ordinal) || path.AsSpan().IndexOfAny('\\', '#') >= 0
            || !Uri.TryCreate(path, UriKind.Relative, out Uri? relative))
        {
            throw new ArgumentException("The path is not a relative one, or holds a backslash or a fragment. " + Relative, parameter);
        }

        string route = path.Split('?', 2)[0];
        if (route.Split('/').Any(static segment => Uri.UnescapeDataString(segment) is "." or ".."))
        {
            throw new ArgumentException("The path holds \".\" or \"..\" as a segment and would lead elsewhere than it shows. " + Relative, parameter);
        }

        var project = new Uri(connection.BaseAddress, $"/api/projects/{Uri.EscapeDataString(connection.ProjectId)}/");
        return Uri.TryCreate(project, relative, out Uri? address) && HostGuardHandler.IsSameOrigin(connection.BaseAddress, address)
            ? address
            : throw new ArgumentException("The path leads to another host. " + Relative, parameter);
    }

    /// <summary>
    /// The path and the query of a whole address of the service, such as its links to further pages, as they are written; any other text as
    /// it is.
    /// </summary>
    private static string WithoutOrigin(Uri baseAddress, string text)
    {
        string scheme = baseAddress.Scheme + "://";
        if (!text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            || !Uri.TryCreate(text, UriKind.Absolute, out Uri? link)
            || link.UserInfo.Length > 0
            || !HostGuardHandler.IsSameOrigin(baseAddress, link))
        {
            return text;
        }

        string rest = text[scheme.Length..];
        int end = rest.AsSpan().IndexOfAny("/\\?#");
        return end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..];
    }
}
