using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Conversations.Tests.OpenApi;

/// <summary>Checks JSON against the schemas of the contract, which are those of JSON Schema 2020-12.</summary>
public sealed class ContractSchema
{
    private const string Components = "#/components/schemas/";

    // Before the two checkers, which use them as they are made.
    private static readonly string[] Lists = ["allOf", "oneOf", "anyOf"];
    private static readonly EvaluationOptions Evaluation = new()
    {
        OutputFormat = OutputFormat.Hierarchical,
        RequireFormatValidation = true,
    };

    /// <summary>As a schema of OpenAPI says it: members that it does not name may be there.</summary>
    public static readonly ContractSchema Open = new(isExact: false);

    /// <summary>
    /// For what a service sends: members that a schema does not name are a mistake, although a client would accept them, and the
    /// discriminator selects the schema.
    /// </summary>
    public static readonly ContractSchema Exact = new(isExact: true);

    private readonly bool _isExact;
    private readonly Uri _home;
    private readonly BuildOptions _build = new() { Dialect = Dialect.Draft202012, SchemaRegistry = new SchemaRegistry() };
    private readonly ConcurrentDictionary<string, Lazy<JsonSchema>> _built = new(StringComparer.Ordinal);

    private ContractSchema(bool isExact)
    {
        _isExact = isExact;
        _home = new($"https://contract.example/{(isExact ? "exact" : "open")}");
        var definitions = new JsonObject();
        foreach (JsonProperty schema in Spec.Find("#/components/schemas").EnumerateObject())
        {
            definitions[schema.Name] = Translate(schema.Value, isPart: false);
            definitions[PartOf(schema.Name)] = Translate(schema.Value, isPart: true);
        }

        _ = Build(new JsonObject { ["$id"] = _home.ToString(), ["$defs"] = definitions }, _home);
    }

    /// <summary>What is wrong with a value, each with its place; nothing if it fits.</summary>
    public IReadOnlyList<string> Mistakes(JsonElement schema, JsonElement value)
    {
        string text = schema.GetRawText();
        JsonSchema built = _built.GetOrAdd(text, key => new(() => Build(Translate(schema, isPart: false), new Uri($"{_home}/{_built.Count}/{(uint)key.GetHashCode(StringComparison.Ordinal)}")))).Value;
        EvaluationResults results = built.Evaluate(value, Evaluation);
        return results.IsValid ? [] : [.. Errors(results).DefaultIfEmpty($"$: {value} does not fit").Distinct()];
    }

    /// <summary>The errors below what failed: a choice that does not fit is no mistake where another one does.</summary>
    private static IEnumerable<string> Errors(EvaluationResults results) => results.IsValid ? [] :
    [
        .. (results.Errors ?? []).Select(error => $"${results.InstanceLocation}: {error.Value}"),
        .. (results.Details ?? []).SelectMany(Errors),
    ];

    private static string PartOf(string name) => name + ".part";

    private JsonSchema Build(JsonNode schema, Uri address)
    {
        lock (_build)
        {
            return JsonSchema.FromText(schema.ToJsonString(), _build, address);
        }
    }

    /// <summary>The schema for the validator.</summary>
    /// <param name="schema">A schema of the contract.</param>
    /// <param name="isPart">Whether it is one of several that an object has to fit, so that it does not close the object.</param>
    private JsonObject Translate(JsonElement schema, bool isPart)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            string name = reference.GetString()![Components.Length..];
            return new() { ["$ref"] = $"{_home}#/$defs/{(isPart ? PartOf(name) : name)}" };
        }

        var made = new JsonObject();
        foreach (JsonProperty keyword in schema.EnumerateObject().Where(
            static keyword => !keyword.Name.StartsWith("x-", StringComparison.Ordinal)))
        {
            switch (keyword.Name)
            {
                case "properties":
                    made[keyword.Name] = new JsonObject(keyword.Value.EnumerateObject().Select(
                        member => KeyValuePair.Create<string, JsonNode?>(member.Name, Translate(member.Value, isPart: false))));
                    break;
                case "items" or "additionalProperties" or "not" when keyword.Value.ValueKind == JsonValueKind.Object:
                    made[keyword.Name] = Translate(keyword.Value, isPart: false);
                    break;
                case "format" when keyword.Value.GetString() is "int32" or "int64":
                    AddRange(made, schema, isLong: keyword.Value.ValueEquals("int64"));
                    break;
                case "discriminator" or "description" or "example" or "examples" or "default":
                    break;
                default:
                    made[keyword.Name] = Lists.Contains(keyword.Name)
                        ? new JsonArray([.. keyword.Value.EnumerateArray().Select(part => Translate(part, isPart || keyword.Name == "allOf"))])
                        : JsonNode.Parse(keyword.Value.GetRawText());
                    break;
            }
        }

        return _isExact && !isPart ? Close(made, schema) : made;
    }

    private static void AddRange(JsonObject made, JsonElement schema, bool isLong)
    {
        if (!schema.TryGetProperty("minimum", out _))
        {
            made["minimum"] = isLong ? long.MinValue : int.MinValue;
        }

        if (!schema.TryGetProperty("maximum", out _))
        {
            made["maximum"] = isLong ? long.MaxValue : int.MaxValue;
        }
    }

    /// <summary>Refuses members that are not named, and lets the discriminator select. What it does not know stays open.</summary>
    private JsonObject Close(JsonObject made, JsonElement schema)
    {
        if (schema.TryGetProperty("discriminator", out JsonElement discriminator))
        {
            string name = discriminator.GetProperty("propertyName").GetString()!;
            made["allOf"] = new JsonArray([
                .. discriminator.GetProperty("mapping").EnumerateObject().Select(kind => new JsonObject
                {
                    ["if"] = new JsonObject { ["properties"] = new JsonObject { [name] = new JsonObject { ["const"] = kind.Name } } },
                    ["then"] = new JsonObject { ["$ref"] = $"{_home}#/$defs/{kind.Value.GetString()![Components.Length..]}" },
                }),
            ]);
        }
        else if ((made.ContainsKey("properties") || made.ContainsKey("allOf")) && !made.ContainsKey("additionalProperties"))
        {
            made["unevaluatedProperties"] = false;
        }

        return made;
    }
}
