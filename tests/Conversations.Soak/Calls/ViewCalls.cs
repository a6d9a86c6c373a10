using Conversations.Client;

namespace Conversations.Soak.Calls;

/// <summary>What a caller does with saved views.</summary>
internal static class ViewCalls
{
    /// <summary>Makes a view, lists, reads, changes and removes it.</summary>
    public static async Task CrudAsync(Caller caller)
    {
        IViewOperations views = caller.Client.Views;
        string mark = caller.Book.NextMark('v');
        TicketView? view = null;
        await caller.MakeAsync(mark, "views: create", async token => view = await views.CreateAsync($"[{mark}]", cancellationToken: token));
        if (view is null)
        {
            _ = await caller.CallAsync("views: list, a page", token => views.ListPageAsync(10, cancellationToken: token));
            return;
        }

        string id = view.ShortId;
        _ = await caller.CallAsync("views: get", token => views.GetAsync(id, token));
        string changed = caller.Book.NextMark('w');
        await caller.MakeAsync(changed, "views: update", token => views.UpdateAsync(id, new() { Name = $"[{mark}] [{changed}]" }, token));
        if (caller.Chance.Next(10) > 0)
        {
            Change how = await caller.CallAsync("views: delete", token => views.DeleteAsync(id, token));
            caller.Book.Removed(mark, how);
            caller.Book.Removed(changed, how);
        }
    }
}
