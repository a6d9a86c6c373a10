using System.Globalization;
using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Wire;

internal static class PersonJson
{
    // The default display order of a project (tickets.md 2.4).
    private static readonly string[] NameProperties = ["email", "name", "username"];

    public static void Write(Utf8JsonWriter writer, string name, PersonRow? person)
    {
        if (person is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString("id", person.Id);
        writer.WriteString("name", NameOf(person));
        writer.WriteStrings("distinct_ids", person.DistinctIds);
        writer.WriteJson("properties", person.Properties);
        writer.WriteInstant("created_at", person.CreatedAt);
        writer.WriteBoolean("is_identified", person.IsIdentified);
        writer.WriteEndObject();
    }

    public static string NameOf(PersonRow person)
    {
        foreach (string property in NameProperties)
        {
            if (person.Properties.TryGetProperty(property, out JsonElement value)
                && value.ValueKind == JsonValueKind.String
                && value.GetString() is { Length: > 0 } text)
            {
                return text;
            }
        }

        return person.DistinctIds.FirstOrDefault(id => !Guid.TryParse(id, out _))
            ?? (person.DistinctIds is [string first, ..] ? first : null)
            ?? person.Number.ToString(CultureInfo.InvariantCulture);
    }
}
