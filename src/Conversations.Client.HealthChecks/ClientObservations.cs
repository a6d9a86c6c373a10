using System.Diagnostics.Metrics;

namespace Conversations.Client.HealthChecks;

/// <summary>Listens to the measurements of one client, and counts what tells its health.</summary>
internal sealed class ClientObservations : IDisposable
{
    private readonly object _gate = new();
    private readonly MeterListener _listener = new();
    private readonly TimeSpan _maxBudgetWait;
    private readonly TimeProvider _clock;
    private readonly long _begin;
    private readonly SlidingCount _calls;
    private readonly SlidingCount _failed;
    private readonly SlidingCount _throttled;
    private readonly SlidingCount _waited;
    private readonly SlidingCount _unsent;
    private readonly SlidingCount _reconnects;
    private string? _lastError;
    private TimeSpan? _lastAnswer;
    private TimeSpan? _lastProbe;

    public ClientObservations(ConversationsHealthOptions options, string? clientName, IMeterFactory meters, TimeProvider clock)
    {
        (_maxBudgetWait, _clock, _begin) = (options.MaxBudgetWait, clock, clock.GetTimestamp());
        _calls = new(options.Window);
        _failed = new(options.Window);
        _throttled = new(options.Window);
        _waited = new(options.Window);
        _unsent = new(options.Window);
        _reconnects = new(options.Window);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter is { Name: "Conversations.Client" } meter
                && meter.Scope == meters
                && clientName == meter.Tags?.FirstOrDefault(static tag => tag.Key == "conversations.client.name").Value as string
                && instrument.Name is "conversations.client.call.duration" or "conversations.client.budget.wait.duration"
                    or "conversations.client.call.retries" or "conversations.client.stream.reconnects")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) => Seen(instrument.Name, seconds, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Seen(instrument.Name, tags));
        _listener.Start();
    }

    /// <summary>The time since the last answer of the service; null if there was none.</summary>
    public TimeSpan? SinceAnswer
    {
        get
        {
            lock (_gate)
            {
                return Now - _lastAnswer;
            }
        }
    }

    /// <summary>The time since the service was asked last; null if it was not.</summary>
    public TimeSpan? SinceProbe => Now - _lastProbe;

    private TimeSpan Now => _clock.GetElapsedTime(_begin);

    /// <summary>What was counted in the window that ends now.</summary>
    public Observed Take()
    {
        lock (_gate)
        {
            TimeSpan now = Now;
            return new(
                _calls.Total(now),
                _failed.Total(now),
                _throttled.Total(now),
                _waited.Total(now),
                _unsent.Total(now),
                _reconnects.Total(now),
                _lastError);
        }
    }

    /// <summary>Notes that the service is asked.</summary>
    public void Probes() => _lastProbe = Now;

    public void Dispose() => _listener.Dispose();

    private void Seen(string instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument == "conversations.client.stream.reconnects")
        {
            Count(_reconnects);
            return;
        }

        foreach ((string name, object? value) in tags)
        {
            // A repetition may end well, so that the call's own measurement does not show it.
            if (name == "conversations.retry.reason" && value is "429")
            {
                Count(_throttled);
            }
        }
    }

    private void Seen(string instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument == "conversations.client.budget.wait.duration")
        {
            if (seconds > _maxBudgetWait.TotalSeconds)
            {
                Count(_waited);
            }

            return;
        }

        string? error = null;
        int? status = null;
        foreach ((string name, object? value) in tags)
        {
            error = name == "error.type" ? value as string : error;
            status = name == "http.response.status_code" ? value as int? : status;
        }

        Seen(error, status);
    }

    private void Seen(string? error, int? status)
    {
        if (error == "canceled")
        {
            return;
        }

        if (error == "not_sent")
        {
            // It says nothing about the service, which does not know of the call.
            Count(_unsent);
            return;
        }

        lock (_gate)
        {
            TimeSpan now = Now;
            _calls.Add(now);
            if (status is 401 or >= 500 || (error is not null && status is null))
            {
                _failed.Add(now);
                _lastError = error;
            }
            else
            {
                _lastAnswer = now;
            }

            if (status == 429)
            {
                _throttled.Add(now);
            }
        }
    }

    private void Count(SlidingCount count)
    {
        lock (_gate)
        {
            count.Add(Now);
        }
    }
}

/// <summary>What was counted in one window.</summary>
/// <param name="Calls">Calls, without those that the application cancelled, and those that were not sent.</param>
/// <param name="Failed">Calls that got no answer, a 401 or a status from 500 on.</param>
/// <param name="Throttled">Answers of 429, also to calls that were sent again and ended well.</param>
/// <param name="Waited">Calls that waited too long for the budget.</param>
/// <param name="Unsent">Calls that the budget or a limiter did not let go.</param>
/// <param name="Reconnects">How often streams joined their turns again.</param>
/// <param name="LastError">The type of the last failure; null if there was none.</param>
internal readonly record struct Observed(
    long Calls, long Failed, long Throttled, long Waited, long Unsent, long Reconnects, string? LastError);
