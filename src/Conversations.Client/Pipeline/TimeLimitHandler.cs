namespace Conversations.Client.Pipeline;

/// <summary>Bounds one attempt in time: until the headers, and until the whole answer if it is not a stream of events.</summary>
internal sealed class TimeLimitHandler(TimeSpan limit, int maxErrorBodyBytes, TimeProvider timeProvider) : DelegatingHandler
{
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

    private async Task ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            await KeepStartAsync(response, cancellationToken).ConfigureAwait(false);
        }
        else if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
#if NET9_0_OR_GREATER
            await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
#else
            // The overload with a token came with .NET 9; this one fills the same buffer.
            _ = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
#endif
        }
    }

    /// <summary>An error's body is kept up to its cap, whatever its length.</summary>
    private async Task KeepStartAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var full = response.Content;
        var start = new byte[maxErrorBodyBytes];
        var stream = await full.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            var kept = new ByteArrayContent(start, 0, length);
            kept.Headers.ContentType = full.Headers.ContentType;
            response.Content = kept;
        }
    }
}
