using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Tests.Architecture;
using Conversations.Client.Wire;

namespace Conversations.Client.Tests.AdditionalMembers;

/// <summary>The schemas of the contract that the service sends, and the records that read them.</summary>
internal static class Received
{
    /// <summary>Schemas without a record of their name, and who reads them.</summary>
    public static IReadOnlyDictionary<string, Type> Others { get; } = new Dictionary<string, Type>
    {
        ["ConversationPage"] = typeof(Page<Conversation>),
        ["TicketPage"] = typeof(Page<Ticket>),
        ["TicketMessagePage"] = typeof(Page<TicketMessage>),
        ["TicketViewPage"] = typeof(Page<TicketView>),
        ["ToolUpdate"] = typeof(ToolUpdateEvent),
        ["StatusUpdate"] = typeof(StatusEvent),
        // The assignee keeps a user or a role with more members whole.
        ["AssigneeUser"] = typeof(Assignee),
        ["AssigneeRole"] = typeof(Assignee),
    };

    /// <summary>The JSON of all records, those of pages as the client reads them.</summary>
    public static JsonSerializerOptions Options { get; } =
        new(WireSettings.Json.Options) { Encoder = null, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>
    /// Schemas whose readers keep the whole JSON, or texts of it only: an error has its body's texts and no members. An assignee in the
    /// filters
    /// of a view is one of a few words or a pair.
    /// </summary>
    public static IReadOnlyList<string> WithoutMembers { get; } = ["ContextMessage", "Error", "ViewAssignee", "ViewAssignees"];

    /// <summary>The names of the object schemas that a response can hold, found by following the references of all responses.</summary>
    public static IReadOnlySet<string> Schemas { get; } = Reached("responses");

    /// <summary>The same for the bodies of requests.</summary>
    public static IReadOnlySet<string> SchemasOfRequests { get; } = Reached("requestBody");

    /// <summary>Every record that reads an object of a response, and how its smallest JSON begins.</summary>
    public static IReadOnlyDictionary<Type, string> Records { get; } = Schemas.Except(WithoutMembers).Select(TypeOf)
        .Where(static type => !type.IsAbstract && !typeof(ConversationStreamEvent).IsAssignableFrom(type))
        .Distinct()
        .ToDictionary(static type => type, static type =>
            typeof(ConversationMessage).IsAssignableFrom(type) ? $"\"type\":\"{((ConversationMessage)Activator.CreateInstance(type)!).Type}\","
            : type == typeof(TicketViewSorting) ? "\"columnKey\":\"a\","
            : "");

    /// <summary>The record that reads a schema.</summary>
    public static Type TypeOf(string schema) => Others.TryGetValue(schema, out Type? other)
        ? other
        : typeof(ConversationsClient).Assembly.GetType("Conversations.Client." + schema)
            ?? throw new InvalidOperationException($"{schema} has no record: generate it, or say in Others who reads it.");

    public static PropertyInfo? PropertyOf(Type type) => type.GetProperty(nameof(Ticket.AdditionalMembers));

    public static IReadOnlyDictionary<string, JsonElement> MembersOf(object record) =>
        (IReadOnlyDictionary<string, JsonElement>)PropertyOf(record.GetType())!.GetValue(record)!;

    /// <summary>The record and all that it holds, as far as they can have members beyond the known ones.</summary>
    public static IEnumerable<object> Within(object? value) => value switch
    {
        null or string or JsonElement => [],
        System.Collections.IEnumerable items => items.Cast<object?>().SelectMany(Within),
        _ when value.GetType().Assembly == typeof(ConversationsClient).Assembly && value.GetType().IsClass =>
            value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(static member => member.Name != nameof(Ticket.AdditionalMembers) && member.GetIndexParameters().Length == 0)
                .SelectMany(member => Within(member.GetValue(value)))
                .Concat(PropertyOf(value.GetType()) is null ? [] : [value]),
        _ => [],
    };

    /// <summary>What each call answers, as the type that its method returns.</summary>
    public static IEnumerable<(string Operation, string Json, Type Type)> Answers() =>
        from operation in Spec.Operations
        let name = operation.Json.GetProperty("operationId").GetString() + "Async"
        let result = typeof(IConversationsApi).GetMethods()
            .Single(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .ReturnType.GetGenericArguments().SingleOrDefault()
        where result is { IsInterface: false }
        // Two statuses may have the same example.
        from json in ExamplesOf(operation).Distinct()
        select (operation.Name, json, result);

    private static IEnumerable<string> ExamplesOf(SpecOperation operation)
    {
        foreach (JsonProperty response in operation.Json.GetProperty("responses").EnumerateObject().Where(static each => each.Name[0] == '2'))
        {
            JsonElement content = Spec.Resolve(response.Value).GetProperty("content").GetProperty("application/json");
            foreach (JsonElement example in SpecExamples.Of(content))
            {
                yield return example.GetRawText();
            }
        }
    }

    private static HashSet<string> Reached(string part)
    {
        var seen = new HashSet<string>();
        foreach (SpecOperation operation in Spec.Operations)
        {
            if (operation.Json.TryGetProperty(part, out JsonElement start))
            {
                Follow(start, seen);
            }
        }

        const string schemas = "#/components/schemas/";
        return [.. seen.Where(static reference => reference.StartsWith(schemas, StringComparison.Ordinal))
            .Where(static reference => !Spec.Find(reference).TryGetProperty("enum", out _))
            .Select(static reference => reference[schemas.Length..])];
    }

    private static void Follow(JsonElement element, HashSet<string> seen)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Follow(item, seen);
                }

                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    Follow(member.Value, seen);
                }

                break;
            // A reference, or the target of a discriminator.
            case JsonValueKind.String when element.GetString() is { } text && text.StartsWith("#/components/", StringComparison.Ordinal) && seen.Add(text):
                Follow(Spec.Find(text), seen);
                break;
            default:
                break;
        }
    }
}
