namespace Conversations.Client.Configuration.Credentials;

/// <summary>One run of a provider, shared by the calls that wait for its result.</summary>
#pragma warning disable CA1001 // It ends by itself, and disposes the source then.
internal sealed class ProviderCall
#pragma warning restore CA1001
{
    private const int LongestCircle = 100;

    private static readonly AsyncLocal<ProviderCall?> Running = new();

    private readonly CancellationTokenSource _ending;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _limit;
    private readonly IReadOnlyList<string> _secrets;
    private volatile ProviderCall? _waitsFor;

    /// <summary>Begins to ask.</summary>
    /// <param name="provider">The function of the application.</param>
    /// <param name="known">The last value of the provider.</param>
    /// <param name="clock">The clock of the client.</param>
    /// <param name="limit">How long the provider may take.</param>
    /// <param name="ended">Is told the result before anybody who waits for it.</param>
    public ProviderCall(
        Func<CancellationToken, ValueTask<ConversationsCredential>> provider,
        ProvidedValue? known,
        TimeProvider clock,
        TimeSpan limit,
        Action<ProviderCall, ProviderResult> ended)
    {
        (_clock, _limit, _secrets) = (clock, limit, known?.Credential.Secrets ?? []);
        Refused = known is { IsRefused: true } ? known : null;
        _ending = new(limit, clock);
        // The result is for all callers. So the provider must not run as a part of the call that happened to need it first: with the user,
        // the trace or the synchronization context of that call.
        AsyncFlowControl? suppressed = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        try
        {
            // The token is not given to the pool, because the provider then might not run at all, and nobody would see why.
            Result = EndAsync(Task.Run(() => InvokeAsync(provider), CancellationToken.None), ended);
        }
        finally
        {
            suppressed?.Undo();
        }
    }

    /// <summary>The run of a provider that the current code is a part of.</summary>
    public static ProviderCall? Current => Running.Value;

    /// <summary>The value that was known to be refused when this run began.</summary>
    public ProvidedValue? Refused { get; }

    /// <summary>What it led to. It never fails.</summary>
    public Task<ProviderResult> Result { get; }

    /// <summary>How many calls wait. The credential that began the run guards it.</summary>
    public int Waiters { get; set; }

    /// <summary>Cancels the provider, whose result nobody waits for.</summary>
    public void Abandon() => ThreadPool.UnsafeQueueUserWorkItem(static call => call.Cancel(), this, preferLocal: false);

    /// <summary>
    /// Notes that a call inside this run waits for another run. Says whether that one, directly or through others, waits for this one.
    /// </summary>
    public bool WaitsForItself(ProviderCall other)
    {
        _waitsFor = other;
        ProviderCall? next = other;
        for (int step = 0; step < LongestCircle && next is not null; step++)
        {
            if (next == this)
            {
                return !Result.IsCompleted;
            }

            next = next._waitsFor;
        }

        return false;
    }

    private async Task<ConversationsCredential> InvokeAsync(Func<CancellationToken, ValueTask<ConversationsCredential>> provider)
    {
        Running.Value = this;
        return await provider(_ending.Token).ConfigureAwait(false);
    }

    private async Task<ProviderResult> EndAsync(Task<ConversationsCredential> running, Action<ProviderCall, ProviderResult> ended)
    {
        ProviderResult result;
        try
        {
            // Yields in any case, because the constructor has not ended yet.
            await ((Task)running.WaitAsync(_ending.Token)).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            result = Checked(await running.ConfigureAwait(false));
        }
        catch (OperationCanceledException exception) when (_ending.IsCancellationRequested)
        {
            result = new(null, ProviderFailure.TooLate(exception, _limit, _clock.GetUtcNow()));
        }
        catch (Exception exception)
        {
            result = new(null, ProviderFailure.Thrown(exception, _secrets, _clock.GetUtcNow()));
        }

        ended(this, result);
        // A provider may ignore its token and run on. Its source is then needed until it ends.
        _ = running.ContinueWith(
            static (late, ending) =>
            {
                _ = late.Exception;
                ((CancellationTokenSource)ending!).Dispose();
            },
            _ending,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return result;
    }

    private ProviderResult Checked(ConversationsCredential? given)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        return given is not SecretCredential credential ? new(null, ProviderFailure.Nothing(now))
            : credential.ExpiresAt is { } end && end <= now ? new(null, ProviderFailure.Expired(end, now))
            : new(new(credential, now), null);
    }

    private void Cancel()
    {
        try
        {
            _ending.Cancel();
        }
        catch (Exception exception) when (exception is AggregateException or ObjectDisposedException)
        {
            // What the provider does with its token fails nobody, and it may have ended meanwhile.
        }
    }
}
