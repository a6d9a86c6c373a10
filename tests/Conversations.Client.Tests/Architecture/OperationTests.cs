using System.Globalization;
using System.Text.Json;

namespace Conversations.Client.Tests.Architecture;

/// <summary>The groups send what the contract says, checked by calling every method.</summary>
public sealed class OperationTests
{
    public static TheoryData<string> FacadeMethods => [.. Spec.Operations.SelectMany(static operation => operation.Facade)];

    [Theory]
    [MemberData(nameof(FacadeMethods))]
    public async Task A_method_of_a_group_sends_what_the_contract_says(string facade)
    {
        SpecOperation operation = Spec.Operations.Single(candidate => candidate.Facade.Contains(facade));
        Func<IConversationsClient, Task>? call = FacadeCalls.All.GetValueOrDefault(facade);
        Assert.True(call is not null, $"Add a call of {facade} to FacadeCalls, with every member set that it can send.");
        var server = StubServer.InMemory(operation.Example());
        using var client = new ConversationsClient(
            new() { ProjectId = "1", BaseAddress = server.BaseAddress, ApiKey = "phx_house" }, server.CreateHandler());

        await call(client);

        StubRequest request = server.Request;
        Assert.Equal(operation.Method, request.Method);
        Assert.True(IsPath(operation.Path, request.Path), $"{request.Path} is not {operation.Path}.");
        Assert.Subset(operation.ParametersIn("query").ToHashSet(), ParametersOf(request.Query));
        Assert.Equal(operation.ParametersIn("header").Contains("X-POSTHOG-SESSION-ID") && facade is "Conversations.StreamAsync" or "Conversations.AskAsync" or "Queue.AddAsync", request["X-POSTHOG-SESSION-ID"] == "recording");
        AssertBody(operation, request);
    }

    [Fact]
    public void Every_method_of_the_groups_belongs_to_an_operation()
    {
        IEnumerable<string> methods = typeof(IConversationsClient).GetProperties()
            .Where(static property => property.PropertyType.Name.EndsWith("Operations", StringComparison.Ordinal))
            .SelectMany(static property => property.PropertyType.GetMethods().Select(method => $"{property.Name}.{method.Name}"))
            .Distinct();

        Assert.Equal(Spec.Operations.SelectMany(static operation => operation.Facade).Order(), methods.Order());
    }

    [Fact]
    public void Every_operation_is_in_a_group_but_the_second_form_of_an_update() =>
        Assert.Equal(
            ["tickets.replace"],
            Spec.Operations.Where(static operation => operation.Facade.Count == 0).Select(static operation => operation.Name));

    private static bool IsPath(string template, string path)
    {
        string[] expected = template.Split('/');
        string[] sent = path.Split('/');
        return expected.Length == sent.Length
            && expected.Zip(sent).All(static pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First == pair.Second);
    }

    private static HashSet<string> ParametersOf(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static parameter => parameter.Split('=')[0])];

    private static void AssertBody(SpecOperation operation, StubRequest request)
    {
        if (operation.BodySchema is not { } schema)
        {
            Assert.Empty(request.Body);
            return;
        }

        Assert.Equal("application/json; charset=utf-8", request["Content-Type"]);
        Assert.Equal(request.Body.Length.ToString(CultureInfo.InvariantCulture), request["Content-Length"]);
        var sent = JsonDocument.Parse(request.Body).RootElement.EnumerateObject()
            .ToDictionary(static member => member.Name, static member => member.Value);
        var known = schema.GetProperty("properties")
            .EnumerateObject()
            .ToDictionary(static member => member.Name, static member => Spec.Resolve(member.Value));
        Assert.Subset(known.Keys.ToHashSet(), sent.Keys.ToHashSet());
        if (schema.TryGetProperty("required", out JsonElement required))
        {
            Assert.Subset(sent.Keys.ToHashSet(), required.EnumerateArray().Select(static name => name.GetString()!).ToHashSet());
        }

        foreach ((string? name, JsonElement value) in sent)
        {
            Assert.True(Fits(known[name], value), $"{operation.Name}: {name} is sent as {value.ValueKind}, which the contract does not take.");
        }
    }

    private static bool Fits(JsonElement schema, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return Spec.TakesNull(schema);
        }

        return Spec.TypesOf(schema) is not { Count: > 0 } types || types.Any(type => (type, value.ValueKind) is
            ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array)
            or ("integer" or "number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False));
    }
}
