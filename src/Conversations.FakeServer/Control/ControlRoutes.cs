using System.Text;
using System.Text.Json;
using Conversations.Client.Testing;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Wire;

namespace Conversations.FakeServer.Control;

/// <summary>The routes under <c>/__fake</c>: JSON, without authorization, never recorded or limited.</summary>
internal sealed class ControlRoutes
{
    private const string Prefix = "/__fake";

    // The clock cannot be set beyond this: after the year 9999 its timers would have no valid instant.
    private static readonly DateTimeOffset LastInstant = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeSession _session;
    private readonly bool _isLoopback;
    private readonly Route[] _routes;

    /// <param name="session">What the routes control.</param>
    /// <param name="isLoopback">Whether only this machine can reach the port.</param>
    public ControlRoutes(FakeSession session, bool isLoopback)
    {
        _session = session;
        _isLoopback = isLoopback;
        _routes =
        [
            new("GET", "health", _ => Now(isHealth: true)),
            new("POST", "reset", _ => Done(session.Reset)),
            new("POST", "seed", Seed),
            new("PATCH", "options", Options),
            new("POST", "turns", request => Done(() => TurnSteps.Add(session, request.Body))),
            new("POST", "release/{name}", Release),
            new("POST", "faults", request => Done(() => FaultBody.Add(session.Fake.Faults, request.Body))),
            new("DELETE", "faults", _ => Done(session.Fake.Faults.Clear)),
            new("GET", "requests", _ => FakeResponse.Json(200, session.Fake.Requests, RequestsJson.Write)),
            new("DELETE", "requests", _ => Done(session.Fake.ForgetRequests)),
            new("POST", "clock", MoveClock),
            new("POST", "jobs/wake-snoozed", _ => Done(session.Fake.WakeSnoozed)),
            new("POST", "jobs/finish-turns", _ => Done(session.Fake.FinishTurns)),
        ];
    }

    /// <summary>Each route as text: method and path.</summary>
    public IEnumerable<string> Names => _routes.Select(route => $"{route.Method} {Prefix}/{route.Path}");

    /// <summary>Returns the response to a page that may not call any control route. Null for every other request.</summary>
    public FakeResponse? Guard(FakeRequest request) =>
        IsControl(request) && ControlGuard.Refuse(request, _isLoopback) is var (message, header) ? Refuse(403, message, header) : null;

    /// <summary>Returns the response of a control route. Null for every other path.</summary>
    public async ValueTask<FakeResponse?> AnswerAsync(FakeRequest request, CancellationToken gone)
    {
        if (!IsControl(request))
        {
            return null;
        }

        string path = request.Path[Prefix.Length..].Trim('/');
        if (Array.Find(_routes, route => route.Method == request.Method && route.Takes(path)) is not { } found)
        {
            return Refuse(404, $"There is no control route {request.Method} {request.Path}; there are {string.Join(", ", Names)}.", "");
        }

        await request.ReceiveAsync(gone);
        if (request.IsTooLarge)
        {
            return Refuse(413, $"The body is larger than {FakeRequest.MaxBodyBytes} bytes. Send a seed in parts, or start with --seed, which takes a file of any size.", "");
        }

        try
        {
            return found.Answer(request);
        }
        catch (ControlMistake mistake)
        {
            return Refuse(400, mistake.Message, mistake.Path);
        }
        catch (FakeSeedException mistake)
        {
            return Refuse(400, mistake.Message, mistake.Path);
        }
    }

    private static bool IsControl(FakeRequest request) => request.Path == Prefix || request.Path.StartsWith($"{Prefix}/", StringComparison.Ordinal);

    private FakeResponse Seed(FakeRequest request) =>
        FakeResponse.Json(200, _session.Fake.LoadListed(Encoding.UTF8.GetString(request.Body.Span)), SeededJson.Write);

    private FakeResponse Options(FakeRequest request)
    {
        Switches.Set(_session.Fake.Options, ControlJson.Parse(request.Body));
        return FakeResponse.Json(200, _session.Fake.Options, Switches.Write);
    }

    private FakeResponse Release(FakeRequest request)
    {
        string name = Uri.UnescapeDataString(request.Path[$"{Prefix}/release/".Length..].TrimEnd('/'));
        return _session.TakeHold(name) is { } hold
            ? Done(hold.Release)
            : throw new ControlMistake($"No turn has a hold \"{name}\"; script one with {{\"hold\":\"{name}\"}} first.", "name");
    }

    private FakeResponse MoveClock(FakeRequest request)
    {
        JsonElement body = ControlJson.Parse(request.Body, "set", "advance_seconds");
        ControlledClock clock = _session.Clock;
        switch (body.Optional("set"), body.Optional("advance_seconds"))
        {
            case (not null, null):
                Set(clock, body.Text("set", ""));
                break;
            case (null, { } seconds):
                Advance(clock, seconds);
                break;
            case (null, null):
                throw new ControlMistake("The body says set or advance_seconds.", "");
            default:
                throw new ControlMistake("The body says set or advance_seconds, not both.", "advance_seconds");
        }

        return Now(isHealth: false);
    }

    private static void Set(ControlledClock clock, string text)
    {
        if (!WireTime.TryParse(text, TimeZoneInfo.Utc, out DateTimeOffset instant))
        {
            throw new ControlMistake($"\"{text}\" is no instant: write it like 2026-06-03T11:00:00Z.", "set");
        }

        if (instant > LastInstant)
        {
            throw new ControlMistake("The clock goes no further than the year 8999.", "set");
        }

        clock.Set(instant);
    }

    private static void Advance(ControlledClock clock, JsonElement seconds)
    {
        double farthest = (LastInstant - clock.TimeProvider.GetUtcNow()).TotalSeconds;
        double? number = seconds.ValueKind == JsonValueKind.Number && seconds.TryGetDouble(out double given) ? given : null;
        clock.Advance(number >= 0 && number <= farthest
            ? TimeSpan.FromSeconds(number.Value)
            : throw new ControlMistake("advance_seconds is a number, 0 or more, to the year 8999 at most.", "advance_seconds"));
    }

    private FakeResponse Now(bool isHealth) =>
        FakeResponse.Json(200, (isHealth, Instant: _session.Fake.TimeProvider.GetUtcNow()), WriteNow);

    private static void WriteNow(Utf8JsonWriter writer, (bool isHealth, DateTimeOffset Instant) now)
    {
        writer.WriteStartObject();
        if (now.isHealth)
        {
            writer.WriteString("status", "ok");
        }

        writer.WriteInstant("now", now.Instant);
        writer.WriteEndObject();
    }

    private static FakeResponse Done(Action act)
    {
        act();
        return FakeResponse.Empty(204);
    }

    private static FakeResponse Refuse(int status, string message, string path) =>
        FakeResponse.Json(status, (message, path), static (writer, mistake) =>
        {
            writer.WriteStartObject();
            writer.WriteString("error", mistake.message);
            writer.WriteString("path", mistake.path);
            writer.WriteEndObject();
        });

    private sealed record Route(string Method, string Path, Func<FakeRequest, FakeResponse> Answer)
    {
        // One route ends with a name.
        private readonly string? _stem = Path.EndsWith("{name}", StringComparison.Ordinal) ? Path[..^"{name}".Length] : null;

        public bool Takes(string path) =>
            _stem is null ? path == Path : path.StartsWith(_stem, StringComparison.Ordinal) && path.Length > _stem.Length;
    }
}
