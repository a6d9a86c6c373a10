using Conversations.Client.Connection;
using Conversations.Client.Streaming;
using Conversations.Client.Streaming.Recovery;

namespace Conversations.Client;

/// <summary>The requests of a stream to the service, for one body that starts or joins a turn.</summary>
internal sealed class TurnSource(ApiConnection connection, SendMessageRequest body, string? replaySessionId) : ITurnSource
{
    private Action? _canceled;

    public TurnStart Start => body switch
    {
        { Content: not null } => TurnStart.Message,
        { ResumePayload: not null } => TurnStart.Resume,
        _ => TurnStart.Join,
    };

    public Guid Conversation => body.Conversation;

    public Guid? TraceId => Start == TurnStart.Join ? null : body.TraceId;

    // Older servers do not return the trace id. If there is one, it decides, because a person may send the same text twice.
    public bool IsOwn(HumanMessage message) =>
        Guid.TryParse(message.TraceId, out Guid id)
            ? id == body.TraceId
            : message.Content.AsSpan().Trim().SequenceEqual(body.Content.AsSpan().Trim());

    public bool IsWaitedFor(Conversation stored) => body.ResumePayload is { } payload && PausedTurn.WaitsFor(stored, payload);

    public async Task<TurnAnswer?> OpenAsync(Action canceled, CancellationToken cancellationToken)
    {
        connection.Streams.Enter(body.Conversation, this);
        _canceled = canceled;
        try
        {
            return Start == TurnStart.Join
                ? await JoinAsync(body, cancellationToken).ConfigureAwait(false)
                : await SendAsync(body, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Task<TurnAnswer?> RejoinAsync(CancellationToken cancellationToken) =>
        JoinAsync(new() { Content = null, Conversation = body.Conversation, TraceId = Guid.NewGuid() }, cancellationToken);

    public Task<Conversation> GetAsync(CancellationToken cancellationToken) =>
        connection.StreamApi.GetConversationAsync(connection.ProjectId, body.Conversation, cancellationToken);

    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        await connection.Api.CancelConversationAsync(connection.ProjectId, body.Conversation, cancellationToken).ConfigureAwait(false);
        connection.Streams.Canceled(body.Conversation);
    }

    public void Dispose() => connection.Streams.Leave(body.Conversation, this);

    public void Canceled() => _canceled?.Invoke();

    private async Task<TurnAnswer?> JoinAsync(SendMessageRequest joining, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(joining, cancellationToken).ConfigureAwait(false);
        }
        catch (ConversationsValidationException idle) when (idle is { Code: "invalid_input", Attribute: null })
        {
            // The turn ended meanwhile (docs/service/conversations.md 6.7). For an unknown id the service sends no such code.
            return null;
        }
    }

    private async Task<TurnAnswer> SendAsync(SendMessageRequest message, CancellationToken cancellationToken) =>
        ApiConnection.EventsOf(
            await connection.StreamApi.CreateConversationAsync(connection.ProjectId, message, replaySessionId, cancellationToken)
                .ConfigureAwait(false));
}
