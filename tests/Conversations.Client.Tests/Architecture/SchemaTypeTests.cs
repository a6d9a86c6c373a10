using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conversations.Client.Tests.Architecture;

/// <summary>Each kind of value has the same type in all records: instants, ids, lists, raw JSON, open enums.</summary>
public sealed class SchemaTypeTests
{
    public static TheoryData<string> Schemas => [.. Records().Select(static schema => schema.Name)];

    [Theory, MemberData(nameof(Schemas))]
    public void Members_have_the_type_of_their_kind(string name)
    {
        var members = TypeOf(name)!.GetProperties().Where(static member => member.IsDefined(typeof(JsonPropertyNameAttribute)))
            .ToDictionary(
                static member => member.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name,
                static member => Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType);
        IEnumerable<JsonProperty> properties = Parts(Records().Single(schema => schema.Name == name).Value)
            .SelectMany(static part => part.TryGetProperty("properties", out JsonElement found) ? found.EnumerateObject() : default);
        foreach (JsonProperty property in properties.Where(property => members.ContainsKey(property.Name)))
        {
            Assert.True(Fits(property.Value, members[property.Name]), $"{name}.{property.Name} is {members[property.Name]} in the client.");
        }
    }

    [Fact]
    public void Messages_are_the_contracts_and_one_for_what_is_not_known()
    {
        IEnumerable<Type> kinds = typeof(ConversationsClient).Assembly.GetExportedTypes()
            .Where(static type => type.BaseType == typeof(ConversationMessage));
        Assert.Equal(
            [
                "ArtifactMessage", "AssistantMessage", "FailureMessage", "HumanMessage", "MultiVisualizationMessage", "NotebookMessage",
                "PlanningMessage", "ReasoningMessage", "TaskExecutionMessage", "ToolMessage", "UnknownMessage", "VisualizationMessage",
            ],
            kinds.Select(static type => type.Name).Order(StringComparer.Ordinal));
        Assert.Equal(typeof(JsonElement), typeof(UnknownMessage).GetProperty("Raw")!.PropertyType);
    }

    [Fact]
    public void Records_with_equal_members_are_equal_only_with_the_same_list()
    {
        IReadOnlyList<string> tags = ["vip"];
        var ticket = new Ticket { Id = Guid.Parse(Examples.TicketId), Tags = tags };
        Assert.Equal(ticket, new Ticket { Id = ticket.Id, Tags = tags });
        Assert.NotEqual(ticket, new Ticket { Id = ticket.Id, Tags = ["vip"] });
    }

    [Fact]
    public void What_older_servers_ignore_is_said_in_the_docs_of_the_member()
    {
        var docs = System.Xml.Linq.XDocument.Load(Path.ChangeExtension(typeof(ConversationsClient).Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(
                static member => member.Attribute("name")!.Value,
                static member => string.Join(' ', member.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        var newer = Spec.Operations.Single(static operation => operation.Name == "tickets.list").Parameters
            .Where(static parameter => parameter.TryGetProperty("x-servers", out JsonElement servers) && servers.GetString() == "current")
            .Select(static parameter => Spec.PascalCase(parameter.GetProperty("name").GetString()!)).ToList();
        Assert.Equal(5, newer.Count);
        Assert.All(newer, member => Assert.Contains("Newer servers only, older ones ignore it", docs[$"P:Conversations.Client.TicketQuery.{member}"], StringComparison.Ordinal));
        Assert.Contains("older ones ignore it", docs["P:Conversations.Client.AssigneeFilter.Me"], StringComparison.Ordinal);
    }

    private static IEnumerable<JsonProperty> Records() => Spec.Root.GetProperty("components").GetProperty("schemas").EnumerateObject()
        // These two have their own JSON forms, and their own tests.
        .Where(static schema => schema.Name is not ("TicketViewFilters" or "Assignee") && TypeOf(schema.Name) is { IsEnum: false });

    private static Type? TypeOf(string name) => typeof(ConversationsClient).Assembly.GetType("Conversations.Client." + name);

    private static IEnumerable<JsonElement> Parts(JsonElement schema) => schema.TryGetProperty("allOf", out JsonElement parts)
        ? parts.EnumerateArray().SelectMany(static part => Parts(Spec.Resolve(part))).Append(schema)
        : [schema];

    private static bool Fits(JsonElement schema, Type type)
    {
        JsonElement only = Spec.Resolve(
            schema.TryGetProperty("allOf", out JsonElement all) ? all[0] : schema.TryGetProperty("oneOf", out JsonElement one) ? one[0] : schema);
        if (only.TryGetProperty("enum", out _))
        {
            return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(OpenEnum<>);
        }

        if (only.TryGetProperty("anyOf", out JsonElement choices))
        {
            // An enum with another text beside it.
            return choices.EnumerateArray().Any(choice => Fits(choice, type));
        }

        return (Spec.TypesOf(only) is [{ } first, ..] ? first : null, Text(only, "format")) switch
        {
            ("string", "date-time") => type == typeof(DateTimeOffset),
            ("string", "uuid") => type == typeof(Guid),
            ("string", _) => type == typeof(string),
            ("integer", "int64") => type == typeof(long),
            ("integer", _) => type == typeof(int),
            ("boolean", _) => type == typeof(bool),
            ("array", _) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>),
            ("object", _) when only.TryGetProperty("properties", out _) => type.IsClass && type != typeof(string),
            ("object", _) => type == typeof(JsonElement) || type == typeof(IReadOnlyDictionary<string, JsonElement>),
            (null, _) => type == typeof(JsonElement) || only.TryGetProperty("allOf", out _),
            _ => false,
        };
    }

    private static string? Text(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
