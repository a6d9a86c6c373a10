using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Wire;

internal static class UserJson
{
    public static void Write(Utf8JsonWriter writer, string name, UserRow? user)
    {
        if (user is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("id", user.Id);
        writer.WriteString("uuid", user.Uuid);
        writer.WriteString("distinct_id", user.DistinctId);
        writer.WriteString("first_name", user.FirstName);
        writer.WriteString("last_name", user.LastName);
        writer.WriteString("email", user.Email);
        if (user.IsEmailVerified is { } isVerified)
        {
            writer.WriteBoolean("is_email_verified", isVerified);
        }
        else
        {
            writer.WriteNull("is_email_verified");
        }

        writer.WriteJsonOrNull("hedgehog_config", user.HedgehogConfig);
        writer.WriteString("role_at_organization", user.RoleAtOrganization);
        writer.WriteEndObject();
    }
}
