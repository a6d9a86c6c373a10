using System.Text.Json;

namespace Conversations.Conformance.Checks;

/// <summary>Saved views, from their creation to their removal (docs/service/tickets.md 3, 4).</summary>
[Collection(OneService.Name)]
public sealed class ViewChecks(Service service)
{
    [SkippableFact]
    public Task A_view_keeps_its_filters_as_they_were_sent() => service.CheckAsync(static async check =>
    {
        var sent = new TicketViewFilters
        {
            Status = [TicketStatus.New, TicketStatus.OnHold],
            Priority = [TicketPriority.High],
            Sla = SlaState.AtRisk,
            Assignee = [AssigneeFilter.Unassigned],
            Tags = ["billing", "a \"quoted\" one", "größer"],
            DateFrom = DateFilter.Raw("-7d"),
        };

        TicketView made = await check.MakeViewAsync(sent);
        TicketViewFilters read = (await check.Client.Views.GetAsync(made.ShortId)).Filters;

        Assert.Equal(sent.Status, read.Status);
        Assert.Equal(sent.Priority, read.Priority);
        Assert.Equal((sent.Sla, sent.DateFrom), (read.Sla, read.DateFrom));
        Assert.Equal(sent.Assignee, read.Assignee);
        Assert.Equal(sent.Tags, read.Tags);
        Assert.Null(read.Channel);
        Assert.Empty(read.AdditionalMembers);
    });

    [SkippableFact]
    public Task A_member_of_filters_that_nobody_knows_is_kept() => service.CheckAsync(static async check =>
    {
        JsonElement answer = (await check.SendAsync(HttpMethod.Post, check.Views, $$$$"""{"name":"{{{{Check.NewName()}}}}","filters":{"a_key_of_tomorrow":{"deep":[1,null,"ä"]}}}""")).Is(201).Json;
        string shortId = answer.GetProperty("short_id").GetString()!;
        check.RemoveLater($"view {shortId}", () => check.Client.Views.DeleteAsync(shortId));

        JsonElement read = (await check.GetAsync($"{check.Views}{shortId}/")).Is(200).Json.GetProperty("filters");

        Assert.True(JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>("""{"a_key_of_tomorrow":{"deep":[1,null,"ä"]}}"""), read), read.ToString());
    });

    [SkippableFact]
    public Task A_view_has_the_members_of_the_contract() => service.CheckAsync(static async check =>
    {
        TicketView made = await check.MakeViewAsync();
        JsonElement read = (await check.GetAsync($"{check.Views}{made.ShortId}/")).Is(200).Json;

        Assert.Subset(read.EnumerateObject().Select(static member => member.Name).ToHashSet(), (HashSet<string>)["id", "short_id", "name", "filters", "created_at", "created_by"]);
        Assert.Equal(JsonValueKind.Object, read.GetProperty("filters").ValueKind);
        Assert.EndsWith("Z", read.GetProperty("created_at").GetString(), StringComparison.Ordinal);
        Assert.Matches("^[A-Za-z0-9]{8,12}$", made.ShortId);
    });

    [SkippableFact]
    public Task A_new_view_is_in_the_list() => service.CheckAsync(static async check =>
    {
        TicketView made = await check.MakeViewAsync();
        bool found = false;
        await foreach (TicketView view in check.Client.Views.ListAsync())
        {
            found |= view.ShortId == made.ShortId && view.Name == made.Name;
        }

        Assert.True(found, $"{made.ShortId} is not in the list.");
    });

    [SkippableFact]
    public Task A_change_of_a_view_replaces_its_filters_and_leaves_the_rest() => service.CheckAsync(static async check =>
    {
        TicketView made = await check.MakeViewAsync(new TicketViewFilters { Status = [TicketStatus.New], Tags = ["billing"] });
        TicketView changed;
        try
        {
            changed = await check.Client.Views.UpdateAsync(
                made.ShortId, new TicketViewUpdate { Filters = new TicketViewFilters { Tags = ["vip"] } });
        }
        catch (ConversationsPermissionException refusal) when (refusal.RequiresSession)
        {
            throw Check.NotApplicable("this service is older and changes no views.");
        }

        Assert.Equal((made.Name, made.ShortId), (changed.Name, changed.ShortId));
        Assert.Null(changed.Filters.Status);
        Assert.Equal(["vip"], changed.Filters.Tags);
    });

    [SkippableFact]
    public Task A_removed_view_is_gone_and_cannot_be_removed_again() => service.CheckAsync(static async check =>
    {
        TicketView made = await check.MakeViewAsync();

        Answer removed = await check.SendAsync(HttpMethod.Delete, $"{check.Views}{made.ShortId}/");

        Assert.Equal("", removed.Is(204).Text);
        (await check.GetAsync($"{check.Views}{made.ShortId}/")).IsError(404, "invalid_request", "not_found");
        (await check.SendAsync(HttpMethod.Delete, $"{check.Views}{made.ShortId}/")).IsError(404, "invalid_request", "not_found");
    });
}
