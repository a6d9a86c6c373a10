namespace Conversations.Client.Tests.Pipeline.SentOnce;

/// <summary>Sends copies without the options, one after the other, until one succeeds.</summary>
internal sealed class LosingHandler(int tries, bool rewrites, bool suppressesFlow, string? host = null) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                HttpResponseMessage response = await SendCopyAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode || attempt == tries)
                {
                    return response;
                }
            }
            catch (Exception) when (attempt < tries)
            {
                // Make the next try.
            }
        }
    }

    private async Task<HttpResponseMessage> SendCopyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpRequestMessage copy = await RequestCopy.OfAsync(request);
        if (rewrites)
        {
            copy.RequestUri = new UriBuilder(request.RequestUri!)
            {
                Path = "/gateway" + request.RequestUri!.AbsolutePath,
                Host = host
                ?? request.RequestUri.Host
            }.Uri;
        }

        if (!suppressesFlow)
        {
            return await base.SendAsync(copy, cancellationToken);
        }

        Task<HttpResponseMessage> sending;
        using (ExecutionContext.SuppressFlow())
        {
            sending = Task.Run(() => base.SendAsync(copy, cancellationToken), cancellationToken);
        }

        return await sending;
    }
}

/// <summary>Sends two copies at once and waits for both, or takes the first to end, as hedging does.</summary>
internal sealed class BothHandler(bool takesFirst = false) : DelegatingHandler
{
    private readonly TaskCompletionSource _underWay = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when both copies are under way.</summary>
    internal Task BothUnderWay => _underWay.Task;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpRequestMessage[] copies = new[] { await RequestCopy.OfAsync(request), await RequestCopy.OfAsync(request) };
        Task<HttpResponseMessage>[] sendings = [.. copies.Select(copy => base.SendAsync(copy, cancellationToken))];
        _ = _underWay.TrySetResult();
        return takesFirst ? await await Task.WhenAny(sendings) : (await Task.WhenAll(sendings))[0];
    }
}

/// <summary>
/// A copy as many applications make it: another request with the same address, headers and body, but without the options.
/// </summary>
internal static class RequestCopy
{
    internal static async Task<HttpRequestMessage> OfAsync(HttpRequestMessage request)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach ((string? name, IEnumerable<string>? values) in request.Headers)
        {
            _ = copy.Headers.TryAddWithoutValidation(name, values);
        }

        if (request.Content is { } content)
        {
            copy.Content = new ByteArrayContent(await content.ReadAsByteArrayAsync());
            copy.Content.Headers.ContentType = content.Headers.ContentType;
        }

        return copy;
    }
}
