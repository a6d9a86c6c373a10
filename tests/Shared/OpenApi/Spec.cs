using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conversations.Tests.OpenApi;

/// <summary>openapi.json, as the tests read it.</summary>
public static class Spec
{
    public static JsonElement Root { get; } = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("openapi.json"))).RootElement;

    public static IReadOnlyList<SpecOperation> Operations { get; } =
    [
        .. from path in Root.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select new SpecOperation(path.Name, operation.Name.ToUpperInvariant(), operation.Value),
    ];

    /// <summary>Converts a wire name to a member name: each word starts with a capital, and proper names have their own spelling.</summary>
    public static string PascalCase(string wire) => string.Concat(wire.Split('_').Select(static word => word switch
    {
        "ai" => "AI",
        "github" => "GitHub",
        "langgraph" => "LangGraph",
        _ => char.ToUpperInvariant(word[0]) + word[1..],
    }));

    /// <summary>The target of a reference, or the element itself.</summary>
    public static JsonElement Resolve(JsonElement element)
    {
        return element.TryGetProperty("$ref", out JsonElement reference) ? Find(reference.GetString()!) : element;
    }

    /// <summary>The types that a schema names itself; none where it takes any, or leaves them to its parts.</summary>
    public static IReadOnlyList<string> TypesOf(JsonElement schema) => !schema.TryGetProperty("type", out JsonElement type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(static name => name.GetString()!)]
        : [type.GetString()!];

    /// <summary>Whether a schema takes null.</summary>
    public static bool TakesNull(JsonElement schema) =>
        TypesOf(schema) is { Count: > 0 } types ? types.Contains("null")
        : schema.TryGetProperty("oneOf", out JsonElement choices) || schema.TryGetProperty("anyOf", out choices)
            ? choices.EnumerateArray().Any(static choice => TakesNull(Resolve(choice)))
        : !schema.TryGetProperty("allOf", out _) && !schema.TryGetProperty("enum", out _);

    /// <summary>The target of a reference such as <c>#/components/schemas/Ticket</c>.</summary>
    public static JsonElement Find(string reference)
    {
        JsonElement found = Root;
        foreach (string? part in reference.Split('/').Skip(1))
        {
            found = found.GetProperty(part);
        }

        return found;
    }
}

/// <summary>One operation of the contract.</summary>
public sealed record SpecOperation(string Path, string Method, JsonElement Json)
{
    public string Name => Json.GetProperty("x-operation").GetString()!;

    /// <summary>Its methods in the groups, such as <c>Tickets.ListAsync</c>.</summary>
    public IReadOnlyList<string> Facade => [.. Json.GetProperty("x-facade").EnumerateArray().Select(static name => name.GetString()!)];

    public bool IsSessionOnly => Json.GetProperty("x-session-only").GetBoolean();

    public IReadOnlyList<JsonElement> Parameters => [.. Json.GetProperty("parameters").EnumerateArray().Select(Spec.Resolve)];

    public JsonElement? BodySchema => Json.TryGetProperty("requestBody", out JsonElement body)
        ? Spec.Resolve(Spec.Resolve(body).GetProperty("content").GetProperty("application/json").GetProperty("schema"))
        : null;

    /// <summary>The first of the contract's examples of the request body; a new copy each time.</summary>
    public JsonObject? RequestExample => Json.TryGetProperty("requestBody", out JsonElement body)
        ? JsonNode.Parse(
            Spec.Resolve(body)
                .GetProperty("content")
                .GetProperty("application/json")
                .GetProperty("examples")
                .EnumerateObject()
                .First().Value.GetProperty("value")
                .GetRawText())!.AsObject()
        : null;

    public IEnumerable<string> ParametersIn(string place) =>
        Parameters.Where(parameter => parameter.GetProperty("in").GetString() == place)
            .Select(static parameter => parameter.GetProperty("name").GetString()!);
}
