using System.Reflection;
using System.Text.Json;
using Conversations.Client.Pipeline;
using Refit;

namespace Conversations.Client.Tests.Architecture;

/// <summary>The code agrees with openapi.json.</summary>
public sealed class ContractTests
{
    public static TheoryData<string> OperationNames => [.. Spec.Operations.Select(static operation => operation.Name)];

    public static TheoryData<string> EnumNames => [.. Enums().Select(static schema => schema.Name)];

    private static IEnumerable<JsonProperty> Enums() =>
        Spec.Root.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(static schema => schema.Value.TryGetProperty("x-enum-descriptions", out _));

    /// <summary>
    /// A member that may hold one text more than the enum has a list of its own, because generators lose a union of the two.
    /// </summary>
    [Theory]
    [InlineData("StoredPriority", "TicketPriority", "")]
    [InlineData("ViewChannel", "ChannelSource", "all")]
    [InlineData("ViewSla", "SlaState", "all")]
    public void A_list_with_one_text_more_has_all_values_of_its_enum(string name, string enumName, string more)
    {
        JsonElement schemas = Spec.Root.GetProperty("components").GetProperty("schemas");
        Assert.Equal(
            [.. Values(enumName), more],
            Values(name));

        IEnumerable<string?> Values(string schema) =>
            schemas.GetProperty(schema).GetProperty("enum").EnumerateArray().Select(static value => value.GetString());
    }

    [Theory, MemberData(nameof(OperationNames))]
    public void Each_operation_is_a_method_with_its_route(string name)
    {
        (string? route, string? method, JsonElement operation) = Spec.Operations.Single(operation => operation.Name == name);
        MethodInfo found = Assert.Single(typeof(IConversationsApi).GetMethods(),
            candidate => candidate.GetCustomAttribute<HttpMethodAttribute>() is { } attribute
            && attribute.Method.Method == method && Snake(attribute.Path) == route);
        Assert.Equal(operation.GetProperty("operationId").GetString() + "Async", char.ToLowerInvariant(found.Name[0]) + found.Name[1..]);

        // The method has every path parameter, and every query parameter with its wire name.
        List<JsonElement> declared = operation.TryGetProperty("parameters", out JsonElement parameters)
            ? parameters.EnumerateArray().Select(Spec.Resolve).ToList()
            : [];
        Assert.Equal(
            declared.Where(static parameter => parameter.GetProperty("in").GetString() == "query")
                .Select(static parameter => parameter.GetProperty("name").GetString()),
            found.GetParameters()
                .Where(static parameter => parameter.GetCustomAttribute<QueryAttribute>() is not null)
                .Select(static parameter => parameter.GetCustomAttribute<AliasAsAttribute>()!.Name));
        Assert.Equal(
            operation.TryGetProperty("requestBody", out _),
            found.GetParameters().Any(static parameter => parameter.GetCustomAttribute<BodyAttribute>() is not null));
    }

    [Fact]
    public void What_to_do_instead_is_said_of_each_operation_that_some_servers_lack_and_of_no_other() => Assert.Equal(
        Spec.Operations.Where(static operation => operation.Json.GetProperty("x-servers").GetString() != "all")
            .Select(static operation => operation.Name),
        Spec.Operations.Where(static operation => operation.Json.TryGetProperty("x-instead", out _))
            .Select(static operation => operation.Name));

    [Fact]
    public void There_is_no_method_without_an_operation() =>
        Assert.Equal(Spec.Operations.Count, typeof(IConversationsApi).GetMethods().Length);

    [Fact]
    public void The_table_of_operations_is_the_contracts() => Assert.Equal(
        Spec.Operations.Select(static entry => ((string?)entry.Name, entry.Method, entry.Path, entry.Json.GetProperty("x-repeatable").GetBoolean())),
        OperationTable.All.Select(static fact => ((string?)fact.Name, fact.Method.Method, fact.Route, fact.IsRepeatable)));

    [Theory, MemberData(nameof(OperationNames))]
    public void Each_operation_is_found_by_its_address_under_either_prefix(string name)
    {
        (string? route, string? method, JsonElement _) = Spec.Operations.Single(operation => operation.Name == name);
        foreach (string? path in new[] { route, route.Replace("/environments/", "/projects/", StringComparison.Ordinal),
            route.Replace("/projects/", "/environments/", StringComparison.Ordinal) })
        {
            string filled = path.Replace("{project_id}", "%40current", StringComparison.Ordinal)
                .Replace("{", "0197", StringComparison.Ordinal)
                .Replace("}", "%2F", StringComparison.Ordinal);
            Assert.Equal(route, Operations.RouteOf(new(method), new("https://a.example" + filled + "?limit=1")));
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/projects/1/conversations/tickets")]
    [InlineData("/api/projects/1/conversations/tickets/1/more/")]
    [InlineData("/api/projects//conversations/tickets/")]
    [InlineData("/api/teams/1/conversations/tickets/")]
    public void Other_addresses_show_none_of_their_parts(string path) =>
        Assert.Equal("(a path outside the contract)", Operations.RouteOf(HttpMethod.Get, new("https://a.example" + path)));

    [Theory, MemberData(nameof(EnumNames))]
    public void The_wire_names_of_each_enum_are_the_contracts(string name)
    {
        var expected = Enums()
            .Single(schema => schema.Name == name).Value.GetProperty("enum")
            .EnumerateArray()
            .Select(static value => value.GetString()!)
            .ToList();
        Type type = typeof(ConversationsClient).Assembly.GetType("Conversations.Client." + name, throwOnError: true)!;
        Type open = typeof(OpenEnum<>).MakeGenericType(type);
        MethodInfo conversion = open.GetMethods().Single(method => method is { Name: "op_Implicit" });
        var members = Enum.GetValues(type).Cast<object>().ToList();

        Assert.Equal(expected, members.Select(member => conversion.Invoke(null, [member])!.ToString()));
        Assert.Equal(members, expected.Select(text => open.GetProperty("Known")!.GetValue(Activator.CreateInstance(open, text))));
        // A member's name is its wire name spelled differently, so that no two can be swapped.
        Assert.All(members.Zip(expected), static pair =>
        {
            string words = pair.Second.TrimStart('-').Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
            Assert.Equal(words + (pair.Second.StartsWith('-') ? "descending" : ""), pair.First.ToString(), ignoreCase: true);
        });
    }

    [Fact]
    public void Every_public_enum_is_the_contracts_or_the_packages_own()
    {
        string[] own = ["StreamOutcome", "ThreadEntryState", "PathPrefix", "LimitClass"];
        Assert.Equal(
            Enums().Select(static schema => schema.Name).Concat(own).Order(StringComparer.Ordinal),
            typeof(ConversationsClient).Assembly.GetExportedTypes()
                .Where(static type => type.IsEnum)
                .Select(static type => type.Name)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Generated_files_say_so_in_their_first_lines()
    {
        string source = Repository.PathOf("src", "Conversations.Client");
        string[] generated = Directory.GetFiles(Path.Combine(source, "Generated"));
        Assert.NotEmpty(generated);
        Assert.All(generated, static file =>
        {
            string[] marks = file.EndsWith(".xml", StringComparison.Ordinal) ? ["<!-- <auto-generated>", "</auto-generated> -->"] : ["// <auto-generated>", "// </auto-generated>"];
            Assert.True(file.EndsWith(".g.cs", StringComparison.Ordinal) || Path.GetFileName(file) == "OperationDocumentation.xml", file);
            Assert.Equal(marks, File.ReadLines(file).Take(5).Where(static line => line.Contains("auto-generated", StringComparison.Ordinal)));
        });
        Assert.Empty(Directory.GetFiles(source, "*.g.cs", SearchOption.AllDirectories).Except(generated));
    }

    private static string Snake(string route) =>
        string.Concat(
            route.Select(static letter => char.IsAsciiLetterUpper(letter) ? "_" + char.ToLowerInvariant(letter) : letter.ToString()));
}
