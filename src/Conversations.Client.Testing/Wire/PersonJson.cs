using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Wire;

internal static partial class PersonJson
{
    // The default display order of a project (docs/service/tickets.md 2.4).
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

        return person.DistinctIds.FirstOrDefault(id => !Generated().IsMatch(id))
            ?? (person.DistinctIds is [string first, ..] ? first : null)
            ?? person.Number.ToString(CultureInfo.InvariantCulture);
    }

    // Five groups, as in a UUID and in the ids that older libraries made.
    [GeneratedRegex("^[0-9a-z]+(?:-[0-9a-z]+){4}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Generated();
}
