using System.Globalization;
using System.Text.Json;

namespace Conversations.Client.Tests.Architecture.Coverage;

/// <summary>One operation, with the results of calling it.</summary>
internal sealed record CoverageRow(SpecOperation Operation)
{
    private const string None = "–";

    public int Success { get; private init; }

    public string NoCredential { get; private init; } = None;

    public string Forbidden { get; private init; } = None;

    public string UnknownId { get; private init; } = None;

    public string UnknownProject { get; private init; } = None;

    public string InvalidBody { get; private init; } = None;

    /// <summary>The other statuses that the contract has for the operation, each with the error that came with it.</summary>
    public IReadOnlyDictionary<int, string> Provoked { get; private init; } = new Dictionary<int, string>();

    private int GoldenCases => Contract.Golden.GoldenCases.All.Values.Count(golden => golden.Operation == Operation.Name);

    /// <summary>Calls the fake and the client in all ways; every gap is a failed assertion.</summary>
    internal static async Task<CoverageRow> FindAsync(SpecOperation operation)
    {
        Assert.True(operation.Facade.Count > 0 || Left.WithoutFacade.ContainsKey(operation.Name), $"{operation.Name} is in no group of the client, and no reason is given in Left.");
        Assert.All(operation.Facade, static facade => Assert.True(FacadeCalls.All.ContainsKey(facade), facade));
        var row = new CoverageRow(operation);
        Assert.True(row.GoldenCases > 0, $"Write a golden case of {operation.Name} in Contract/Golden.");
        return row with
        {
            Success = await SucceedAsync(operation),
            NoCredential = await RefuseAsync(
                operation, 401, static service => (service.Valid(), null, ConversationsCredential.PersonalApiKey("phx_unknown"))) ?? None,
            Forbidden = await RefuseAsync(
                operation, 403, static service => (service.Valid(), service.Forbidden, service.Forbidden)) ?? None,
            UnknownId = await RefuseUnknownIdsAsync(operation),
            UnknownProject = await RefuseAsync(
                operation, 404, static service => (service.UnknownProject(), service.Allowed, service.Allowed)) ?? None,
            InvalidBody = await RefuseAsync(
                operation, 400, static service => (service.Invalid(), service.Allowed, service.Allowed)) ?? None,
            Provoked = await ProvokeAsync(operation),
        };
    }

    public string Refusals() => $"| `{Operation.Name}` | {string.Join(" | ", Provocations.Statuses.Select(status => Provoked.GetValueOrDefault(status, None)))} |";

    public override string ToString()
    {
        string facade = Operation.Facade.Count == 0 ? "none" : string.Join(", ", Operation.Facade.Select(static name => $"`{name}`"));
        return $"| `{Operation.Name}` | {facade} | {Success} | {GoldenCases} | {NoCredential} | {Forbidden} | {UnknownId} | {UnknownProject} | {InvalidBody} |";
    }

    /// <summary>Sends the contract's example of a request. The fake must respond as the contract says.</summary>
    private static async Task<int> SucceedAsync(SpecOperation operation)
    {
        using FakeService service = await FakeService.StartAsync(operation);
        Answer answer = await service.AskAsync(service.Valid(), service.Allowed);
        Assert.True(operation.Json.GetProperty("responses").TryGetProperty($"{answer.Status}", out JsonElement response) && answer.Status < 300, $"{operation.Name} answered {answer.Status}: {answer.Body}");
        if (!Spec.Resolve(response).TryGetProperty("content", out JsonElement content))
        {
            Assert.Equal("", answer.Body);
            return answer.Status;
        }

        JsonProperty media = Assert.Single(content.EnumerateObject());
        Assert.Equal(media.Name, answer.MediaType);
        if (media.Name == "application/json")
        {
            Assert.Empty(ContractSchema.Exact.Mistakes(media.Value.GetProperty("schema"), answer.Json));
        }

        return answer.Status;
    }

    /// <summary>Makes each id of the path unknown in turn, while the others are known.</summary>
    private static async Task<string> RefuseUnknownIdsAsync(SpecOperation operation)
    {
        var found = new List<string>();
        foreach (string? parameter in operation.ParametersIn("path").Where(static name => name != "project_id"))
        {
            found.Add((await RefuseAsync(operation, 404, service => (service.UnknownId(parameter), service.Allowed, service.Allowed)))!);
        }

        return found.Count == 0 ? None : string.Join(", ", found);
    }

    private static async Task<string?> RefuseAsync(
        SpecOperation operation,
        int status,
        Func<FakeService,
        (Call? Call, ConversationsCredential? Raw, ConversationsCredential OfClient)> choose)
    {
        using FakeService service = await FakeService.StartAsync(operation);
        (Call? call, ConversationsCredential? raw, ConversationsCredential? ofClient) = choose(service);
        return call is null ? null : await RefusedAsync(service, operation, status, call, raw, ofClient);
    }

    private static async Task<IReadOnlyDictionary<int, string>> ProvokeAsync(SpecOperation operation)
    {
        var found = new Dictionary<int, string>();
        foreach (int status in operation.Json.GetProperty("responses").EnumerateObject().Select(static response => int.Parse(response.Name,
            CultureInfo.InvariantCulture)).Where(static status => status is 402 or > 404))
        {
            using FakeService service = await FakeService.StartAsync(operation);
            (Call? call, ConversationsCredential? caller) = await Provocations.BringAboutAsync(service, operation, status);
            found[status] = await RefusedAsync(service, operation, status, call, caller, caller);
        }

        return found;
    }

    /// <summary>
    /// Sent raw, the call gets a response that the contract has. Sent by the client, it throws the exception for that response.
    /// </summary>
    private static async Task<string> RefusedAsync(
        FakeService service, SpecOperation operation, int status, Call call, ConversationsCredential? raw, ConversationsCredential ofClient)
    {
        Answer answer = await service.AskAsync(call, raw);
        ErrorShapes.AssertIsOneOf(operation, status, answer);

        using ConversationsClient client = service.ClientOf(call, ofClient);
        ConversationsApiException exception = await Assert.ThrowsAnyAsync<ConversationsApiException>(() => CallOf(operation)(client));
        // A client needs a credential, so it gets a wrong one, whose error has another text of the same shape.
        Answer told = raw is null ? await service.AskAsync(call, ofClient) : answer;
        ErrorShapes.AssertIsOneOf(operation, status, told);
        ErrorShapes.AssertIsOn(exception, operation, told);
        if (exception is ConversationsPermissionException refused)
        {
            Assert.Equal(
                (operation.IsSessionOnly ? null : operation.Json.GetProperty("x-scope").GetString(), operation.IsSessionOnly),
                (refused.MissingScope, refused.RequiresSession));
        }

        return raw is null ? $"`{ErrorShapes.NameOf(answer)}`, `{ErrorShapes.NameOf(told)}`" : $"`{ErrorShapes.NameOf(answer)}`";
    }

    private static Func<IConversationsClient, Task> CallOf(SpecOperation operation) => operation.Facade.Count > 0
        ? FacadeCalls.All[operation.Facade[0]]
        : Left.WithoutFacade[operation.Name].Call;
}
