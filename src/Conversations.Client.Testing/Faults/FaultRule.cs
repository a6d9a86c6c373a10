using System.Globalization;
using System.Text;
using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Faults;

namespace Conversations.Client.Testing;

/// <summary>
/// A rule of <see cref="FakeFaults"/>. First say when it strikes and how often, then what happens. Of <see cref="Nth"/>,
/// <see cref="Every"/> and <see cref="Probability"/> the last call counts; without one, the rule strikes each request. The call that says
/// what happens sets the rule.
/// </summary>
public sealed class FaultRule
{
    // The longest time that a timer can wait.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly FakeFaults _faults;
    private readonly Operation? _operation;
    private FaultTiming _timing = new();
    private TimeSpan? _runsAfter;

    internal FaultRule(FakeFaults faults, Operation? operation) => (_faults, _operation) = (faults, operation);

    /// <summary>
    /// Strikes only the nth request. With <see cref="Times"/>, it also strikes the following requests, up to that number.
    /// </summary>
    /// <param name="n">The number of the request since the rule was set, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is less than 1.</exception>
    /// <returns>The rule.</returns>
    public FaultRule Nth(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        _timing = new FaultTiming { Nth = n, Times = _timing.Times };
        return this;
    }

    /// <summary>Strikes every nth request.</summary>
    /// <param name="n">The distance between two struck requests, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is less than 1.</exception>
    /// <returns>The rule.</returns>
    public FaultRule Every(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        _timing = new FaultTiming { Every = n, Times = _timing.Times };
        return this;
    }

    /// <summary>Strikes at random. The same seed strikes the same requests in every run.</summary>
    /// <param name="probability">The probability for each request, from 0 (never) to 1 (always).</param>
    /// <param name="seed">The seed of the random sequence.</param>
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

    /// <summary>Ends the rule after it has struck this often. Default: once with <see cref="Nth"/>, otherwise without end.</summary>
    /// <param name="n">How often, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is less than 1.</exception>
    /// <returns>The rule.</returns>
    public FaultRule Times(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        _timing = _timing with { Times = n };
        return this;
    }

    /// <summary>
    /// Runs the operation late: this long after <see cref="Respond(int, string?, TimeSpan?)"/>, <see cref="Reset"/> or
    /// <see cref="HangBeforeHeaders"/> has struck its request. The caller has lost the answer, sees no change when it looks meanwhile, and
    /// the change comes all the same. What the operation answers then is seen by nobody, and nothing more is recorded. Default: such an
    /// operation does not run at all. With <see cref="TimeSpan.Zero"/> it runs at once.
    /// </summary>
    /// <param name="time">How long after the request was struck, on the fake's clock; at most 49 days.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative or longer than 49 days.</exception>
    /// <returns>The rule. The other calls that say what happens refuse it: their operation runs or waits as they say.</returns>
    public FaultRule RunAfter(TimeSpan time)
    {
        _runsAfter = InTime(time);
        return this;
    }

    /// <summary>Answers in place of the service, as a proxy does: access is not checked, and the operation does not run.</summary>
    /// <param name="status">The status, from 200 to 599.</param>
    /// <param name="body">The body, sent as <c>application/json</c> if it is JSON, otherwise as <c>text/plain</c>. Null: none.</param>
    /// <param name="retryAfter">The header <c>Retry-After</c>, in whole seconds, rounded up. Null: none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not from 200 to 599, or
    /// <paramref name="retryAfter"/> is negative.</exception>
    /// <exception cref="ArgumentException">There is a <paramref name="body"/>, but a response with this status has none.</exception>
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

    /// <summary>Like the public overload, with any headers. A <c>Content-Type</c> among them sets the type of the body.</summary>
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
        Answer(() =>
        {
            var response = FakeResponse.Bytes(status, contentType, bytes);
            foreach ((string name, string value) in others)
            {
                _ = response.With(name, value);
            }

            return response;
        });
    }

    /// <summary>
    /// Resets the connection once the request has arrived. The operation does not run, so nothing happens at the service. To lose the
    /// response of an operation that ran, use <see cref="CutAfterBytes"/> with 0; of one that runs later, say <see cref="RunAfter"/> first.
    /// </summary>
    public void Reset() => Answer(static () => FakeResponse.NotSent(Delivery.Reset));

    /// <summary>Never answers, and keeps the connection until the client gives up. The operation does not run.</summary>
    public void HangBeforeHeaders() => Answer(static () => FakeResponse.NotSent(Delivery.Withheld));

    /// <summary>
    /// Runs the operation and sends the headers of its response, then nothing more until the client goes, not even keepalives. A response
    /// without a body hangs before its headers.
    /// </summary>
    /// <exception cref="InvalidOperationException">The rule has <see cref="RunAfter"/>.</exception>
    public void HangInBody() => Set(new Fault.Damage(Damages.Hang));

    /// <summary>
    /// Runs the operation and breaks the connection after this many bytes of the body, including keepalives. A body that is not longer is
    /// sent whole. If <paramref name="bytes"/> is 0, a response without a body is lost with its headers: the connection is reset.
    /// </summary>
    /// <param name="bytes">How many bytes are still sent.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The rule has <see cref="RunAfter"/>.</exception>
    public void CutAfterBytes(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Set(new Fault.Damage((answer, _) => Damages.CutAfterBytes(answer, bytes)));
    }

    /// <summary>
    /// Runs the operation and breaks the connection after this many whole events of its stream. Keepalives do not count. A response that is
    /// not a stream has no events and is sent whole.
    /// </summary>
    /// <param name="events">How many events are still sent.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="events"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The rule has <see cref="RunAfter"/>.</exception>
    public void CutAfterEvents(int events)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        Set(new Fault.Damage((answer, _) => Damages.CutAfterEvents(answer, events)));
    }

    /// <summary>
    /// Waits, then lets the request continue: to the fault of another rule or to the operation. If the client gives up during the wait, the
    /// operation does not run. A reply or a composed ticket waits at the point where the service would be sending it: it is checked before
    /// the wait, and it is sent even if the client gives up. Meanwhile, for at most 30 seconds, the same request is refused with 409.
    /// </summary>
    /// <param name="time">How long to wait, on the fake's clock; at most 49 days.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative or longer than 49 days.</exception>
    /// <exception cref="InvalidOperationException">The rule has <see cref="RunAfter"/>.</exception>
    public void Delay(TimeSpan time) => Set(new Fault.Delay(InTime(time)));

    /// <summary>
    /// Runs the operation and makes its response unreadable: the JSON of the body, or of each event in a stream, begins with <c>&lt;</c>
    /// instead of its own first character. Length, status and headers stay. A response without a body does not change.
    /// </summary>
    /// <exception cref="InvalidOperationException">The rule has <see cref="RunAfter"/>.</exception>
    public void Malformed() => Set(new Fault.Damage((answer, _) => Damages.Malform(answer)));

    private void Answer(Func<FakeResponse> make) => Add(new Fault.Answer(make, _runsAfter));

    private void Set(Fault fault)
    {
        if (_runsAfter is not null)
        {
            throw new InvalidOperationException(
                "RunAfter goes with Respond, Reset and HangBeforeHeaders, whose operation does not run otherwise. Leave it out here.");
        }

        Add(fault);
    }

    private void Add(Fault fault) => _faults.Add(new ActiveFault(_operation, _timing, fault));

    private static TimeSpan InTime(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, LongestDelay);
        return time;
    }

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
