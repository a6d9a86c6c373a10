using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Wire;

/// <summary>The saved view, members in the order of docs/service/tickets.md 3.</summary>
internal static class ViewJson
{
    public static void Write(Utf8JsonWriter writer, ViewRow view, long caller, DirectoryTable directory, bool hasFavorites)
    {
        writer.WriteStartObject();
        writer.WriteString("id", view.Id);
        writer.WriteString("short_id", view.ShortId);
        writer.WriteString("name", view.Name);
        writer.WriteJson("filters", view.Filters);
        writer.WriteInstant("created_at", view.CreatedAt);
        UserJson.Write(writer, "created_by", view.CreatedBy is { } creator ? directory.Users.GetValueOrDefault(creator) : null);
        if (hasFavorites)
        {
            writer.WriteBoolean("is_favorited", view.FavoritedBy.Contains(caller));
        }

        writer.WriteEndObject();
    }
}
