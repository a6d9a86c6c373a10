namespace Conversations.Client.Pipeline.Guards;

/// <summary>
/// Counts the sendings of one call and keeps how the first one ended. A call that must reach the service once passes once.
/// </summary>
/// <param name="isRepeatable">Whether the call may reach the service more than once.</param>
/// <param name="timeProvider">The clock of waits.</param>
internal sealed class Sendings(bool isRepeatable, TimeProvider timeProvider)
{
    // A second sending that runs beside the first waits this long before it says that the first was accepted. The code that started both
    // takes the result that comes first, and that must be the response.
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
    private int _passed;
    private bool _isCredentialRefused;
    private (long Since, TimeSpan Length)? _window;

    /// <summary>How often the request was sent, without attempts that could not connect.</summary>
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

    /// <summary>How often the request went to the transport before the last time, also if it could not connect.</summary>
    public int Resends
    {
        get
        {
            lock (_gate)
            {
                return _passed - 1;
            }
        }
    }

    /// <summary>The timestamp of the first time that it went to the transport; null for none, or if any number is allowed.</summary>
    public long? FirstPassed { get; private set; }

    /// <summary>Whether the service may have acted on a sending.</summary>
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

    /// <summary>Whether the service refused the credential of a sending. Such a sending did nothing.</summary>
    public bool IsCredentialRefused
    {
        get
        {
            lock (_gate)
            {
                return _isCredentialRefused;
            }
        }
    }

    /// <summary>Whether what goes out next may have arrived before, so that the service must know it as the same.</summary>
    public bool IsAgain { get; private set; }

    /// <summary>Whether a repetition that was allowed came after its time.</summary>
    public bool IsTooLate { get; private set; }

    /// <summary>
    /// Whether a request may go to the transport: always if the operation is repeatable, otherwise once, and once more after each
    /// <see cref="AllowRepetition"/>.
    /// </summary>
    public bool TryPass()
    {
        lock (_gate)
        {
            IsTooLate = _mayPass && _window is { } window && timeProvider.GetElapsedTime(window.Since) >= window.Length;
            bool passes = isRepeatable || (_mayPass && !IsTooLate);
            _mayPass = false;
            if (passes)
            {
                _count++;
                _passed++;
                FirstPassed ??= isRepeatable ? null : timeProvider.GetTimestamp();
                (_first, _waiting) = (null, null);
            }

            return passes;
        }
    }

    /// <summary>Lets the call go out once more, until the time in which the service knows it as a repetition is over.</summary>
    /// <param name="since">The timestamp of the first sending.</param>
    /// <param name="window">How long after it the call may go out.</param>
    public void AllowRepetition(long since, TimeSpan window)
    {
        lock (_gate)
        {
            (_mayPass, _window, IsAgain) = (true, (since, window), _count > _refusals);
        }
    }

    /// <summary>Notes that the transport could not connect: this sending has not arrived.</summary>
    public void NeverLeft()
    {
        lock (_gate)
        {
            _count--;
        }
    }

    /// <summary>Notes that the service refused a sending, which has so done nothing.</summary>
    /// <param name="isForCredential">Whether it was refused for its credential.</param>
    public void Refused(bool isForCredential)
    {
        lock (_gate)
        {
            _refusals++;
            _isCredentialRefused |= isForCredential;
        }
    }

    /// <summary>
    /// Lets the call go out once more with another credential, if the first one was refused. After anything else, such as a success that a
    /// handler turned into a 401, it does nothing.
    /// </summary>
    public void Renew()
    {
        lock (_gate)
        {
            if (!_isRenewed && _first is { IsUnauthorized: true })
            {
                (_isRenewed, _mayPass, _window) = (true, true, null);
            }
        }
    }

    /// <summary>Notes that a copy of the request begins. A handler in front of this package's handlers makes such copies.</summary>
    public void CopyBegins()
    {
        lock (_gate)
        {
            _copies++;
        }
    }

    /// <summary>Notes that a response was read as far as it is read before the caller gets it.</summary>
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

    /// <summary>Notes that a success became a failure while its body was read.</summary>
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
    /// How the first sending ended, for a repetition that was stopped. Waits while the first one runs. After its success, waits until the
    /// code that started both has had time to take the response.
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
            // The code that made the copies gets the response when its body has been read, and that has a time limit.
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
