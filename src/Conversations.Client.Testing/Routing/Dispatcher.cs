using Conversations.Client.Testing.Access;
using Conversations.Client.Testing.Faults;
using Conversations.Client.Testing.Operations;
using Conversations.Client.Testing.Recording;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Transports;

namespace Conversations.Client.Testing.Routing;

/// <summary>The way of a request through the fake, the same for both doors: route, faults, access, operation; every answer is recorded.</summary>
internal sealed class Dispatcher : IDisposable
{
    private readonly FakeState _state;
    private readonly RequestLog _log;
    private readonly FakeFaults _faults;
    private readonly RateLimits _limits = new();
    private readonly CancellationTokenSource _closing = new();

    public Dispatcher(FakeState state, RequestLog log, FakeFaults faults) => (_state, _log, _faults) = (state, log, faults);

    public bool IsClosed { get; private set; }

    /// <summary>Cancelled when the fake is ended, for whoever waits outside the gate.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Answers at once, unless a rule of the faults says to wait.</summary>
    public ValueTask<FakeResponse> HandleAsync(FakeRequest request, CancellationToken cancellationToken)
    {
        (TimeSpan Delay, Fault? Fault) strike;
        using (_state.Enter())
        {
            ObjectDisposedException.ThrowIf(IsClosed, typeof(FakeConversationsServer));
            RouteMatch? match = Match(request);
            strike = _faults.Strike(match?.Route?.Operation);
            if (strike.Delay == TimeSpan.Zero)
            {
                return new(Finish(request, match, strike.Fault));
            }
        }

        return new(FinishLaterAsync(request, strike.Delay, strike.Fault, cancellationToken));
    }

    public void Clear() => _limits.Clear();

    /// <summary>Called under the gate.</summary>
    public void Close() => IsClosed = true;

    /// <summary>Ends what still waits. Not called under the gate, because what waits goes on at once.</summary>
    public void Dispose()
    {
        // Not disposed itself: a source without a timer holds nothing, and what has waited may still ask for its token.
        if (!_closing.IsCancellationRequested)
        {
            _closing.Cancel();
        }
    }

    private async Task<FakeResponse> FinishLaterAsync(FakeRequest request, TimeSpan delay, Fault? fault, CancellationToken cancellationToken)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Closing);
        try
        {
            await Task.Delay(delay, _state.Time, gone.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            using (_state.Enter())
            {
                _ = Record(request, Match(request), FakeResponse.NotSent(Delivery.Reset));
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        using (_state.Enter())
        {
            return IsClosed ? FakeResponse.NotSent(Delivery.Reset) : Finish(request, Match(request), fault);
        }
    }

    private FakeResponse Finish(FakeRequest request, RouteMatch? match, Fault? fault) => Record(request, match, fault switch
    {
        Fault.Answer answer => answer.Make(),
        Fault.NoAnswer none => FakeResponse.NotSent(none.Delivery),
        Fault.Damage damage => damage.Apply(Answer(request, match), Closing),
        _ => Answer(request, match),
    });

    private FakeResponse Record(FakeRequest request, RouteMatch? match, FakeResponse response) => _log.Add(request, match?.Route?.Operation, response, _state.Time);

    private RouteMatch? Match(FakeRequest request) => RouteTable.Match(request.Method, request.Path, _state.Options);

    private FakeResponse Answer(FakeRequest request, RouteMatch? match)
    {
        FakeResponse response = Operate(request, match);
        if (match is { IsEnvironments: true } && _state.IsNewest && _state.Options.DeprecationHeaders)
        {
            _ = response
                .With("Deprecation", "true")
                .With("Link", $"<{EnvironmentsRewrite.SuccessorOf(request.Path)}>; rel=\"successor-version\"");
        }

        return response;
    }

    private FakeResponse Operate(FakeRequest request, RouteMatch? match)
    {
        try
        {
            // Routing comes first: an unknown path is 404 without credentials and whatever is accepted (conversations.md 1.5).
            if (match is null)
            {
                throw Refusal.NotFound("Endpoint not found.");
            }

            Negotiation.RequireJson(request.Header("Accept"));
            Caller caller = Authentication.Authenticate(_state, request);
            ProjectRow project = Authorization.Authorize(_state, caller, match, request.Method);
            return OperationTable.Answer(new Call(_state, request, match, caller, project), match.Route!, _limits);
        }
        catch (Refusal refusal)
        {
            return refusal.Response;
        }
    }
}
