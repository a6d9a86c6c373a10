namespace Conversations.Client.Pipeline;

/// <summary>Bounds one attempt in time: until the headers, and until the whole answer if it is not a stream of events.</summary>
internal sealed class TimeLimitHandler(TimeSpan limit, int maxErrorBodyBytes, TimeProvider timeProvider) : DelegatingHandler
{
    private const int FirstBufferBytes = 4096;
    private static readonly byte[] Null = "null"u8.ToArray();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, both.Token).ConfigureAwait(false);
            await ReadBodyAsync(response, both.Token).ConfigureAwait(false);
            return response;
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (exception is OperationCanceledException && timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new ConversationsTimeoutException(
                    $"{request.Method} {Operations.RouteOf(request.Method, request.RequestUri!)} was not answered within {limit}. Raise RequestTimeout if the service needs longer; whether a change took effect is not known.",
                    exception);
            }

            throw;
        }
    }

    /// <summary>Whether a media type is that of a stream of events, whose body is not read here.</summary>
    internal static bool IsStream(string? mediaType) => string.Equals(mediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);

    private async Task ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            await KeepStartAsync(response, cancellationToken).ConfigureAwait(false);
        }
        else if (!IsStream(response.Content.Headers.ContentType?.MediaType))
        {
#if NET9_0_OR_GREATER
            await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
#else
            // The overload with a token came with .NET 9; this one fills the same buffer.
            _ = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
#endif
            if (response.Content.Headers.ContentLength == 0)
            {
                // Refit does not ask its serializer about an empty body, and would hand out null where a value was promised.
                response.Content = new ByteArrayContent(Null) { Headers = { ContentType = response.Content.Headers.ContentType } };
            }
        }
    }

    /// <summary>An error's body is kept up to its cap, whatever its length, and as far as it came: the status is known also when the rest breaks off.</summary>
    private async Task KeepStartAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var full = response.Content;
        var start = new byte[Math.Min(maxErrorBodyBytes, FirstBufferBytes)];
        var length = 0;
        var stream = await full.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                while (length < maxErrorBodyBytes && await stream.ReadAsync(start.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var count)
                {
                    length += count;
                    if (length == start.Length)
                    {
                        Array.Resize(ref start, (int)Math.Min(maxErrorBodyBytes, Math.Min(2L * length, Array.MaxLength)));
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
            {
                // What came is kept.
            }
        }

        var kept = new ByteArrayContent(start, 0, length);
        kept.Headers.ContentType = full.Headers.ContentType;
        response.Content = kept;
    }
}
