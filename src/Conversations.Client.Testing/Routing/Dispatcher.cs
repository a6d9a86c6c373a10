using Conversations.Client.Testing.Access;
using Conversations.Client.Testing.Operations;
using Conversations.Client.Testing.Recording;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Transports;

namespace Conversations.Client.Testing.Routing;

/// <summary>The way of a request through the fake, the same for both doors: route, access, operation; every answer is recorded.</summary>
internal sealed class Dispatcher(FakeState state, RequestLog log)
{
    private readonly RateLimits _limits = new();

    public bool IsClosed { get; private set; }

    public FakeResponse Handle(FakeRequest request)
    {
        lock (state.Gate)
        {
            ObjectDisposedException.ThrowIf(IsClosed, typeof(FakeConversationsServer));
            RouteMatch? match = RouteTable.Match(request.Method, request.Path, state.Options);
            FakeResponse response = Answer(request, match);
            Deprecate(request, match, response);
            log.Add(request, match?.Route?.Operation, response.Status, state.Now);
            return response;
        }
    }

    public void Clear() => _limits.Clear();

    public void Close() => IsClosed = true;

    private FakeResponse Answer(FakeRequest request, RouteMatch? match)
    {
        try
        {
            // Routing comes first: an unknown path is 404 without credentials and whatever is accepted (conversations.md 1.5).
            if (match is null)
            {
                throw Refusal.NotFound("Endpoint not found.");
            }

            Negotiation.RequireJson(request.Header("Accept"));
            Caller caller = Authentication.Authenticate(state, request);
            ProjectRow project = Authorization.Authorize(state, caller, match, request.Method);
            return OperationTable.Answer(new Call(state, request, match, caller, project), match.Route!, _limits);
        }
        catch (Refusal refusal)
        {
            return refusal.Response;
        }
    }

    private void Deprecate(FakeRequest request, RouteMatch? match, FakeResponse response)
    {
        if (match is { IsEnvironments: true } && state.IsNewest && state.Options.DeprecationHeaders)
        {
            _ = response
                .With("Deprecation", "true")
                .With("Link", $"<{EnvironmentsRewrite.SuccessorOf(request.Path)}>; rel=\"successor-version\"");
        }
    }
}
