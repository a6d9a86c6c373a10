using System.Globalization;
using System.Text;
using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Faults;

namespace Conversations.Client.Testing;

/// <summary>
/// A rule of <see cref="FakeFaults"/>: first when it strikes (the last of <see cref="Nth"/>, <see cref="Every"/> and
/// <see cref="Probability"/> counts; without one: each request) and how often, then what happens. The call that says what
/// happens sets the rule.
/// </summary>
public sealed class FaultRule
{
    // What a timer can wait for at most.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly FakeFaults _faults;
    private readonly Operation? _operation;
    private FaultTiming _timing = new();

    internal FaultRule(FakeFaults faults, Operation? operation) => (_faults, _operation) = (faults, operation);

    /// <summary>Strikes the nth request only; with <see cref="Times"/> also those that follow, until there were so many.</summary>
    /// <param name="n">The number of the request since the rule was set, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is less than 1.</exception>
    /// <returns>The rule.</returns>
    public FaultRule Nth(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        _timing = new FaultTiming { Nth = n, Times = _timing.Times };
        return this;
    }

    /// <summary>Strikes each nth request.</summary>
    /// <param name="n">The distance, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is less than 1.</exception>
    /// <returns>The rule.</returns>
    public FaultRule Every(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        _timing = new FaultTiming { Every = n, Times = _timing.Times };
        return this;
    }

    /// <summary>Strikes by chance. The same seed strikes the same requests in every run.</summary>
    /// <param name="probability">The chance of each request, from 0 (never) to 1 (always).</param>
    /// <param name="seed">Where the sequence of chances begins.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> is not from 0 to 1.</exception>
    /// <returns>The rule.</returns>
    public FaultRule Probability(double probability, int seed)
    {
        if (probability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Pass a probability from 0 to 1.");
        }

        _timing = new FaultTiming { Probability = probability, Seed = seed, Times = _timing.Times };
        return this;
    }

    /// <summary>Ends the rule after it has struck so often. Default: once for <see cref="Nth"/>, without end otherwise.</summary>
    /// <param name="n">How often, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is less than 1.</exception>
    /// <returns>The rule.</returns>
    public FaultRule Times(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        _timing = _timing with { Times = n };
        return this;
    }

    /// <summary>Answers in place of the service, as a proxy would: neither access is checked nor does the operation run.</summary>
    /// <param name="status">The status, from 200 to 599.</param>
    /// <param name="body">The body; sent as <c>application/json</c> when it is JSON, else as <c>text/plain</c>. Null: none.</param>
    /// <param name="retryAfter">The header <c>Retry-After</c>, in whole seconds, rounded up. Null: none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not from 200 to 599, or
    /// <paramref name="retryAfter"/> is negative.</exception>
    /// <exception cref="ArgumentException">There is a <paramref name="body"/>, but an answer of this status has none.</exception>
    public void Respond(int status, string? body = null, TimeSpan? retryAfter = null)
    {
        List<KeyValuePair<string, string>> headers = [];
        if (retryAfter is { } wait)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero, nameof(retryAfter));
            headers.Add(new("Retry-After", Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)));
        }

        Respond(status, body, headers);
    }

    /// <summary>As above with any headers, of which a <c>Content-Type</c> says what the body is.</summary>
    internal void Respond(int status, string? body, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        if (!string.IsNullOrEmpty(body) && status is 204 or 205 or 304)
        {
            throw new ArgumentException($"An answer with the status {status} has no body; leave it out.", nameof(body));
        }

        byte[] bytes = Encoding.UTF8.GetBytes(body ?? "");
        string? contentType =
            headers.LastOrDefault(header => IsContentType(header.Key)).Value ?? (bytes.Length > 0 ? ContentTypeOf(bytes) : null);
        KeyValuePair<string, string>[] others = [.. headers.Where(header => !IsContentType(header.Key))];
        Set(new Fault.Answer(() =>
        {
            var response = FakeResponse.Bytes(status, contentType, bytes);
            foreach ((string name, string value) in others)
            {
                _ = response.With(name, value);
            }

            return response;
        }));
    }

    /// <summary>
    /// Resets the connection when the request is there, before the operation runs: nothing happened at the service.
    /// For one that ran and whose answer was lost take <see cref="CutAfterBytes"/> with 0.
    /// </summary>
    public void Reset() => Set(new Fault.NoAnswer(Delivery.Reset));

    /// <summary>Never answers, and keeps the connection until the caller gives up. The operation does not run.</summary>
    public void HangBeforeHeaders() => Set(new Fault.NoAnswer(Delivery.Withheld));

    /// <summary>
    /// Runs the operation and sends the headers of its answer, then nothing more, no keepalives either, until the caller goes.
    /// An answer without a body hangs before its headers.
    /// </summary>
    public void HangInBody() => Set(new Fault.Damage(Damages.Hang));

    /// <summary>
    /// Runs the operation and breaks the connection when so many bytes of the body were sent, keepalives counted.
    /// A body that is no longer than that comes whole. An answer without a body is lost with its headers when
    /// <paramref name="bytes"/> is 0: the connection is reset.
    /// </summary>
    /// <param name="bytes">How many bytes still arrive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    public void CutAfterBytes(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Set(new Fault.Damage((answer, _) => Damages.CutAfterBytes(answer, bytes)));
    }

    /// <summary>
    /// Runs the operation and breaks the connection when so many whole events of its stream were sent; keepalives do not count.
    /// An answer that is no stream has no events and comes whole.
    /// </summary>
    /// <param name="events">How many events still arrive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="events"/> is negative.</exception>
    public void CutAfterEvents(int events)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        Set(new Fault.Damage((answer, _) => Damages.CutAfterEvents(answer, events)));
    }

    /// <summary>
    /// Waits, then lets the request go on: to the fault of another rule or to the operation. A caller that gives up during the wait
    /// has had no operation run. A reply or a composed ticket waits where the service would be sending: it is checked before the
    /// wait, the same request meanwhile, for at most 30 seconds, is refused with 409, and it is sent though the caller has given up.
    /// </summary>
    /// <param name="time">How long, on the fake's clock; at most 49 days.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative or longer than 49 days.</exception>
    public void Delay(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, LongestDelay);
        Set(new Fault.Delay(time));
    }

    /// <summary>
    /// Runs the operation and makes its answer unreadable: the JSON of the body, and that of each event of a stream, begins with
    /// <c>&lt;</c> in place of its own first character. Length, status and headers stay; an answer without a body stays as it is.
    /// </summary>
    public void Malformed() => Set(new Fault.Damage((answer, _) => Damages.Malform(answer)));

    private void Set(Fault fault) => _faults.Add(new ActiveFault(_operation, _timing, fault));

    private static bool IsContentType(string header) => header.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);

    private static string ContentTypeOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return "application/json";
        }
        catch (JsonException)
        {
            return "text/plain; charset=utf-8";
        }
    }
}
