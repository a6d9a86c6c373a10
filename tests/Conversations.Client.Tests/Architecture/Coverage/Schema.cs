using System.Text.Json;

namespace Conversations.Client.Tests.Architecture.Coverage;

/// <summary>
/// Checks JSON against a schema of the contract. A member that the schema does not name is a mistake here, although the client would accept
/// it.
/// </summary>
internal static class Schema
{
    internal static IReadOnlyList<string> Mistakes(JsonElement schema, JsonElement value) => [.. Find(schema, value, "$")];

    private static IEnumerable<string> Find(JsonElement schema, JsonElement value, string path)
    {
        schema = Chosen(Spec.Resolve(schema), value);
        if (value.ValueKind == JsonValueKind.Null)
        {
            return Spec.TakesNull(schema) ? [] : [$"{path} is null"];
        }

        if (Spec.TypesOf(schema) is { Count: > 0 } types && !types.Any(type => Fits(type, value)))
        {
            return [$"{path} is {value.ValueKind}, not {string.Join(" or ", types)}"];
        }

        if (schema.TryGetProperty("enum", out JsonElement names) && !names.EnumerateArray().Any(name => JsonElement.DeepEquals(name, value)))
        {
            return [$"{path} is {value}, which is none of the values"];
        }

        if (schema.TryGetProperty("oneOf", out JsonElement choices) || schema.TryGetProperty("anyOf", out choices))
        {
            var each = choices.EnumerateArray().Select(choice => Find(choice, value, path).ToList()).ToList();
            return each.Any(static mistakes => mistakes.Count == 0) ? [] : each[0];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => OfMembers(schema, value, path),
            JsonValueKind.Array when schema.TryGetProperty("items", out JsonElement items) =>
                value.EnumerateArray().Index().SelectMany(item => Find(items, item.Item, $"{path}[{item.Index}]")),
            _ when schema.TryGetProperty("allOf", out JsonElement parts) => parts.EnumerateArray().SelectMany(part => Find(part, value, path)),
            _ => [],
        };
    }

    private static IEnumerable<string> OfMembers(JsonElement schema, JsonElement value, string path)
    {
        var properties = Parts(schema).SelectMany(static part =>
            part.TryGetProperty("properties", out JsonElement members) ? members.EnumerateObject() : default)
            .ToDictionary(static member => member.Name, static member => member.Value);
        if (properties.Count == 0)
        {
            return [];
        }

        IEnumerable<string> missing = Parts(schema).SelectMany(static part =>
            part.TryGetProperty("required", out JsonElement names) ? names.EnumerateArray() : default)
            .Select(static name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path} has no {name}");
        return missing.Concat(value.EnumerateObject().SelectMany(member => properties.TryGetValue(member.Name, out JsonElement property)
            ? Find(property, member.Value, $"{path}.{member.Name}")
            : [$"{path} has a {member.Name}"]));
    }

    private static IEnumerable<JsonElement> Parts(JsonElement schema) => schema.TryGetProperty("allOf", out JsonElement parts)
        ? parts.EnumerateArray().SelectMany(static part => Parts(Spec.Resolve(part))).Append(schema)
        : [schema];

    /// <summary>The schema that a discriminator selects.</summary>
    private static JsonElement Chosen(JsonElement schema, JsonElement value) =>
        schema.TryGetProperty("discriminator", out JsonElement discriminator)
        && value.TryGetProperty(discriminator.GetProperty("propertyName").GetString()!, out JsonElement kind)
        && discriminator.GetProperty("mapping").TryGetProperty(kind.GetString()!, out JsonElement reference)
            ? Spec.Find(reference.GetString()!)
            : schema;

    private static bool Fits(string type, JsonElement value) => (type, value.ValueKind) switch
    {
        ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("number", JsonValueKind.Number) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
        _ => false,
    };
}
