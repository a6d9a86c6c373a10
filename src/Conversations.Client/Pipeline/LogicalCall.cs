using Conversations.Client.Configuration;
using Conversations.Client.Pipeline.Guards;

namespace Conversations.Client.Pipeline;

/// <summary>
/// Owns what is known of one call of the caller's, however often handlers of the application send or copy its request: whose it
/// is, whether it went out, and how its first sending ended.
/// </summary>
internal sealed class LogicalCall
{
    private static readonly HttpRequestOptionsKey<LogicalCall> Key = new("Conversations.Client.LogicalCall");

    // Handlers that copy a request may leave its options behind; the call flows with the execution all the same.
    private static readonly AsyncLocal<LogicalCall?> Running = new();

    private readonly object _gate = new();
    private readonly OperationFacts? _operation;
    private SecretCredential? _credential;
    private List<string>? _earlierSecrets;
    private FirstAttempt? _first;
    private TaskCompletionSource<FirstAttempt>? _waiting;
    private bool _mayPass = true;
    private bool _mayRenew;

    private LogicalCall(HttpRequestMessage request, ConversationsCredential caller, CallSettings settings)
    {
        _operation = Operations.Find(request.Method, request.RequestUri!);
        IsRepeatable = _operation?.IsRepeatable ?? request.Method == HttpMethod.Get;
        Method = request.Method;
        Caller = caller;
        Settings = settings;
    }

    internal HttpMethod Method { get; }

    /// <summary>The path with its parameters unfilled, for texts that must not hold ids.</summary>
    internal string Route => Operations.RouteOf(_operation);

    /// <summary>What a success holds; an address outside the contract is read as a value is.</summary>
    internal OperationAnswer Answer => _operation?.Answer ?? OperationAnswer.Value;

    internal ConversationsCredential Caller { get; }

    internal CallSettings Settings { get; }

    /// <summary>Whether it may reach the service more than once.</summary>
    internal bool IsRepeatable { get; }

    /// <summary>Whether a request of this call was given to the transport.</summary>
    internal bool WasSent { get; private set; }

    /// <summary>The texts that no exception may repeat: of every credential that was written onto a request.</summary>
    internal IReadOnlyList<string> Secrets
    {
        get
        {
            lock (_gate)
            {
                return _earlierSecrets is null ? _credential?.Secrets ?? [] : [.. _earlierSecrets, .. _credential!.Secrets];
            }
        }
    }

    /// <summary>The call that a request belongs to; null for one that is not of this package.</summary>
    internal static LogicalCall? Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var call) ? call
        : Running.Value is { } running && running.IsOf(request) ? running
        : null;

    /// <summary>Whether a call was begun for this very request, or for one that it was copied from with its options.</summary>
    internal static bool IsBegunFor(HttpRequestMessage request) => request.Options.TryGetValue(Key, out _);

    /// <summary>The texts that nothing said of a request's answer may repeat.</summary>
    internal static IReadOnlyList<string> SecretsOf(HttpRequestMessage? request) => request is not null && Of(request) is { } call ? call.Secrets : [];

    /// <summary>Begins a call, for the execution that goes on from here and all copies of the request.</summary>
    internal static LogicalCall Begin(HttpRequestMessage request, ConversationsCredential caller, CallSettings settings)
    {
        var call = new LogicalCall(request, caller, settings);
        request.Options.Set(Key, call);
        Running.Value = call;
        return call;
    }

    /// <summary>A credential is written onto a request.</summary>
    internal void Carries(SecretCredential credential)
    {
        lock (_gate)
        {
            if (_credential is not null && _credential != credential)
            {
                (_earlierSecrets ??= []).AddRange(_credential.Secrets);
            }

            _credential = credential;
        }
    }

    /// <summary>Whether a request may go to the transport: always if the operation is repeatable, else once.</summary>
    internal bool TryPass()
    {
        lock (_gate)
        {
            var passes = IsRepeatable || _mayPass;
            _mayPass = false;
            WasSent |= passes;
            return passes;
        }
    }

    /// <summary>A 401 of the next sending is no end: another credential is asked for.</summary>
    internal void AwaitRenewal()
    {
        lock (_gate)
        {
            _mayRenew = true;
        }
    }

    /// <summary>The service refused the credential, so nothing was done, and there is another one: the call may go out once more.</summary>
    internal void Renew()
    {
        lock (_gate)
        {
            (_mayRenew, _mayPass) = (false, true);
        }
    }

    /// <summary>Notes how the first sending ended, for repetitions that are stopped.</summary>
    internal void Ended(FirstAttempt attempt)
    {
        TaskCompletionSource<FirstAttempt>? waiting;
        lock (_gate)
        {
            if (IsRepeatable || (_mayRenew && attempt.IsUnauthorized))
            {
                return;
            }

            _first = attempt;
            waiting = attempt.IsSuccess ? null : _waiting;
        }

        _ = waiting?.TrySetResult(attempt);
    }

    /// <summary>Notes that what began as a success was none when its body was read.</summary>
    internal void EndedInBody(Exception exception)
    {
        lock (_gate)
        {
            if (_first is not { IsSuccess: true })
            {
                return;
            }
        }

        Ended(FirstAttempt.Failed(exception));
    }

    /// <summary>How the first sending ended. While it runs this waits for its failure: after its success there is nothing to tell a second one that runs beside it, and whoever started both takes the first.</summary>
    internal async Task<FirstAttempt> EndOfFirstAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource<FirstAttempt> waiting;
        lock (_gate)
        {
            if (_first is { } first)
            {
                return first;
            }

            waiting = _waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return await waiting.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool IsOf(HttpRequestMessage request) =>
        _operation is not null && request.RequestUri is { IsAbsoluteUri: true } address && ReferenceEquals(Operations.Find(request.Method, address), _operation);
}

/// <summary>What the calls of one client share, as it was when the client was made.</summary>
/// <param name="Origin">The only origin that a call may go to.</param>
/// <param name="MaxErrorBodyBytes">How much of an error's body is kept.</param>
/// <param name="TimeProvider">The clock of waits, and what a date in <c>Retry-After</c> is measured by.</param>
internal sealed record CallSettings(Uri Origin, int MaxErrorBodyBytes, TimeProvider TimeProvider);
