using System.Text.Json;

namespace Conversations.Client.Testing;

/// <summary>A conversation to put into the fake.</summary>
public sealed record ConversationSeed
{
    /// <summary>The id. Default: a new one. A conversation with the same id is replaced.</summary>
    public Guid? Id { get; init; }

    /// <summary>The project. Default: the fake's own.</summary>
    public int? Project { get; init; }

    /// <summary>The user it belongs to. Default: the fake's own.</summary>
    public long? User { get; init; }

    /// <summary>The title. Default: none; it can then be neither listed nor retrieved.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// The status. Default: idle. With any other status no turn is running: a client that reconnects gets a failure after a minute.
    /// </summary>
    public OpenEnum<ConversationStatus> Status { get; init; } = ConversationStatus.Idle;

    /// <summary>The type. Default: assistant.</summary>
    public OpenEnum<ConversationType> Type { get; init; } = ConversationType.Assistant;

    /// <summary>What it is about. Default: not known.</summary>
    public OpenEnum<ConversationTopic>? Topic { get; init; }

    /// <summary>The task it belongs to, as raw JSON. Default: none.</summary>
    public JsonElement? Task { get; init; }

    /// <summary>The Slack thread it was started in. Default: none.</summary>
    public string? SlackThreadKey { get; init; }

    /// <summary>The domain of that Slack workspace. Default: none.</summary>
    public string? SlackWorkspaceDomain { get; init; }

    /// <summary>Whether it runs in the sandbox. The newest service then takes no text for it.</summary>
    public bool IsSandbox { get; init; }

    /// <summary>Whether PostHog's staff made it. The service hides it then.</summary>
    public bool IsInternal { get; init; }

    /// <summary>Whether it was deleted.</summary>
    public bool Deleted { get; init; }

    /// <summary>Whether its stored state can be read. If not, its messages are withheld. Default: true.</summary>
    public bool Readable { get; init; } = true;

    /// <summary>The messages, oldest first. For a kind without a record type in this package, use <see cref="UnknownMessage"/>.</summary>
    public IReadOnlyList<ConversationMessage> Messages { get; init; } = [];

    /// <summary>When it last changed. Default: now, on the fake's clock.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
