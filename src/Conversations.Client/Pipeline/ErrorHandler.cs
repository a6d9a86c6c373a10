using System.Text;
using Conversations.Client.Errors;

namespace Conversations.Client.Pipeline;

/// <summary>The one border where answers and faults of the transport become this package's exceptions.</summary>
internal sealed class ErrorHandler(TimeProvider timeProvider) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var method = request.Method;
        // Later stations may change the address.
        var address = request.RequestUri!;
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                // A socket that the caller's cancellation tore away may say so in its own words.
                throw new OperationCanceledException(exception.Message, exception, cancellationToken);
            }

            throw new ConversationsConnectionException($"{method} {Operations.RouteOf(method, address)} did not get an answer: {exception.Message.TrimEnd('.')}. Check BaseAddress and the network{(method == HttpMethod.Get ? "." : "; whether the change took effect is not known.")}", exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw ErrorMapper.Map(
                new ErrorAnswer
                {
                    Method = method,
                    Route = Operations.RouteOf(method, address),
                    Status = response.StatusCode,
                    // The time limit's handler has read the body already, up to its cap.
                    Body = await TextAsync(response.Content, cancellationToken).ConfigureAwait(false),
                    RequestId = response.Headers.TryGetValues("X-Request-Id", out var ids) ? ids.FirstOrDefault() : null,
                    RetryAfter = response.Headers.RetryAfter,
                    Secrets = request.Options.TryGetValue(CredentialHandler.SentCredential, out var credential) ? credential.Secrets : [],
                },
                timeProvider.GetUtcNow());
        }
    }

    private static async Task<string> TextAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
        {
            // A charset that .NET does not know, or UTF-7, which it refuses.
            return Encoding.UTF8.GetString(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        }
    }
}
