using System.Text.Json;
using static Conversations.Client.Tests.Architecture.BadInput.BadCall;

namespace Conversations.Client.Tests.Architecture.BadInput;

/// <summary>Mistakes in calls about tickets.</summary>
internal static class BadTicketInput
{
    private static readonly Guid Id = Guid.Parse(Examples.TicketId);
    private static readonly TicketUpdate Change = new() { Tags = [] };

    public static IEnumerable<BadCall> All { get; } =
    [
#pragma warning disable CONV0001 // What is refused before it is sent is the point.
        new("Tickets.CreateAsync", "ticket", "is null", static client => client.Tickets.CreateAsync(null!)),
        .. BadTexts.Tags("Tickets.CreateAsync", "ticket", static (client, tags) => client.Tickets.CreateAsync(new() { Tags = tags })),
        new("Tickets.CreateAsync", "ticket", "has traits that are null", static client => client.Tickets.CreateAsync(new() { AnonymousTraits = JsonElement.Parse("null") })) { Says = "AnonymousTraits" },
        .. BadTexts.Json("Tickets.CreateAsync", "anonymous_traits", "ticket", static (client, json) => client.Tickets.CreateAsync(new() { AnonymousTraits = json })),
        .. Reasons("Tickets.CreateAsync", "ticket", static (client, reason) => client.Tickets.CreateAsync(new() { EscalationReason = reason })),
        new(
            "Tickets.CreateAsync",
            "status",
            "holds half of a surrogate pair",
            static client => client.Tickets.CreateAsync(new() { Status = new OpenEnum<TicketStatus>(HalfAPair) })) { About = "ticket" },
#pragma warning restore CONV0001

        .. BadTexts.NoTicket("Tickets.GetAsync", static (client, id) => client.Tickets.GetAsync(id)),
        .. BadTexts.NoTicket("Tickets.DeleteAsync", static (client, id) => client.Tickets.DeleteAsync(id)),
        .. BadTexts.NoTicket("Tickets.UpdateAsync", static (client, id) => client.Tickets.UpdateAsync(id, Change)),
        .. Updates,

        .. Bulk("Tickets.SetStatusAsync", static (client, ids) => client.Tickets.SetStatusAsync(ids, TicketStatus.Open)),
        new("Tickets.SetStatusAsync", "status", "is the default", static client => client.Tickets.SetStatusAsync([Id], default)),
        new("Tickets.SetStatusAsync", "status", "holds half of a surrogate pair", static client => client.Tickets.SetStatusAsync([Id], new OpenEnum<TicketStatus>(HalfAPair))),
        .. Bulk("Tickets.AddTagsAsync", static (client, ids) => client.Tickets.AddTagsAsync(ids, ["a"])),
        .. BulkTagsRequest("Tickets.AddTagsAsync", static (client, tags) => client.Tickets.AddTagsAsync([Id], tags)),
        new("Tickets.AddTagsAsync", "tags", "is empty", static client => client.Tickets.AddTagsAsync([Id], [])),
        .. Bulk("Tickets.RemoveTagsAsync", static (client, ids) => client.Tickets.RemoveTagsAsync(ids, ["a"])),
        .. BulkTagsRequest("Tickets.RemoveTagsAsync", static (client, tags) => client.Tickets.RemoveTagsAsync([Id], tags)),
        new("Tickets.RemoveTagsAsync", "tags", "is empty", static client => client.Tickets.RemoveTagsAsync([Id], [])),
        .. Bulk("Tickets.SetTagsAsync", static (client, ids) => client.Tickets.SetTagsAsync(ids, ["a"])),
        .. BulkTagsRequest("Tickets.SetTagsAsync", static (client, tags) => client.Tickets.SetTagsAsync([Id], tags)),
    ];

    private static IEnumerable<BadCall> Updates =>
    [
        Update("is null", null!, ""),
        Update("mentions nothing", new(), "nothing"),
        Update("clears the status", new() { Status = null }, "Status"),
        Update("has the default status", new() { Status = default(OpenEnum<TicketStatus>) }, "Status"),
        Update("clears the traits", new() { AnonymousTraits = null }, "AnonymousTraits"),
        Update("has traits that are null", new() { AnonymousTraits = JsonElement.Parse("null") }, "AnonymousTraits"),
        Update("has undefined traits", new() { AnonymousTraits = default(JsonElement) }, "AnonymousTraits"),
        Update("clears whether the AI resolved it", new() { AIResolved = null }, "AIResolved"),
        Update("clears the tags with null", new() { Tags = null }, "Tags"),
        Update("has an assignee who is nobody", new() { Assignee = new() }, "Assignee"),
        Update("has a user without an id", new() { Assignee = new() { Type = AssigneeType.User } }, "Assignee"),
        Update("has a role with a user's id", new() { Assignee = new() { Type = AssigneeType.Role, UserId = 7 } }, "Assignee"),
        Update("has an empty role", new() { Assignee = new() { Type = AssigneeType.Role, RoleId = Guid.Empty } }, "Assignee"),
        Update("has an assignee of another kind", new() { Assignee = new() { Type = new OpenEnum<AssigneeType>("team"), UserId = 7 } }, "Assignee"),
        .. BadTexts.Tags("Tickets.UpdateAsync", "update", static (client, tags) => client.Tickets.UpdateAsync(42, new() { Tags = tags })),
        .. BadTexts.Json("Tickets.UpdateAsync", "anonymous_traits", "update", static (client, json) => client.Tickets.UpdateAsync(42, new() { AnonymousTraits = json })),
        .. Reasons("Tickets.UpdateAsync", "update", static (client, reason) => client.Tickets.UpdateAsync(42, new() { EscalationReason = reason })),
        new(
            "Tickets.UpdateAsync",
            "status",
            "holds half of a surrogate pair",
            static client => client.Tickets.UpdateAsync(42, new() { Status = new OpenEnum<TicketStatus>(HalfAPair) })) { About = "update" },
        new(
            "Tickets.UpdateAsync",
            "priority",
            "holds half of a surrogate pair",
            static client => client.Tickets.UpdateAsync(42, new() { Priority = new OpenEnum<TicketPriority>(HalfAPair) })) { About = "update" },
    ];

    private static BadCall Update(string what, TicketUpdate update, string says) =>
        new("Tickets.UpdateAsync", "update", what, client => client.Tickets.UpdateAsync(42, update)) { Says = says };

    /// <summary>Mistakes in reasons, which may be blank and of any length.</summary>
    private static IEnumerable<BadCall> Reasons(string facade, string parameter, Func<IConversationsClient, string, Task> call) =>
    [
        new(facade, parameter, "has a reason with half of a surrogate pair", client => call(client, HalfAPair)) { Says = "EscalationReason" },
        new(facade, parameter, "has a reason with a NUL", client => call(client, "a\0")) { Says = "EscalationReason" },
    ];

    private static IEnumerable<BadCall> Bulk(string facade, Func<IConversationsClient, IEnumerable<Guid>, Task> call) =>
    [
        new(facade, "ids", "is null", client => call(client, null!)),
        new(facade, "ids", "is empty", client => call(client, [])),
        new(facade, "ids", "has an empty id", client => call(client, [Id, Guid.Empty])),
        // Even when only a later batch would contain it.
        new(facade, "ids", "has an empty id after 500 others", client => call(client, [.. Enumerable.Range(0, 500).Select(static _ => Guid.NewGuid()), Guid.Empty])),
    ];

    private static IEnumerable<BadCall> BulkTagsRequest(string facade, Func<IConversationsClient, IEnumerable<string>, Task> call) =>
    [
        new(facade, "tags", "is null", client => call(client, null!)),
        new(facade, "tags", "has 101", client => call(client, Enumerable.Range(0, 101).Select(static number => $"{number}"))) { Says = "100" },
        .. BadTexts.Tags(facade, "tags", call),
    ];
}
