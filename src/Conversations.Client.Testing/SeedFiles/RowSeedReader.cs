using System.Text.Json;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.SeedFiles;

/// <summary>Reads saved views and conversations.</summary>
internal static class RowSeedReader
{
    public static ViewSeed View(SeedNode node, SeedReferences known)
    {
        _ = node.Object("project", "name", "filters", "created_by", "short_id", "favorited_by");
        var seed = new ViewSeed { Name = node.Get("name").Text() };
        return seed with
        {
            ShortId = node.Find("short_id")?.Text(),
            Filters = node.Find("filters") is { } filters ? AsSent(filters.JsonObject()) : seed.Filters,
            CreatedBy = node.Find("created_by") is { } creator ? creator.IsNull ? null : known.User(creator) : known.DefaultUser,
            FavoritedBy = node.Find("favorited_by") is { } users ? [.. users.Items().Select(known.User)] : [],
            Project = known.ProjectOf(node),
        };
    }

    public static ConversationSeed Conversation(SeedNode node, SeedReferences known)
    {
        _ = node.Object(
            "project", "id", "user", "title", "status", "type", "topic", "task", "slack_thread_key", "slack_workspace_domain", "is_sandbox",
            "is_internal", "deleted", "readable", "messages", "updated_at");
        ConversationSeed seed = new();
        return seed with
        {
            Id = node.Find("id")?.Uuid(),
            Title = node.FindValue("title")?.Text(),
            Status = node.Find("status")?.Choice<ConversationStatus>(Vocabulary.ConversationStatuses) ?? seed.Status,
            Type = node.Find("type")?.Choice<ConversationType>(Vocabulary.ConversationTypes) ?? seed.Type,
            Topic = node.FindValue("topic") is { } topic ? new OpenEnum<ConversationTopic>(topic.Text()) : null,
            Task = node.FindValue("task")?.JsonObject(),
            SlackThreadKey = node.FindValue("slack_thread_key")?.Text(),
            SlackWorkspaceDomain = node.FindValue("slack_workspace_domain")?.Text(),
            IsSandbox = node.Find("is_sandbox")?.Boolean() ?? seed.IsSandbox,
            IsInternal = node.Find("is_internal")?.Boolean() ?? seed.IsInternal,
            Deleted = node.Find("deleted")?.Boolean() ?? seed.Deleted,
            Readable = node.Find("readable")?.Boolean() ?? seed.Readable,
            Messages = node.Find("messages") is { } messages ? [.. messages.Items().Select(Message)] : seed.Messages,
            UpdatedAt = node.Find("updated_at")?.Instant(),
            Project = known.ProjectOf(node),
            User = known.UserOf(node),
        };
    }

    // Stored exactly as in the file, because the service also keeps what was sent.
    private static UnknownMessage Message(SeedNode node)
    {
        _ = node.JsonObject();
        _ = node.Get("type").Text();
        return new UnknownMessage { Raw = node.Json };
    }

    private static TicketViewFilters AsSent(JsonElement filters)
    {
        Dictionary<string, JsonElement> members = [];
        foreach (JsonProperty member in filters.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return new TicketViewFilters { AdditionalMembers = members };
    }
}
