namespace Conversations.Client.Testing;

/// <summary>A saved view to put into the fake.</summary>
public sealed record ViewSeed
{
    /// <summary>The project. Default: the fake's own.</summary>
    public int? Project { get; init; }

    /// <summary>The id in the view's path. Default: a new one. A view with the same id is replaced.</summary>
    public string? ShortId { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Which tickets it shows. Default: all.</summary>
    public TicketViewFilters Filters { get; init; } = new();

    /// <summary>The user who made it. Null: a user who has been deleted since. Default: the fake's own user.</summary>
    public long? CreatedBy { get; init; } = State.DefaultDirectory.UserId;

    /// <summary>The users for whom it is a favourite.</summary>
    public IReadOnlyList<long> FavoritedBy { get; init; } = [];
}
