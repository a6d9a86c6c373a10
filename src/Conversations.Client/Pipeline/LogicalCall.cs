using System.Diagnostics;
using System.Net.Http.Headers;
using Conversations.Client.Configuration.Credentials;
using Conversations.Client.Errors;
using Conversations.Client.Pipeline.Budgets;
using Conversations.Client.Pipeline.Guards;
using Conversations.Client.Pipeline.Hosts;
using Conversations.Client.Pipeline.Retries;
using Conversations.Client.Telemetry;

namespace Conversations.Client.Pipeline;

/// <summary>
/// Owns what is known of one call of the application, however often handlers of the application send or copy its request: its caller,
/// and what was sent for it.
/// </summary>
internal sealed class LogicalCall
{
    private static readonly HttpRequestOptionsKey<LogicalCall> Key = new("Conversations.Client.LogicalCall");

    // Handlers that copy a request may drop its options; AsyncLocal keeps the call all the same.
    private static readonly AsyncLocal<LogicalCall?> Running = new();

    private readonly object _gate = new();
    private readonly OperationFacts? _operation;
    private readonly OperationAnswer? _raw;
    private readonly Uri _address;
    private SecretCredential? _credential;
    private List<string>? _earlierSecrets;
    private volatile bool _isResearch;
    private long _waitedTicks;

    private LogicalCall(HttpRequestMessage request, ConversationsCredential caller, CallSettings settings)
    {
        _address = request.RequestUri!;
        _raw = request.Options.TryGetValue(LogicalCallHandler.Raw, out OperationAnswer answer) ? answer : null;
        // What the application wrote itself may be another endpoint that only looks like one of the contract.
        _operation = _raw is null ? Operations.Find(request.Method, _address) : null;
        IsRepeatable = _operation?.IsRepeatable ?? request.Method == HttpMethod.Get;
        HasOwnRule = request.Options.TryGetValue(LogicalCallHandler.OwnRule, out bool hasOwnRule) && hasOwnRule;
        Method = request.Method;
        Caller = caller;
        _isResearch = request.Content is ResearchBody;
        Settings = settings;
        Sendings = new(IsRepeatable, settings.TimeProvider);
    }

    public HttpMethod Method { get; }

    /// <summary>Which servers have the operation, and for whom.</summary>
    public Availability Availability => _operation?.Availability ?? Availability.Unknown;

    /// <summary>The path with the names of its parameters in place of the values, for texts that must not hold ids.</summary>
    public string Route => Operations.RouteOf(_operation);

    /// <summary>What telemetry says of the call.</summary>
    public CalledOperation Called => new(Method, _operation?.Route, _operation?.Name);

    /// <summary>The call's span; null if nobody listens.</summary>
    public Activity? Span { get; set; }

    /// <summary>What a successful response holds; a value for an address outside the contract.</summary>
    public OperationAnswer Answer => _raw ?? _operation?.Answer ?? OperationAnswer.Value;

    /// <summary>Whether the application wrote the request itself.</summary>
    public bool IsRaw => _raw is not null;

    public ConversationsCredential Caller { get; }

    public CallSettings Settings { get; }

    /// <summary>Whether the call may reach the service more than once.</summary>
    public bool IsRepeatable { get; }

    /// <summary>Whether handlers of the application repeat the call, so that the client must not.</summary>
    public bool IsRepeatedByHost => Settings.RepeatedByHost switch
    {
        RepeatedCalls.All => true,
        RepeatedCalls.Reads => Method == HttpMethod.Get && !HasOwnRule,
        _ => false,
    };

    /// <summary>Whether the code that made the call repeats it by a rule of its own, so that the client must not.</summary>
    public bool HasOwnRule { get; }

    /// <summary>
    /// How long the newest servers answer an identical request with the first result; null for all operations but two.
    /// </summary>
    public TimeSpan? RememberedFor => _operation?.RememberedFor;

    /// <summary>
    /// The limits that the call counts for. What the application wrote itself counts by its address, and outside of the contract for each
    /// key.
    /// </summary>
    public LimitClass LimitClass =>
        (_operation ?? Operations.Find(Method, _address)) is not { } counted ? LimitClass.Calls
        : _isResearch ? counted.ResearchLimitClass ?? counted.LimitClass
        : counted.LimitClass;

    /// <summary>How often the call was sent, and how that ended.</summary>
    public Sendings Sendings { get; }

    /// <summary>How long the call has waited for permits of a budget or a limiter, which counts for no time limit.</summary>
    public TimeSpan WaitedForPermits => TimeSpan.FromTicks(Interlocked.Read(ref _waitedTicks));

    /// <summary>How the client repeats the call; null before it does.</summary>
    public RepeatedCall? Repetition { get; set; }

    /// <summary>Whether the call waits for a credential provider, or was given up while it did.</summary>
    public bool WaitsForProvider { get; set; }

    /// <summary>When the credential that was sent last stops being valid; null if that is not known.</summary>
    public DateTimeOffset? CredentialExpiresAt
    {
        get
        {
            lock (_gate)
            {
                return _credential?.ExpiresAt;
            }
        }
    }

    /// <summary>
    /// The credential that a repetition must have, because the service knows a message by its author too; null if any will do.
    /// </summary>
    public SecretCredential? PinnedCredential
    {
        get
        {
            lock (_gate)
            {
                return Sendings.IsAgain ? _credential : null;
            }
        }
    }

    /// <summary>The secrets of all credentials that were written onto a request. No exception may repeat them.</summary>
    public IReadOnlyList<string> Secrets
    {
        get
        {
            lock (_gate)
            {
                return _earlierSecrets is null ? _credential?.Secrets ?? [] : [.. _earlierSecrets, .. _credential!.Secrets];
            }
        }
    }

    /// <summary>The call of a request; null for a request that is not of this package.</summary>
    public static LogicalCall? Of(HttpRequestMessage request) =>
        BegunFor(request) ?? (Running.Value is { } running && (IsOurs(request) || running.IsOf(request)) ? running : null);

    /// <summary>
    /// Whether a request is of this package. This also recognises a copy without the call's options, because copies keep their headers.
    /// </summary>
    public static bool IsOurs(HttpRequestMessage request) =>
        request.Headers.NonValidated.TryGetValues("User-Agent", out HeaderStringValues agents)
            && agents.Any(static agent => agent.StartsWith(PipelineBuilder.ProductName + "/", StringComparison.Ordinal));

    /// <summary>The call of a request.</summary>
    /// <exception cref="ConversationsException">The call is not known. The request might be sent for the wrong caller, or once too
    /// often.</exception>
    public static LogicalCall Required(HttpRequestMessage request) => Of(request) ?? throw new ConversationsException(
        "A handler of the application sent a copy of a request without its Options and outside of the execution that it came in, so that whose call it is is not known, and it was stopped. Copy HttpRequestMessage.Options too, or take the handler off this client.");

    /// <summary>The call that was begun for this request, or for the request that it was copied from with its options.</summary>
    public static LogicalCall? BegunFor(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out LogicalCall? call) ? call : null;

    /// <summary>The secrets that no text about the response to a request may repeat.</summary>
    public static IReadOnlyList<string> SecretsOf(HttpRequestMessage? request) =>
        request is not null && Of(request) is { } call ? call.Secrets : [];

    /// <summary>Begins a call. It belongs to the execution that goes on from here, and to all copies of the request.</summary>
    public static LogicalCall Begin(HttpRequestMessage request, ConversationsCredential caller, CallSettings settings)
    {
        var call = new LogicalCall(request, caller, settings);
        request.Options.Set(Key, call);
        Running.Value = call;
        return call;
    }

    /// <summary>
    /// Notes that the call counts for the limits of research. Nothing in a request shows it if only the conversation is one of research.
    /// </summary>
    public void TurnedOutResearch() => _isResearch = true;

    /// <summary>Notes that the call has waited for a permit.</summary>
    public void Waited(TimeSpan time) => Interlocked.Add(ref _waitedTicks, time.Ticks);

    /// <summary>Notes that a credential was written onto a request.</summary>
    public void Carries(SecretCredential credential)
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

    /// <summary>Takes the credential that was written last off a request.</summary>
    public void TakeCredentialOff(HttpRequestMessage request)
    {
        lock (_gate)
        {
            _credential?.TakeOff(request);
        }
    }

    /// <summary>Writes onto a failure how often the call was sent, and whether it may have changed something all the same.</summary>
    public void Describe(ConversationsException failure) => failure.Describe(
        Sendings.Count,
        Method != HttpMethod.Get
            && Method != HttpMethod.Head
            && (Sendings.MayHaveTakenEffect || failure is ConversationsConflictException { IsInProgress: true }));

    /// <summary>
    /// Whether a request without options is a copy: it carries the call's secret, or asks the same service for the same operation.
    /// </summary>
    private bool IsOf(HttpRequestMessage request) =>
        Secrets.Any(secret =>
            request.Headers.NonValidated.Any(header => header.Value.Any(value => value.Contains(secret, StringComparison.Ordinal))))
        || (request.RequestUri is { IsAbsoluteUri: true } address
            && HostGuardHandler.IsSameOrigin(Settings.Origin, address)
            && (_operation is null
                ? request.Method == Method && address.AbsolutePath == _address.AbsolutePath
                : ReferenceEquals(Operations.Find(request.Method, address), _operation)));
}

/// <summary>What the calls of one client share, as it was when the client was created.</summary>
/// <param name="Origin">The only origin that a call may go to.</param>
/// <param name="MaxErrorBodyBytes">How many bytes of an error's body are kept.</param>
/// <param name="TimeProvider">The clock for waits and for a date in <c>Retry-After</c>.</param>
/// <param name="RequestTimeout">How long a credential provider may take.</param>
/// <param name="Telemetry">Spans, metrics and log of the client; null for none, which only the benchmarks set.</param>
/// <param name="RepeatedByHost">Which calls handlers of the application repeat.</param>
internal sealed record CallSettings(
    Uri Origin,
    int MaxErrorBodyBytes,
    TimeProvider TimeProvider,
    TimeSpan RequestTimeout,
    ClientTelemetry? Telemetry,
    RepeatedCalls RepeatedByHost);
