using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Refit;

namespace Conversations.Client.Tests.House;

/// <summary>The contract, the table, the raw interface and the groups say the same; found out by calling, and by comparing with openapi.json.</summary>
public sealed class OperationTests
{
    public static TheoryData<string> Names => [.. Spec.Operations.Select(static operation => operation.Name)];

    public static TheoryData<string> FacadeMethods => [.. Spec.Operations.SelectMany(static operation => operation.Facade)];

    [Theory]
    [MemberData(nameof(FacadeMethods))]
    public async Task A_method_of_a_group_sends_what_the_contract_says(string facade)
    {
        var operation = Spec.Operations.Single(candidate => candidate.Facade.Contains(facade));
        var call = FacadeCalls.All.GetValueOrDefault(facade);
        Assert.True(call is not null, $"Add a call of {facade} to FacadeCalls, with every member set that it can send.");
        var server = StubServer.InMemory(operation.Example());
        using var client = new ConversationsClient(new() { ProjectId = "1", BaseAddress = server.BaseAddress, ApiKey = "phx_house" }, server.CreateHandler());

        await call(client);

        var request = server.Request;
        Assert.Equal(operation.Method, request.Method);
        Assert.True(IsPath(operation.Path, request.Path), $"{request.Path} is not {operation.Path}.");
        Assert.Subset(operation.ParametersIn("query").ToHashSet(), ParametersOf(request.Query));
        Assert.Equal(operation.ParametersIn("header").Contains("X-POSTHOG-SESSION-ID") && facade is "Conversations.StreamAsync" or "Conversations.AskAsync" or "Queue.AddAsync", request["X-POSTHOG-SESSION-ID"] == "recording");
        AssertBody(operation, request);
    }

    [Fact]
    public void Every_method_of_the_groups_belongs_to_an_operation()
    {
        var methods = typeof(IConversationsClient).GetProperties()
            .Where(static property => property.PropertyType.Name.EndsWith("Operations", StringComparison.Ordinal))
            .SelectMany(static property => property.PropertyType.GetMethods().Select(method => $"{property.Name}.{method.Name}"))
            .Distinct();

        Assert.Equal(Spec.Operations.SelectMany(static operation => operation.Facade).Order(), methods.Order());
    }

    [Fact]
    public void Every_operation_is_in_a_group_but_the_second_form_of_an_update() =>
        Assert.Equal(["tickets.replace"], Spec.Operations.Where(static operation => operation.Facade.Count == 0).Select(static operation => operation.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_table_says_what_the_contract_says(string name)
    {
        var operation = Spec.Operations.Single(candidate => candidate.Name == name);
        var facts = Operations.All.Single(candidate => candidate.Name == name);

        Assert.Equal(operation.Method, facts.Method.Method);
        Assert.Equal(operation.Path, facts.Route);
        Assert.Equal(operation.Text("x-scope"), facts.Scope);
        Assert.Equal(operation.Flag("x-session-only"), facts.IsSessionOnly);
        Assert.Equal(operation.Flag("x-repeatable"), facts.IsRepeatable);
        Assert.Equal(operation.Flag("x-refused-by-current-servers"), facts.IsRefusedByCurrentServers);
        Assert.Equal(operation.Text("x-servers"), facts.Servers);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_raw_interface_has_the_operation_with_its_route_and_parameters(string name)
    {
        var operation = Spec.Operations.Single(candidate => candidate.Name == name);
        var method = typeof(IConversationsApi).GetMethod(operation.ApiMethod);
        Assert.True(method is not null, $"{operation.ApiMethod} is not on IConversationsApi: run -t:GenerateClient.");

        var route = method.GetCustomAttribute<HttpMethodAttribute>()!;
        Assert.Equal(operation.Method, route.Method.Method);
        Assert.Equal(operation.Path.Replace("_id}", "Id}", StringComparison.Ordinal), route.Path);
        Assert.Equal(operation.ParametersIn("query").Order(), method.GetParameters().Select(static parameter => parameter.GetCustomAttribute<AliasAsAttribute>()?.Name).OfType<string>().Order());
        Assert.Equal(operation.BodySchema is not null, method.GetParameters().Any(static parameter => parameter.IsDefined(typeof(BodyAttribute))));
        Assert.Equal(typeof(CancellationToken), method.GetParameters()[^1].ParameterType);
    }

    [Fact]
    public void No_operation_is_missing_from_the_table_or_the_interface()
    {
        Assert.Equal(Spec.Operations.Count, Operations.All.Count);
        Assert.Equal(Spec.Operations.Count, typeof(IConversationsApi).GetMethods().Length);
    }

    [Fact]
    public void The_operation_of_a_request_is_found_under_either_prefix_and_words_win_over_ids()
    {
        Assert.Equal("tickets.list", Operations.Find(HttpMethod.Get, new("https://x.example/api/projects/1/conversations/tickets/?limit=5"))?.Name);
        Assert.Equal("tickets.unread_count", Operations.Find(HttpMethod.Get, new("https://x.example/api/environments/%40current/conversations/tickets/unread_count/"))?.Name);
        Assert.Equal("conversations.retrieve", Operations.Find(HttpMethod.Get, new("https://x.example/api/projects/1/conversations/01978c3e-52aa-0000-91d4-3b6f2f0c7e11/"))?.Name);
        Assert.Null(Operations.Find(HttpMethod.Get, new("https://x.example/api/projects/1/surveys/")));
    }

    private static bool IsPath(string template, string path)
    {
        var expected = template.Split('/');
        var sent = path.Split('/');
        return expected.Length == sent.Length && expected.Zip(sent).All(static pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First == pair.Second);
    }

    private static HashSet<string> ParametersOf(string query) => [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static parameter => parameter.Split('=')[0])];

    private static void AssertBody(SpecOperation operation, StubRequest request)
    {
        if (operation.BodySchema is not { } schema)
        {
            Assert.Empty(request.Body);
            return;
        }

        Assert.Equal("application/json; charset=utf-8", request["Content-Type"]);
        Assert.Equal(request.Body.Length.ToString(CultureInfo.InvariantCulture), request["Content-Length"]);
        var sent = JsonDocument.Parse(request.Body).RootElement.EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value);
        var known = schema.GetProperty("properties").EnumerateObject().ToDictionary(static member => member.Name, static member => Spec.Resolve(member.Value));
        Assert.Subset(known.Keys.ToHashSet(), sent.Keys.ToHashSet());
        if (schema.TryGetProperty("required", out var required))
        {
            Assert.Subset(sent.Keys.ToHashSet(), required.EnumerateArray().Select(static name => name.GetString()!).ToHashSet());
        }

        foreach (var (name, value) in sent)
        {
            Assert.True(Fits(known[name], value), $"{operation.Name}: {name} is sent as {value.ValueKind}, which the contract does not take.");
        }
    }

    private static bool Fits(JsonElement schema, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean();
        }

        return !schema.TryGetProperty("type", out var type) || (type.GetString(), value.ValueKind) is
            ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array)
            or ("integer" or "number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False);
    }
}
