using Conversations.Client.Errors;
using Conversations.Client.Pipeline.Answers;

namespace Conversations.Client.Pipeline;

/// <summary>Turns error responses and faults of the transport into this package's exceptions.</summary>
internal sealed class ErrorHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = LogicalCall.Required(request);
        call.Sendings.CopyBegins();
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (TransportFailure.Is(exception, call, cancellationToken))
        {
            throw TransportFailure.ToException(exception, call, cancellationToken);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            // The body has been read already, up to its cap.
            throw ErrorMapper.Map(
                await ErrorBodies.AnswerOfAsync(response, call).ConfigureAwait(false), call.Settings.TimeProvider.GetUtcNow());
        }
    }
}
