using System.Net.Http.Headers;

namespace Conversations.Client.Pipeline.Answers;

/// <summary>What kind of body an answer says it has.</summary>
internal static class MediaType
{
    /// <summary>Whether it is a stream of events, in whatever spelling: .NET gives no type at all for one with a stray semicolon.</summary>
    public static bool IsEventStream(HttpContentHeaders headers) => Of(headers).Equals("text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>The type without parameters, as it was sent; nothing if there is none.</summary>
    public static string Of(HttpContentHeaders headers) =>
        headers.NonValidated.TryGetValues("Content-Type", out HeaderStringValues values) && values.FirstOrDefault() is { } sent
            ? sent.Split(';')[0].Trim()
            : "";
}
