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
        writer.WriteNull("is_email_verified");
        writer.WriteNull("hedgehog_config");
        writer.WriteNull("role_at_organization");
        writer.WriteEndObject();
    }
}
