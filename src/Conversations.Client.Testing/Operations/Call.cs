using System.Text.Json;
using Conversations.Client.Testing.Access;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.Routing;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations;

/// <summary>A request that has passed routing and access checks, with everything that an operation needs.</summary>
internal sealed class Call(FakeState state, FakeRequest request, RouteMatch match, Caller caller, ProjectRow project)
{
    public FakeState State => state;

    public FakeRequest Request => request;

    public Caller Caller => caller;

    public ProjectRow Project => project;

    public bool IsCurrent => state.IsCurrent;

    public QueryParameters Query { get; } = QueryParameters.Parse(request.Query);

    /// <summary>
    /// The path for the links between pages. The newest service has already rewritten the older prefix at this point
    /// (docs/service/tickets.md 1.1).
    /// </summary>
    public string PathInLinks { get; } =
        match.IsEnvironments && state.IsCurrent ? EnvironmentsRewrite.SuccessorOf(request.Path) : request.Path;

    public string Value(string name) => match.Values[name];

    /// <summary>Returns null if the path has no such value.</summary>
    public string? Find(string name) => match.Values.GetValueOrDefault(name);

    /// <summary>Reads the body, which must be an object.</summary>
    public JsonElement ReadObject()
    {
        JsonElement body = JsonBody.Read(request);
        return body.ValueKind == JsonValueKind.Object
            ? body
            : throw FieldRules.Invalid($"Invalid data. Expected a dictionary, but got {FieldRules.PythonType(body)}.", attribute: null);
    }
}
