namespace Conversations.Client.Configuration.Credentials;

/// <summary>A credential from a function. This object owns the last value that the function returned, and its run.</summary>
internal sealed class ProvidedCredential(Func<CancellationToken, ValueTask<ConversationsCredential>> provider) : ConversationsCredential
{
    private readonly object _gate = new();
    private volatile ProvidedValue? _current;
    private ProviderCall? _asking;
    private ProviderFailure? _failure;

    /// <inheritdoc/>
    internal override object CountedAs => this;

    /// <summary>Before the provider has given anything, it is taken for a key, so that no call is let go that must be counted.</summary>
    internal override bool CountsAsKey => _current?.Credential.CountsAsKey ?? true;

    public override string ToString() => "credential from a provider";

    /// <summary>The credential to send. Asks the provider if there is none, or if the current one was refused or has expired.</summary>
    /// <param name="refused">The value that the service refused.</param>
    /// <param name="clock">The clock of the client.</param>
    /// <param name="limit">How long the provider may take.</param>
    /// <param name="cancellationToken">Cancels the waiting. Cancels the provider if nobody else waits.</param>
    public ValueTask<ProviderResult> GetAsync(
        ProvidedValue? refused, TimeProvider clock, TimeSpan limit, CancellationToken cancellationToken) =>
        _current is { } current && current != refused && current.IsFresh(clock)
            ? new(new ProviderResult(current, null))
            : AskAsync(refused, clock, limit, cancellationToken);

    private async ValueTask<ProviderResult> AskAsync(
        ProvidedValue? refused, TimeProvider clock, TimeSpan limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Known(refused, clock, limit, out ProviderCall? asking) is { } known)
            {
                return known;
            }

            ProviderResult result;
            try
            {
                result = await asking!.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Leave(asking!);
            }

            // Another call may have sent the value, and been refused, before this one went on. And a provider that was asked before the
            // refusal may have read the secret before it changed.
            bool isStale = result.Value is { IsRefused: true }
                || (refused is not null && asking.Refused != refused && result.Value?.HasSecretOf(refused) == true);
            if (!isStale)
            {
                return result;
            }

            refused = result.Value;
        }
    }

    /// <summary>What is known without waiting; otherwise null and the run to wait for.</summary>
    private ProviderResult? Known(ProvidedValue? refused, TimeProvider clock, TimeSpan limit, out ProviderCall? asking)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_gate)
        {
            asking = null;
            refused?.Refuse();
            if (_current is { IsRefused: false } current && !current.IsExpired(now))
            {
                if (current.IsDue(now) && _asking is null && _failure?.IsWithin(current.PauseAhead, now) != true)
                {
                    _asking = new(provider, current, clock, limit, End);
                }

                return new(current, null);
            }

            if (_asking is null && _failure is { } failure && failure.IsWithinPause(now))
            {
                return new(null, failure);
            }

            asking = _asking ??= new(provider, _current, clock, limit, End);
            if (ProviderCall.Current?.WaitsForItself(asking) == true)
            {
                return new(null, ProviderFailure.Circle(now));
            }

            asking.Waiters++;
            return null;
        }
    }

    private void Leave(ProviderCall asking)
    {
        lock (_gate)
        {
            asking.Waiters--;
            if (asking.Waiters > 0 || _asking != asking)
            {
                return;
            }

            _asking = null;
        }

        asking.Abandon();
    }

    private void End(ProviderCall asking, ProviderResult result)
    {
        lock (_gate)
        {
            if (_asking != asking)
            {
                // Nobody waits for it any more.
                return;
            }

            _asking = null;
            if (result.Value is { } value)
            {
                (_current, _failure) = (value, null);
            }
            else
            {
                _failure = result.Failure;
            }
        }
    }
}
