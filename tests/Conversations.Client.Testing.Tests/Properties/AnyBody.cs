using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>
/// Makes JSON from a schema of the contract, and breaks it. Whether it fits is not decided here but by the validator, so what is made
/// only has to be manifold.
/// </summary>
internal static class AnyBody
{
    private static readonly string[] Pieces = ["a", "word ", "\"", "\\", "\n", "\t", "Grüße", "世界", "🎉", "e\u0301", "\u2028", "%", "'", "<b>", "@", "#12", "\u00a0"];

    private static readonly string[] Wrong = [
        "null", "true", "\"true\"", "0", "1", "-1", "1.5", "1e400", "12345678901234567890", "\"\"", "\"   \"", "\"bogus\"", "\"a\\u0000b\"", "[]", "{}", "[null]", "[[]]", "{\"a\":null}", "[1]", "[\"\"]",
        "\"2026-01-01\"", "\"2026-01-01T00:00:00\"", "\"2026-13-45T00:00:00Z\"", "\"all\"", "\"critical\"", "\"CRITICAL\"", "{\"type\":\"user\"}", "{\"type\":\"user\",\"id\":\"7\"}", "{\"type\":\"role\",\"id\":7}",
    ];

    private static readonly string[] NoObjects = [
        "[]", "[{}]", "\"text\"", "1", "null", "true", "{", "", " ", "{]", "{\"content\":\"\\ud800\"}", "{\"message\":\"\\udc00x\"}", "{'content':1}", "{\"a\":1,}", "\ufeff{}", "{} {}", "NaN", "{\"a\":NaN}", "// no\n{}",
    ];

    public static string Of(Random random, JsonElement schema)
    {
        if (random.Next(25) == 0)
        {
            return NoObjects[random.Next(NoObjects.Length)];
        }

        JsonObject body = Make(random, schema, "") as JsonObject ?? [];
        if (random.Next(3) == 0)
        {
            Break(random, body, schema);
        }

        string text = body.ToJsonString();
        return random.Next(40) == 0 && body.Count > 0 && body.First() is { Value: not null } first
            ? $"{text[..^1]},{JsonSerializer.Serialize(first.Key)}:{first.Value.ToJsonString()}}}"
            : text;
    }

    public static JsonNode? Make(Random random, JsonElement schema, string name)
    {
        if (Rows.Meaningful.TryGetValue(name, out string[]? values) && random.Next(6) > 0)
        {
            return JsonNode.Parse(values[random.Next(values.Length)]);
        }

        schema = Spec.Resolve(schema);
        foreach (string choice in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (schema.TryGetProperty(choice, out JsonElement parts))
            {
                return Make(random, parts[random.Next(parts.GetArrayLength())], "");
            }
        }

        if (schema.TryGetProperty("enum", out JsonElement all))
        {
            return JsonNode.Parse(all[random.Next(all.GetArrayLength())].GetRawText());
        }

        IReadOnlyList<string> types = Spec.TypesOf(schema);
        return (types.Count == 0 ? "" : types[random.Next(types.Count)]) switch
        {
            "object" => Object(random, schema),
            "array" => Array(random, schema),
            "string" => Text(random, schema),
            "integer" => random.Next(-1, 12),
            "number" => random.NextDouble(),
            "boolean" => random.Next(2) == 0,
            "null" => null,
            _ => Anything(random, depth: random.Next(20) == 0 ? 30 : 2),
        };
    }

    private static JsonObject Object(Random random, JsonElement schema)
    {
        var made = new JsonObject();
        HashSet<string> required = schema.TryGetProperty("required", out JsonElement names)
            ? [.. names.EnumerateArray().Select(static name => name.GetString()!)]
            : [];
        if (schema.TryGetProperty("properties", out JsonElement members))
        {
            int share = random.Next(4);
            foreach (JsonProperty member in members.EnumerateObject())
            {
                if (required.Contains(member.Name) || (share > 0 && random.Next(4) < share))
                {
                    made[member.Name] = Make(random, member.Value, member.Name);
                }
            }
        }

        if (random.Next(6) == 0)
        {
            made[random.Next(3) switch { 0 => "id", 1 => "created_at", _ => "something_else" }] = Anything(random, depth: 1);
        }

        return made;
    }

    private static JsonArray Array(Random random, JsonElement schema)
    {
        int least = schema.TryGetProperty("minItems", out JsonElement minimum) ? minimum.GetInt32() : 0;
        int most = schema.TryGetProperty("maxItems", out JsonElement maximum) ? maximum.GetInt32() : 4;
        int count = random.Next(20) == 0 ? most + random.Next(2) : Math.Min(most, least + random.Next(3));
        return [.. Enumerable.Range(0, count).Select(_ => schema.TryGetProperty("items", out JsonElement items) ? Make(random, items, "") : null)];
    }

    private static string Text(Random random, JsonElement schema)
    {
        switch (schema.TryGetProperty("format", out JsonElement format) ? format.GetString() : "")
        {
            case "uuid":
                return new Guid(random.Next(3), 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 9).ToString();
            case "date-time":
                return $"2026-0{random.Next(1, 10)}-11T1{random.Next(10)}:30:00{(random.Next(2) == 0 ? ".123456" : "")}{(random.Next(2) == 0 ? "Z" : "+02:00")}";
            case "email":
                return $"user{random.Next(3)}@example.com";
        }

        int most = schema.TryGetProperty("maxLength", out JsonElement maximum) ? maximum.GetInt32() : 60;
        if (random.Next(12) == 0)
        {
            // At the limit, above it, and above it only with what is trimmed.
            return random.Next(3) switch { 0 => new string('x', most), 1 => new string('x', most + 1), _ => $" {new string('x', most)}\n" };
        }

        string text = string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)]));
        return schema.TryGetProperty("minLength", out _) && random.Next(8) > 0 ? text + "x" : text;
    }

    private static JsonNode? Anything(Random random, int depth) => random.Next(depth > 2 ? 5 : 0, depth > 0 ? 9 : 5) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.Next(),
        3 => JsonNode.Parse("1e300"),
        4 => Pieces[random.Next(Pieces.Length)],
        5 or 6 => new JsonArray(Anything(random, depth - 1)),
        _ => new JsonObject { [Pieces[random.Next(Pieces.Length)]] = Anything(random, depth - 1) },
    };

    /// <summary>Breaks it in one way; sometimes what results is still in order.</summary>
    private static void Break(Random random, JsonObject body, JsonElement schema)
    {
        string[] names = schema.TryGetProperty("properties", out JsonElement members)
            ? [.. members.EnumerateObject().Select(static member => member.Name)]
            : [];
        if (names.Length == 0)
        {
            return;
        }

        string name = names[random.Next(names.Length)];
        if (random.Next(5) == 0)
        {
            _ = body.Remove(name);
            return;
        }

        if (random.Next(3) == 0 && body[name] is JsonObject inner && Spec.Resolve(members.GetProperty(name)) is { } below)
        {
            below = below.TryGetProperty("allOf", out JsonElement parts) ? Spec.Resolve(parts[0]) : below;
            Break(random, inner, below);
            return;
        }

        body[name] = JsonNode.Parse(Wrong[random.Next(Wrong.Length)]);
    }
}
