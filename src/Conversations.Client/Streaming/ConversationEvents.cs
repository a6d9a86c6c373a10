using System.Runtime.CompilerServices;
using Conversations.Client.Streaming;
using Conversations.Client.Streaming.Reading;

namespace Conversations.Client;

/// <summary>Reads the events of a response that did not come from <see cref="IConversationOperations"/>.</summary>
public static class ConversationEvents
{
    /// <summary>
    /// Reads server-sent events as typed events, as they arrive. The body is that of a response of
    /// <see cref="IConversationsClient.RawRequestAsync(HttpRequestMessage, CancellationToken)"/>, or the content of
    /// <see cref="IConversationsApi.CreateConversationAsync"/>.
    /// </summary>
    /// <param name="body">The body. It is read once and not disposed: dispose its response, also after a <c>break</c>.</param>
    /// <param name="cancellationToken">Stops the reading, as does the enumeration's own token. There is no other time limit: a silent body
    /// is waited for.</param>
    /// <returns>
    /// The events in order, with none left out: an event that this package does not know is an <see cref="UnknownEvent"/>, and comments and
    /// an event that the end cuts off are skipped. Give them to a <see cref="ConversationStream"/> for their text and their thread.
    /// </returns>
    /// <exception cref="ConversationsConnectionException">
    /// While reading: the body broke off. Nothing joins the turn again by itself.
    /// </exception>
    /// <exception cref="ConversationsStreamException">While reading: an event has more than 16 MiB.</exception>
    public static IAsyncEnumerable<ConversationStreamEvent> ReadAsync(Stream body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(body);
        return EnumerateAsync(body, cancellationToken);
    }

    private static async IAsyncEnumerable<ConversationStreamEvent> EnumerateAsync(
        Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = new EventConnection(new TurnAnswer(body), StreamSettings.OfGivenBody, EventDecoder.Read, cancellationToken);
        await using (connection.ConfigureAwait(false))
        {
            while (await connection.MoveNextAsync().ConfigureAwait(false))
            {
                yield return connection.Current;
            }

            if (connection.Fault is { } fault)
            {
                throw fault;
            }
        }
    }
}
