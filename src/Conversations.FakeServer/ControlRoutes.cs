using System.Globalization;
using System.Text.Json;
using Conversations.Client.Testing;
using Conversations.Client.Testing.Routing;
using Conversations.Client.Testing.Transports;
using Conversations.Client.Testing.Wire;

namespace Conversations.FakeServer;

/// <summary>The routes under <c>/__fake</c>: JSON, without authorization, never recorded or limited.</summary>
internal sealed class ControlRoutes(FakeSession session)
{
    private const string Prefix = "/__fake/";

    /// <summary>The answer of a control route; null for every other path.</summary>
    internal FakeResponse? Answer(FakeRequest request)
    {
        if (!request.Path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return Route(request, request.Path[Prefix.Length..].TrimEnd('/'));
        }
        catch (ControlMistake mistake)
        {
            return Refuse(mistake.Message, mistake.Path);
        }
        catch (FakeSeedException mistake)
        {
            return Refuse(mistake.Message, mistake.Path);
        }
    }

    private FakeResponse Route(FakeRequest request, string name) => (request.Method, name) switch
    {
        ("GET", "health") => Json(static (writer, fake) =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", "ok");
            writer.WriteInstant("now", fake.TimeProvider.GetUtcNow());
            writer.WriteEndObject();
        }),
        ("POST", "reset") => Done(session.Reset),
        ("POST", "seed") => Seed(request),
        ("PATCH", "options") => Options(request),
        ("POST", "turns") => Done(() => TurnSteps.Add(session, ControlJson.Parse(request.Body))),
        ("POST", _) when name.StartsWith("release/", StringComparison.Ordinal) => Release(Uri.UnescapeDataString(name["release/".Length..])),
        ("GET", "requests") => Json(static (writer, fake) => WriteRequests(writer, fake.Requests)),
        ("DELETE", "requests") => Done(session.Fake.ForgetRequests),
        ("POST", "clock") => MoveClock(ControlJson.Parse(request.Body)),
        ("POST", "jobs/wake-snoozed") => Done(session.Fake.WakeSnoozed),
        ("POST", "jobs/finish-turns") => Done(session.Fake.FinishTurns),
        _ => FakeResponse.Json(404, $"{request.Method} {request.Path}", static (writer, what) => WriteMistake(writer, $"There is no control route {what}.", "")),
    };

    private FakeResponse Seed(FakeRequest request)
    {
        var added = session.Fake.LoadListed(System.Text.Encoding.UTF8.GetString(request.Body.Span));
        return FakeResponse.Json(200, added, static (writer, rows) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("tickets");
            foreach (var ticket in rows.Tickets)
            {
                writer.WriteStartObject();
                writer.WriteString("id", ticket.Id);
                writer.WriteNumber("ticket_number", ticket.Number);
                writer.WriteNumber("project", ticket.Project);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("views");
            foreach (var view in rows.Views)
            {
                writer.WriteStartObject();
                writer.WriteString("id", view.Id);
                writer.WriteString("short_id", view.ShortId);
                writer.WriteNumber("project", view.Project);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("conversations");
            foreach (var conversation in rows.Conversations)
            {
                writer.WriteStartObject();
                writer.WriteString("id", conversation.Id);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private FakeResponse Options(FakeRequest request)
    {
        Switches.Set(session.Fake.Options, ControlJson.Parse(request.Body));
        return FakeResponse.Json(200, session.Fake.Options, Switches.Write);
    }

    private FakeResponse Release(string name)
    {
        TurnHold? hold;
        lock (session.Holds)
        {
            if (!session.Holds.Remove(name, out hold))
            {
                throw new ControlMistake($"No turn has a hold \"{name}\"; script one with {{\"hold\":\"{name}\"}} first.", "name");
            }
        }

        return Done(hold.Release);
    }

    private FakeResponse MoveClock(JsonElement body)
    {
        if (body.Optional("advance_seconds") is { } seconds)
        {
            session.Clock.Advance(seconds.ValueKind == JsonValueKind.Number && seconds.TryGetDouble(out var number) && number is >= 0 and < 1e10
                ? TimeSpan.FromSeconds(number)
                : throw new ControlMistake("advance_seconds is a number, 0 or more.", "advance_seconds"));
        }
        else
        {
            var text = body.Text("set", "");
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
            {
                throw new ControlMistake($"\"{text}\" is no instant: write it like 2026-06-03T11:00:00Z.", "set");
            }

            if (!session.Clock.TrySet(instant))
            {
                throw new ControlMistake("The clock does not go back; reset the fake to begin anew.", "set");
            }
        }

        return Json(static (writer, fake) =>
        {
            writer.WriteStartObject();
            writer.WriteInstant("now", fake.TimeProvider.GetUtcNow());
            writer.WriteEndObject();
        });
    }

    private static void WriteRequests(Utf8JsonWriter writer, FakeRequests requests)
    {
        var number = 0;
        writer.WriteStartArray();
        foreach (var request in requests)
        {
            var parts = request.PathAndQuery.Split('?', 2);
            writer.WriteStartObject();
            writer.WriteNumber("n", ++number);
            writer.WriteString("operation", request.Operation is { } operation ? OperationNames.Of(operation) : null);
            writer.WriteString("method", request.Method);
            writer.WriteString("path", parts[0]);
            writer.WriteString("query", parts.Length > 1 ? parts[1] : "");
            writer.WriteStartObject("headers");
            foreach (var (name, value) in request.Headers)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WritePropertyName("body");
            WriteBody(writer, request.Body);
            writer.WriteNumber("status", request.Status);
            writer.WriteInstant("at", request.At);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A body of JSON as JSON, any other as its text.</summary>
    private static void WriteBody(Utf8JsonWriter writer, string? body)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? "null");
            document.WriteTo(writer);
        }
        catch (JsonException)
        {
            writer.WriteStringValue(body);
        }
    }

    private FakeResponse Json(Action<Utf8JsonWriter, FakeConversationsServer> write) => FakeResponse.Json(200, session.Fake, write);

    private static FakeResponse Done(Action act)
    {
        act();
        return FakeResponse.Empty(204);
    }

    private static FakeResponse Refuse(string message, string path) =>
        FakeResponse.Json(400, (message, path), static (writer, mistake) => WriteMistake(writer, mistake.message, mistake.path));

    private static void WriteMistake(Utf8JsonWriter writer, string message, string path)
    {
        writer.WriteStartObject();
        writer.WriteString("error", message);
        writer.WriteString("path", path);
        writer.WriteEndObject();
    }
}
