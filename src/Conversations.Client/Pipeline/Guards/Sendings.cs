namespace Conversations.Client.Pipeline.Guards;

/// <summary>Owns how often one call was sent and how its first sending ended: what must reach the service once passes once.</summary>
/// <param name="isRepeatable">Whether the call may reach the service more than once.</param>
/// <param name="timeProvider">The clock of waits.</param>
internal sealed class Sendings(bool isRepeatable, TimeProvider timeProvider)
{
    // How long a second sending that runs beside the first waits before it says that the first was accepted: whoever started both
    // takes what comes first, and that must be the answer.
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private FirstAttempt? _first;
    private TaskCompletionSource<FirstAttempt>? _waiting;
    private TaskCompletionSource? _loading;
    private bool _isLoaded;
    private bool _mayPass = true;
    private bool _isRenewed;
    private int _copies;
    private int _count;
    private int _refusals;

    /// <summary>How often the request was sent; a connection that could not be made does not count.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Whether one of its sendings can have been done by the service.</summary>
    public bool MayHaveTakenEffect
    {
        get
        {
            lock (_gate)
            {
                return _count > _refusals;
            }
        }
    }

    /// <summary>Whether the service refused the credential of a sending, which did nothing then.</summary>
    public bool IsCredentialRefused
    {
        get
        {
            lock (_gate)
            {
                return _refusals > 0;
            }
        }
    }

    /// <summary>Whether a request may go to the transport: always if the operation is repeatable, else once.</summary>
    public bool TryPass()
    {
        lock (_gate)
        {
            bool passes = isRepeatable || _mayPass;
            _mayPass = false;
            _count += passes ? 1 : 0;
            return passes;
        }
    }

    /// <summary>The transport could not even connect: this sending has not arrived.</summary>
    public void NeverLeft()
    {
        lock (_gate)
        {
            _count--;
        }
    }

    /// <summary>The service refused the credential: this sending has done nothing.</summary>
    public void Refused()
    {
        lock (_gate)
        {
            _refusals++;
        }
    }

    /// <summary>
    /// There is another credential: after a refused one the call may go out once more. After anything else, such as a success that a
    /// handler made a 401 of, it may not.
    /// </summary>
    public void Renew()
    {
        lock (_gate)
        {
            if (!_isRenewed && _first is { IsUnauthorized: true })
            {
                (_isRenewed, _mayPass, _first, _waiting) = (true, true, null, null);
            }
        }
    }

    /// <summary>A copy of the request that was made in front of this package's handlers begins.</summary>
    public void CopyBegins()
    {
        lock (_gate)
        {
            _copies++;
        }
    }

    /// <summary>An answer was read as far as it is read before the caller has it.</summary>
    public void Loaded()
    {
        TaskCompletionSource? loading;
        lock (_gate)
        {
            _isLoaded = true;
            loading = _loading;
        }

        _ = loading?.TrySetResult();
    }

    /// <summary>Notes how the first sending ended, for repetitions that are stopped.</summary>
    public void Ended(FirstAttempt attempt)
    {
        TaskCompletionSource<FirstAttempt>? waiting;
        lock (_gate)
        {
            if (isRepeatable)
            {
                return;
            }

            _first = attempt;
            waiting = _waiting;
        }

        _ = waiting?.TrySetResult(attempt);
    }

    /// <summary>Notes that what began as a success was none when its body was read.</summary>
    public void EndedInBody(Exception exception)
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

    /// <summary>
    /// How the first sending ended, for one that was stopped. While the first runs this waits for its end, and after its success until
    /// whoever started both has had time to take it.
    /// </summary>
    public async Task<FirstAttempt> EndOfFirstAsync(CancellationToken cancellationToken)
    {
        Task<FirstAttempt> ended;
        bool isBesideOurs;
        lock (_gate)
        {
            ended = _first is { } first
                ? Task.FromResult(first)
                : (_waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            isBesideOurs = _copies > 1;
        }

        FirstAttempt how = await ended.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!how.IsSuccess)
        {
            return how;
        }

        if (isBesideOurs)
        {
            // Whoever made the copies gets the answer when its body has been read, which is bounded in time.
            await LoadingAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(Courtesy, timeProvider, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            return _first ?? how;
        }
    }

    private Task LoadingAsync()
    {
        lock (_gate)
        {
            return _isLoaded ? Task.CompletedTask : (_loading ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
