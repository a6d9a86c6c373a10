using System.Globalization;

namespace Conversations.Client;

/// <summary>A filter for the assignee of a ticket: nobody, the caller, a user or a role.</summary>
public sealed record AssigneeFilter
{
    private AssigneeFilter(string kind) => Kind = kind;

    /// <summary>Tickets without an assignee.</summary>
    public static AssigneeFilter Unassigned { get; } = new("unassigned");

    /// <summary>The caller's own tickets. Newer servers only; older ones ignore it and list the tickets of all.</summary>
    public static AssigneeFilter Me { get; } = new("me");

    /// <summary>The user, if the filter names one.</summary>
    public long? UserId { get; private init; }

    /// <summary>The role, if the filter names one.</summary>
    public Guid? RoleId { get; private init; }

    /// <summary>The word on the wire: <c>unassigned</c>, <c>me</c>, <c>user</c> or <c>role</c>.</summary>
    internal string Kind { get; }

    /// <summary>A user's tickets.</summary>
    /// <param name="id">The user's id.</param>
    /// <returns>The filter.</returns>
    public static AssigneeFilter User(long id) => new("user") { UserId = id };

    /// <summary>A role's tickets.</summary>
    /// <param name="id">The role's id.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public static AssigneeFilter Role(Guid id) => id == Guid.Empty
        ? throw new ArgumentException("The role's id is empty: give the id of a role, or use AssigneeFilter.Unassigned for tickets without an assignee.", nameof(id))
        : new("role") { RoleId = id };

    /// <summary>The text in a query: <c>unassigned</c>, <c>me</c>, <c>user:7</c> or <c>role:…</c>.</summary>
    /// <returns>The wire text.</returns>
    public override string ToString() => this switch
    {
        { UserId: { } user } => string.Create(CultureInfo.InvariantCulture, $"user:{user}"),
        { RoleId: { } role } => $"role:{role}",
        _ => Kind,
    };
}
