using System.Globalization;
using System.Net;
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
            ErrorAnswer answer = await ErrorBodies.AnswerOfAsync(response, call).ConfigureAwait(false);
            DateTimeOffset now = call.Settings.TimeProvider.GetUtcNow();
            throw ErrorMapper.Map(answer with { Note = NoteOn(response, call, now) }, now);
        }
    }

    /// <summary>A sentence for a refusal that the end of the token explains.</summary>
    private static string? NoteOn(HttpResponseMessage response, LogicalCall call, DateTimeOffset now) =>
        response.StatusCode == HttpStatusCode.Unauthorized && call.CredentialExpiresAt is { } end && end <= now
            ? string.Create(CultureInfo.InvariantCulture, $"The token expired at {end:u}: give a new one, or ConversationsCredential.FromProvider, which is asked for the next one in time.")
            : null;
}
