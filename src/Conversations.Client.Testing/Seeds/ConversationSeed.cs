namespace Conversations.Client.Testing;

/// <summary>A conversation to put into the fake.</summary>
public sealed record ConversationSeed
{
    /// <summary>The id. Default: a new one. A conversation with the same one is replaced.</summary>
    public Guid? Id { get; init; }

    /// <summary>The project. Default: the fake's own.</summary>
    public int? Project { get; init; }

    /// <summary>The user whose it is. Default: the fake's own.</summary>
    public long? User { get; init; }

    /// <summary>The title. Default: none, and then it is neither listed nor retrievable.</summary>
    public string? Title { get; init; }

    /// <summary>The status. Default: idle. In any other no turn is running behind it: a reconnect hears a failure after a minute.</summary>
    public OpenEnum<ConversationStatus> Status { get; init; } = ConversationStatus.Idle;

    /// <summary>The type. Default: assistant.</summary>
    public OpenEnum<ConversationType> Type { get; init; } = ConversationType.Assistant;

    /// <summary>Whether PostHog's staff made it, which hides it.</summary>
    public bool IsInternal { get; init; }

    /// <summary>Whether it was deleted.</summary>
    public bool Deleted { get; init; }

    /// <summary>Whether its stored state can be read; if not, its messages are withheld. Default: it can.</summary>
    public bool Readable { get; init; } = true;

    /// <summary>The messages, oldest first. For a kind this package has no record of, use <see cref="UnknownMessage"/>.</summary>
    public IReadOnlyList<ConversationMessage> Messages { get; init; } = [];

    /// <summary>When it last changed. Default: now, on the fake's clock.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
