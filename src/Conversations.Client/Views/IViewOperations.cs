namespace Conversations.Client;

/// <summary>Saved ticket views: named filters that the members of a project share.</summary>
/// <remarks>
/// On newer servers the scopes are <c>ticket:read</c> and <c>ticket:write</c>, on older ones <c>conversation:read</c> and
/// <c>conversation:write</c>: give a key both. Every call throws a <see cref="ConversationsApiException"/> when the service refuses it,
/// and a <see cref="ConversationsConnectionException"/> or a <see cref="ConversationsTimeoutException"/> when the service cannot be
/// reached or does not respond in time.
/// </remarks>
public interface IViewOperations
{
    /// <summary>Lists the project's views, the caller's favourites first, then the newest. Needs the scope <c>ticket:read</c>.</summary>
    /// <param name="cancellationToken">Stops the reading, as does the enumeration's own token.</param>
    /// <returns>The views.</returns>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='read']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='views.list']/*"/></remarks>
    AsyncPageable<TicketView> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads one page of views. Needs the scope <c>ticket:read</c>.</summary>
    /// <param name="limit">The number of views: 100 when null; the service sets no maximum.</param>
    /// <param name="offset">The number of views to skip.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The page; empty beyond the end of the list.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1, or the offset is negative.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='views.list']/*"/></remarks>
    Task<Page<TicketView>> ListPageAsync(int? limit = null, int? offset = null, CancellationToken cancellationToken = default);

    /// <summary>Saves a view. Needs the scope <c>ticket:write</c>.</summary>
    /// <param name="name">The name: 1 to 400 characters. It need not be unique. The service trims it.</param>
    /// <param name="filters">The filters of the view; null for all tickets.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The saved view, with the <see cref="TicketView.ShortId"/> that names it.</returns>
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='views.create']/*"/></remarks>
    Task<TicketView> CreateAsync(string name, TicketViewFilters? filters = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Saves a view, and marks it as a favourite of the caller in the same call. Needs the scope <c>ticket:write</c>.
    /// </summary>
    /// <param name="name">The name: 1 to 400 characters. It need not be unique. The service trims it.</param>
    /// <param name="filters">The filters of the view; null for all tickets.</param>
    /// <param name="isFavorited">Whether it becomes a favourite of the caller. Older servers have no favourites and ignore it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The saved view, with the <see cref="TicketView.ShortId"/> that names it.</returns>
    /// <exception cref="ArgumentException">The name is blank or too long.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='views.create']/*"/></remarks>
    Task<TicketView> CreateAsync(
        string name, TicketViewFilters? filters, bool isFavorited, CancellationToken cancellationToken = default);

    /// <summary>Reads a view. Needs the scope <c>ticket:read</c>.</summary>
    /// <param name="shortId">The view's <see cref="TicketView.ShortId"/>, case-sensitive; the UUID does not work.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The view.</returns>
    /// <exception cref="ArgumentException">The id is empty, <c>.</c>, <c>..</c> or holds a slash or a backslash.</exception>
    /// <exception cref="ConversationsNotFoundException">The view does not exist in the project.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='views.retrieve']/*"/>
    /// </remarks>
    Task<TicketView> GetAsync(string shortId, CancellationToken cancellationToken = default);

    /// <summary>Changes the members that the update sets. Newer servers only; needs the scope <c>ticket:write</c>.</summary>
    /// <param name="shortId">The view's <see cref="TicketView.ShortId"/>.</param>
    /// <param name="update">What to change; <see cref="TicketViewUpdate.Filters"/> replaces the whole object.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The view after the change.</returns>
    /// <exception cref="ArgumentException">The id cannot be part of a path, or the update sets nothing or clears a member that cannot be
    /// cleared.</exception>
    /// <exception cref="ConversationsNotFoundException">The view does not exist in the project.</exception>
    /// <exception cref="ConversationsNotSupportedException">An older server does not change views, and the credential is a session: create
    /// a new view and delete the old one.</exception>
    /// <exception cref="ConversationsPermissionException">The key or token lacks the scope; or an older server, which does not change
    /// views, refuses every key and token, and <see cref="ConversationsPermissionException.IsUnsupportedByServer"/> is true: a session does
    /// not help either.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='views.update']/*"/></remarks>
    Task<TicketView> UpdateAsync(string shortId, TicketViewUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Deletes a view for everybody and for good. It changes no ticket. Needs the scope <c>ticket:write</c>.</summary>
    /// <param name="shortId">The view's <see cref="TicketView.ShortId"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the view is gone.</returns>
    /// <exception cref="ArgumentException">The id cannot be part of a path.</exception>
    /// <exception cref="ConversationsNotFoundException">The view does not exist in the project, for example because it was deleted
    /// before.</exception>
    /// <include file="../Generated/OperationDocumentation.xml" path="documentation/throws[@when='called']/*"/>
    /// <remarks><include file="../Generated/OperationDocumentation.xml" path="documentation/operation[@name='views.delete']/*"/></remarks>
    Task DeleteAsync(string shortId, CancellationToken cancellationToken = default);
}
