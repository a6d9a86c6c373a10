using Conversations.Client.Configuration;
using Conversations.Client.Pipeline;
using Conversations.Client.Streaming;

namespace Conversations.Client;

/// <summary>Sends one body and gives the answer's stream.</summary>
internal sealed class TurnSource(Connection connection, SendMessage body, string? replaySessionId) : ITurnSource
{
    public async Task<TurnAnswer> OpenAsync(CancellationToken cancellationToken)
    {
        var response = await connection.Api.CreateConversationAsync(connection.ProjectId, body, replaySessionId, cancellationToken).ConfigureAwait(false);
        var mediaType = response.ContentHeaders?.ContentType?.MediaType ?? "nothing";
        if (response is { Error: null, Content: { } stream } && TimeLimitHandler.IsStream(mediaType))
        {
            return new(stream, response);
        }

        response.Dispose();
        throw response.Error ?? (Exception)new ConversationsException($"The service answered with {mediaType} where a stream of events was expected. Check that BaseAddress is the API's own address, not a page's or a proxy's.");
    }
}
