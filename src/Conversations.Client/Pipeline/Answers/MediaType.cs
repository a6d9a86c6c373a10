using System.Net.Http.Headers;

namespace Conversations.Client.Pipeline.Answers;

/// <summary>The content type that a response claims.</summary>
internal static class MediaType
{
    /// <summary>
    /// Whether it is a stream of events. This reads the raw header, because .NET returns no type at all for one with a stray semicolon.
    /// </summary>
    public static bool IsEventStream(HttpContentHeaders headers) => Of(headers).Equals("text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>The type without parameters, as it was sent; empty if there is none.</summary>
    public static string Of(HttpContentHeaders headers) =>
        headers.NonValidated.TryGetValues("Content-Type", out HeaderStringValues values) && values.FirstOrDefault() is { } sent
            ? sent.Split(';')[0].Trim()
            : "";
}
