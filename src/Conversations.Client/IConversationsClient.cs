using System.Text.Json.Serialization.Metadata;

namespace Conversations.Client;

/// <summary>A client of PostHog's Conversations API, bound to one project and one credential.</summary>
/// <remarks>It is safe for use by several threads. Create one and keep it.</remarks>
public interface IConversationsClient
{
    /// <summary>The project that the calls work in.</summary>
    string ProjectId { get; }

    /// <summary>AI conversations.</summary>
    IConversationOperations Conversations { get; }

    /// <summary>The queues of follow-up messages.</summary>
    IQueueOperations Queue { get; }

    /// <summary>Support tickets.</summary>
    ITicketOperations Tickets { get; }

    /// <summary>Saved ticket views.</summary>
    IViewOperations Views { get; }

    /// <summary>Every operation of the API as one method, for operations that the groups do not cover.</summary>
    IConversationsApi Api { get; }

    /// <summary>Creates a client for another project, another caller or both, over the same connections.</summary>
    /// <param name="projectId">Digits or <c>@current</c>; null keeps this client's project.</param>
    /// <param name="credential">
    /// The credential of the caller; null keeps this client's credential. What a provider returned is kept by this object and not by the
    /// client: give the same object for each call of a caller, or the provider is asked each time.
    /// </param>
    /// <returns>A client that is cheap to create and need not be disposed. It ends with this one.</returns>
    /// <exception cref="ArgumentException">The project is neither digits nor <c>@current</c>.</exception>
    IConversationsClient With(string? projectId = null, ConversationsCredential? credential = null);

    /// <summary>Calls an endpoint of the service that this package does not have, and reads its JSON.</summary>
    /// <typeparam name="T">What the endpoint answers.</typeparam>
    /// <param name="method">The method.</param>
    /// <param name="path">
    /// The path with its query, escaped where it has to be. Below the project, without a slash in front
    /// (<c>conversations/patterns/?limit=10</c> becomes <c>/api/projects/{project}/conversations/patterns/?limit=10</c>), or from the root
    /// of the service, with one (<c>/api/users/@me/</c>). A whole address is taken if it is of this service, as a link to a next page is.
    /// </param>
    /// <param name="responseType">How the answer is read, from a source-generated <c>JsonSerializerContext</c> of the application.</param>
    /// <param name="content">The body, such as <c>JsonContent.Create(value, typeInfo)</c>; null for none. It is read into memory before
    /// anything is sent, and not disposed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentException">The path is not relative, would lead elsewhere than it shows, or leads to another
    /// host.</exception>
    /// <exception cref="ConversationsException">The answer is empty, cannot be read or is larger than
    /// <see cref="ConversationsClientOptions.MaxResponseBytes"/>. It is also the base of the following exceptions.</exception>
    /// <include file="Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <para>The call takes the way of all others: the client's credential, its time limits, its guards and its exceptions. A <c>GET</c>
    /// may be sent again by handlers of the application; every other method is sent once, also where the contract would allow more.</para>
    /// <para>For an answer without a body, headers of your own or a stream of events, use
    /// <see cref="RawRequestAsync(HttpRequestMessage, CancellationToken)"/>.</para>
    /// </remarks>
    Task<T> RawRequestAsync<T>(
        HttpMethod method,
        string path,
        JsonTypeInfo<T> responseType,
        HttpContent? content = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Calls an endpoint of the service that this package does not have, and returns its response, whatever the response holds.
    /// </summary>
    /// <param name="request">
    /// The request, with a relative address as in
    /// <see cref="RawRequestAsync{T}(HttpMethod, string, JsonTypeInfo{T}, HttpContent?, CancellationToken)"/>, and with headers and a body
    /// of its own. It is copied: it stays as it is, can be sent again and is not disposed. Without an <c>Accept</c> header it asks for JSON
    /// or a stream of events.
    /// </param>
    /// <param name="cancellationToken">Cancels the call, up to the whole body, or up to the headers of a stream of events.</param>
    /// <returns>
    /// The successful response; dispose it. Its body is in memory, up to <see cref="ConversationsClientOptions.MaxResponseBytes"/>. Only a
    /// body of the type <c>text/event-stream</c> is unread: read it with
    /// <see cref="ConversationEvents.ReadAsync(Stream, CancellationToken)"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The request has no address, one that is not relative, would lead elsewhere than it shows or
    /// leads to another host, or it sets a header that the client writes itself.</exception>
    /// <exception cref="ConversationsException">The answer is larger than <see cref="ConversationsClientOptions.MaxResponseBytes"/>. It is
    /// also the base of the following exceptions.</exception>
    /// <include file="Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>It takes the way of all other calls: the client's credential, its time limits, its guards and its exceptions. A <c>GET</c>
    /// may be sent again by handlers of the application; every other method is sent once.</remarks>
    Task<HttpResponseMessage> RawRequestAsync(HttpRequestMessage request, CancellationToken cancellationToken = default);
}
