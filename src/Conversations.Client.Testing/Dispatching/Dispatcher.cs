using System.Diagnostics.CodeAnalysis;
using Conversations.Client.Testing.Access;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Faults;
using Conversations.Client.Testing.Operations;
using Conversations.Client.Testing.Operations.Widget;
using Conversations.Client.Testing.Recording;
using Conversations.Client.Testing.Routing;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Dispatching;

/// <summary>
/// Takes a request through the fake, in the same way for both transports: route, faults, access, operation. Every response is recorded.
/// </summary>
internal sealed class Dispatcher : IDisposable
{
    private readonly FakeState _state;
    private readonly RequestLog _log;
    private readonly FakeFaults _faults;
    private readonly object _owner;
    private readonly RateLimits _limits = new();
    private readonly CancellationTokenSource _closing = new();

    /// <param name="state">The state of the fake.</param>
    /// <param name="log">Where each response is recorded.</param>
    /// <param name="faults">The rules for faults.</param>
    /// <param name="owner">The object that an <see cref="ObjectDisposedException"/> names.</param>
    public Dispatcher(FakeState state, RequestLog log, FakeFaults faults, object owner) =>
        (_state, _log, _faults, _owner) = (state, log, faults, owner);

    public bool IsClosed { get; private set; }

    /// <summary>Cancelled when the fake is disposed. For code that waits outside the gate.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Answers as soon as the body has arrived, unless a fault delays the response.</summary>
    public async ValueTask<FakeResponse> HandleAsync(FakeRequest request, CancellationToken cancellationToken)
    {
        // An unknown path is refused whatever the body is, so its body is not read.
        if (Match(request) is not null)
        {
            await request.ReceiveAsync(cancellationToken).ConfigureAwait(false);
        }

        return await HandleReceivedAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public void Clear() => _limits.Clear();

    /// <summary>The caller holds the gate.</summary>
    public void Close() => IsClosed = true;

    /// <summary>Ends all waits. Called outside the gate, because the waiting code continues at once.</summary>
    public void Dispose()
    {
        // The source itself is not disposed: without a timer it holds nothing, and code that has waited may still ask for its token.
        if (!_closing.IsCancellationRequested)
        {
            _closing.Cancel();
        }
    }

    private ValueTask<FakeResponse> HandleReceivedAsync(FakeRequest request, CancellationToken cancellationToken)
    {
        TimeSpan delay;
        Fault? fault;
        bool isMarked;
        Func<FakeResponse> answer = () => Answer(request, Match(request));
        using (_state.Enter())
        {
            ObjectDisposedException.ThrowIf(IsClosed, _owner);
            RouteMatch? match = Match(request);
            (delay, fault) = _faults.Strike(match?.Route?.Operation);
            bool waits = delay > TimeSpan.Zero;
            isMarked = waits && fault is (null or Fault.Damage) && OperationTable.IsMarked(match?.Route?.Operation);
            if (isMarked)
            {
                (waits, answer) = Begin(request, match!);
            }

            if (!waits)
            {
                return new(Finish(request, match, fault, answer));
            }
        }

        // The service continues to send even if its caller has gone.
        return isMarked
            ? new(FinishLaterAsync(request, delay, fault, answer, CancellationToken.None).WaitAsync(cancellationToken))
            : new(FinishLaterAsync(request, delay, fault, answer, cancellationToken));
    }

    private async Task<FakeResponse> FinishLaterAsync(
        FakeRequest request, TimeSpan delay, Fault? fault, Func<FakeResponse> answer, CancellationToken cancellationToken)
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
            return IsClosed ? FakeResponse.NotSent(Delivery.Reset) : Finish(request, Match(request), fault, answer);
        }
    }

    private FakeResponse Finish(
        FakeRequest request, RouteMatch? match, Fault? fault, Func<FakeResponse> answer)
    {
        if (fault is Fault.Answer { RunsAfter: { } time })
        {
            // Nobody reads the answer.
            _ = _state.Time.After(time, () => Answer(request, Match(request)).Source?.Dispose());
        }

        return Record(request, match, fault switch
        {
            Fault.Answer other => other.Make(),
            Fault.Damage damage => damage.Apply(answer(), Closing),
            _ => answer(),
        });
    }

    private FakeResponse Record(FakeRequest request, RouteMatch? match, FakeResponse response) =>
        _log.Add(request, match?.Route?.Operation, response, _state.Time);

    private RouteMatch? Match(FakeRequest request) => RouteTable.Match(request.Method, request.Path, _state.Options);

    /// <summary>Runs an operation that is marked while it sends, up to the wait. A refusal does not wait.</summary>
    private (bool Waits, Func<FakeResponse> Answer) Begin(FakeRequest request, RouteMatch match)
    {
        try
        {
            CheckForm(request, match);
            Func<FakeResponse> rest = OperationTable.Begin(Admit(request, match), match.Route!, _limits);
            return (true, () => WithDeprecation(request, match, rest()));
        }
        catch (Refusal refusal)
        {
            return (false, () => WithDeprecation(request, match, refusal.Response));
        }
    }

    private FakeResponse Answer(FakeRequest request, RouteMatch? match)
    {
        try
        {
            CheckForm(request, match);
            return match.Place.Base == RouteBase.Widget
                ? WidgetTable.Answer(AdmitCustomer(request, match), match.Route, _limits)
                : WithDeprecation(request, match, OperationTable.Answer(Admit(request, match), match.Route!, _limits));
        }
        catch (Refusal refusal)
        {
            return WithDeprecation(request, match, refusal.Response);
        }
    }

    /// <summary>What is checked of every request, whoever calls.</summary>
    private static void CheckForm(FakeRequest request, [NotNull] RouteMatch? match)
    {
        // Routing comes first: an unknown path is a 404 even without credentials, and with any Accept header
        // (docs/service/conversations.md 1.5).
        if (match is null)
        {
            throw Refusal.NotFound("Endpoint not found.");
        }

        if (request.IsTooLarge)
        {
            throw Refusal.TooLarge();
        }

        Negotiation.RequireJson(request.Header("Accept"));
    }

    private WidgetCall AdmitCustomer(FakeRequest request, RouteMatch match) =>
        new(_state, request, match, PublicTokens.Authenticate(_state, request, match));

    private Call Admit(FakeRequest request, RouteMatch match)
    {
        Caller caller = Authentication.Authenticate(_state, request);
        ProjectRow project = Authorization.Authorize(_state, caller, match, request.Method);
        return new Call(_state, request, match, caller, project);
    }

    /// <summary>
    /// Adds the deprecation headers to a response under the older prefix, if the option for them is set (docs/service/tickets.md 1.1).
    /// </summary>
    private FakeResponse WithDeprecation(FakeRequest request, RouteMatch? match, FakeResponse response) =>
        match is { IsEnvironments: true } && _state.IsCurrent && _state.Options.DeprecationHeaders
            ? response
                .With("Deprecation", "true")
                .With("Link", $"<{EnvironmentsRewrite.SuccessorOf(request.Path)}>; rel=\"successor-version\"")
            : response;
}
