using System.Text;
using Conversations.Client.Errors;

namespace Conversations.Client.Pipeline.Answers;

/// <summary>Reads the bodies of answers that are no success.</summary>
internal static class ErrorBodies
{
    /// <summary>Keeps an error's body up to its cap, whatever its length, and as far as it came: the status is known also when the rest breaks off.</summary>
    internal static async Task KeepAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        if (response.Content is KeptContent)
        {
            return;
        }

        var full = response.Content;
        using var body = new Bodies.Body(maxBytes);
        try
        {
            var stream = await full.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                _ = await body.FillAsync(stream, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException or OperationCanceledException)
        {
            // What came is kept, also when a time limit ends the reading: the status says more than the limit.
        }

        response.Content = new KeptContent(body.ToArray()) { Headers = { ContentType = full.Headers.ContentType } };
    }

    /// <summary>What an error answer says, whose body was kept.</summary>
    internal static async Task<ErrorAnswer> AnswerOfAsync(HttpResponseMessage response, LogicalCall call) => new()
    {
        Method = call.Method,
        Route = call.Route,
        Status = response.StatusCode,
        Body = response.Content is KeptContent kept ? await kept.TextAsync().ConfigureAwait(false) : "",
        RequestId = response.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.FirstOrDefault() : null,
        RetryAfter = response.Headers.RetryAfter,
        Secrets = call.Secrets,
    };

    /// <summary>The start of a body, in memory.</summary>
    private sealed class KeptContent(byte[] bytes) : ByteArrayContent(bytes)
    {
        private string? _text;

        /// <summary>The body as text; it is asked for twice where a second sending may have to be told of the first.</summary>
        internal async Task<string> TextAsync()
        {
            try
            {
                return _text ??= await ReadAsStringAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
            {
                // A charset that .NET does not know, or UTF-7, which it refuses.
                return _text = Encoding.UTF8.GetString(await ReadAsByteArrayAsync(CancellationToken.None).ConfigureAwait(false));
            }
        }
    }
}
