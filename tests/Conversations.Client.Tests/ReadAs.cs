using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conversations.Client.Tests;

/// <summary>Compares a record with the JSON it was read from, member by member, so that none can be forgotten.</summary>
internal static class ReadAs
{
    /// <summary>Every member of the JSON is in the record with the same value, and every other member has its default.</summary>
    internal static void Same(string json, object record)
    {
        using var document = JsonDocument.Parse(json);
        Same(document.RootElement, record, record.GetType().Name);
    }

    private static void Same(JsonElement json, object? value, string path)
    {
        switch (json.ValueKind, value)
        {
            case (JsonValueKind.Null, null):
            // A null in the JSON keeps the member's default.
            case (JsonValueKind.Null, ""):
            case (JsonValueKind.Null, ICollection { Count: 0 }):
                break;
            case (JsonValueKind.Null, JsonElement { ValueKind: JsonValueKind.Object } element) when !element.EnumerateObject().Any():
                break;
            case (_, JsonElement element):
                Assert.True(JsonElement.DeepEquals(json, element), path);
                break;
            case (JsonValueKind.Object, Assignee assignee):
                Same(json, assignee, path);
                break;
            case (JsonValueKind.Object, TicketViewFilters):
                // Has its own JSON form, and its own tests.
                break;
            case (JsonValueKind.Object, IReadOnlyDictionary<string, JsonElement> dictionary):
                Assert.Equal(json.EnumerateObject().Select(static member => $"{member.Name}={member.Value.GetRawText()}"), dictionary.Select(static member => $"{member.Key}={member.Value.GetRawText()}"));
                break;
            case (JsonValueKind.Object, not null):
                SameMembers(json, value, path);
                break;
            case (JsonValueKind.Array, IEnumerable items):
                var values = items.Cast<object?>().ToList();
                Assert.Equal(json.GetArrayLength(), values.Count);
                foreach ((int index, JsonElement item) in json.EnumerateArray().Index())
                {
                    Same(item, values[index], $"{path}[{index}]");
                }

                break;
            case (JsonValueKind.String, DateTimeOffset instant):
                Assert.Equal(DateTimeOffset.Parse(json.GetString()!, CultureInfo.InvariantCulture), instant);
                break;
            case (JsonValueKind.True or JsonValueKind.False, bool flag):
                Assert.True(flag == json.GetBoolean(), path);
                break;
            case (JsonValueKind.String, not null):
                Assert.Equal($"{path}: {json.GetString()}", $"{path}: {value}");
                break;
            case (JsonValueKind.Number, IFormattable number):
                Assert.Equal($"{path}: {json.GetRawText()}", $"{path}: {number.ToString(null, CultureInfo.InvariantCulture)}");
                break;
            default:
                Assert.Fail($"{path} is {value ?? "null"} where the wire has {json.GetRawText()}");
                break;
        }
    }

    private static void Same(JsonElement json, Assignee assignee, string path)
    {
        Assert.Equal(json.GetProperty("type").GetString(), assignee.Type.Value);
        Assert.True(
            json.GetProperty("id").ToString() == (assignee.UserId?.ToString(CultureInfo.InvariantCulture) ?? assignee.RoleId?.ToString()),
            path);
        Assert.Equal(
            json.GetProperty("user") is { ValueKind: JsonValueKind.Object } user ? user.GetProperty("email").GetString() : null,
            assignee.UserEmail);
        Assert.Equal(
            json.GetProperty("role") is { ValueKind: JsonValueKind.Object } role ? role.GetProperty("name").GetString() : null,
            assignee.RoleName);
    }

    private static void SameMembers(JsonElement json, object record, string path)
    {
        var members = record.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(static member => member.GetCustomAttribute<JsonPropertyNameAttribute>() is not null)
            .ToDictionary(static member => member.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name);
        foreach (JsonProperty member in json.EnumerateObject())
        {
            Assert.True(members.Remove(member.Name, out PropertyInfo? property), $"{path} has no member for {member.Name}");
            Same(member.Value, property!.GetValue(record), $"{path}.{property.Name}");
        }

        foreach ((string? name, PropertyInfo? property) in members)
        {
            object? value = property.GetValue(record);
            bool isDefault = value is null or "" or false or 0 or 0L or ICollection { Count: 0 }
                || value.Equals(property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null)
                || value is JsonElement { ValueKind: JsonValueKind.Object } element && !element.EnumerateObject().Any();
            Assert.True(isDefault, $"{path}.{property.Name} is {value}, and the wire has no {name}");
        }
    }
}
