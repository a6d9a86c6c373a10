using Conversations.Client.Connection;
using Conversations.Client.Paging;
using Conversations.Client.Validation;
using Conversations.Client.Wire;

namespace Conversations.Client.Views;

/// <summary>The saved views of one project. It calls the generated interface.</summary>
internal sealed class ViewOperations(ApiConnection connection) : IViewOperations
{
    private const int MaxNameLength = 400;

    public AsyncPageable<TicketView> ListAsync(CancellationToken cancellationToken = default) => new PagedList<TicketView, Guid>(
        (pageSize, token) => connection.Api.ListViewsAsync(connection.ProjectId, pageSize, offset: null, token),
        (link, token) => connection.FollowAsync(link, WireSettings.Json.PageTicketView, token),
        connection.BaseAddress,
        static view => view.Id,
        cancellationToken);

    public Task<Page<TicketView>> ListPageAsync(int? limit = null, int? offset = null, CancellationToken cancellationToken = default)
    {
        PageRules.ThrowIfInvalid(limit, offset);
        return connection.Api.ListViewsAsync(connection.ProjectId, limit, offset, cancellationToken);
    }

    public Task<TicketView> CreateAsync(string name, TicketViewFilters? filters = null, CancellationToken cancellationToken = default) =>
        CreateAsync(name, filters, isFavorited: false, cancellationToken);

    public Task<TicketView> CreateAsync(
        string name, TicketViewFilters? filters, bool isFavorited, CancellationToken cancellationToken = default)
    {
        ThrowIfInvalidName(name, nameof(name));
        return connection.Api.CreateViewAsync(
            connection.ProjectId, new() { Name = name, Filters = filters, IsFavorited = isFavorited ? true : null }, cancellationToken);
    }

    public Task<TicketView> GetAsync(string shortId, CancellationToken cancellationToken = default) =>
        connection.Api.GetViewAsync(connection.ProjectId, PathSegment.Checked(shortId), cancellationToken);

    public Task<TicketView> UpdateAsync(string shortId, TicketViewUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.ThrowIfInvalid(nameof(update));
        return connection.Api.UpdateViewAsync(connection.ProjectId, PathSegment.Checked(shortId), update, cancellationToken);
    }

    public Task DeleteAsync(string shortId, CancellationToken cancellationToken = default) =>
        connection.Api.DeleteViewAsync(connection.ProjectId, PathSegment.Checked(shortId), cancellationToken);

    public static void ThrowIfInvalidName(string? name, string parameter) => TextRules.ThrowIfInvalid(name, MaxNameLength, "A view's name", parameter);
}
