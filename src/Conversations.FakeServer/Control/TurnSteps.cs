using System.Text;
using System.Text.Json;
using Conversations.Client;
using Conversations.Client.Testing;

namespace Conversations.FakeServer.Control;

/// <summary>Reads the steps of a scripted turn from the body of <c>POST /__fake/turns</c>.</summary>
internal sealed class TurnSteps
{
    /// <summary>The kinds of steps, each with the members that are allowed next to it.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Kinds = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["say"] = ["partials"],
        ["tool"] = ["args", "result"],
        ["message"] = [],
        ["event"] = ["data"],
        ["raw"] = [],
        ["pause_ms"] = [],
        ["hold"] = [],
        ["fail"] = [],
        ["approval"] = [],
        ["form"] = [],
        ["cut"] = [],
    };

    private readonly FakeSession _session;
    private readonly Dictionary<string, TurnHold> _newHolds = [];

    private TurnSteps(FakeSession session) => _session = session;

    public static void Add(FakeSession session, ReadOnlyMemory<byte> body)
    {
        JsonElement turn = ControlJson.Parse(body, "conversation", "steps", "chunk_bytes");
        Guid? conversation = turn.Optional("conversation") is { } id
            ? id.ValueKind == JsonValueKind.String && id.TryGetGuid(out Guid uuid) ? uuid : throw new ControlMistake("conversation is a UUID or null.", "conversation")
            : (Guid?)null;
        if (turn.Optional("steps") is not { ValueKind: JsonValueKind.Array } steps)
        {
            throw new ControlMistake("steps is a list.", "steps");
        }

        int? chunk = turn.OptionalInt("chunk_bytes", "", least: 1);
        FakeTurns turns = conversation is { } known ? session.Fake.Turns.For(known) : session.Fake.Turns;
        var reader = new TurnSteps(session);
        turns.Next(script =>
        {
            if (chunk is { } size)
            {
                script.ChunkEvery(size);
            }

            int index = 0;
            foreach (JsonElement step in steps.EnumerateArray())
            {
                reader.Add(script, step, $"steps[{index++}]");
            }

            session.KeepHolds(reader._newHolds);
        });
    }

    private void Add(TurnScript script, JsonElement step, string path)
    {
        string kind = KindOf(step, path);
        string place = $"{path}.{kind}";
        try
        {
            _ = kind switch
            {
                "say" when step.OptionalInt("partials", path, least: 1) is { } partials => script.Say(step.Text("say", path), partials),
                "say" => script.Say(step.Text("say", path)),
                "tool" => script.Tool(step.Text("tool", path), Raw(step, "args", path), step.Text("result", path)),
                "message" => script.Message(new UnknownMessage { Raw = step.Object("message", path) }),
                "event" => script.Event(step.Text("event", path), step.Optional("data")?.GetRawText() ?? "null"),
                "raw" => script.Raw(Encoding.UTF8.GetBytes(step.Text("raw", path))),
                "pause_ms" => script.Pause(TimeSpan.FromMilliseconds(step.Int("pause_ms", path, least: 0))),
                "hold" => script.Hold(HoldNamed(step.Text("hold", path), place)),
                "fail" => script.Fail(step.OptionalText("fail", path)),
                "approval" => Approval(script, step.Object("approval", path), place),
                "form" => Form(script, step.Object("form", path), place),
                _ => Cut(script, step, path),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw new ControlMistake(exception.Message, place);
        }
    }

    private static string KindOf(JsonElement step, string path)
    {
        if (step.ValueKind != JsonValueKind.Object
            || step.EnumerateObject().Select(static member => member.Name).FirstOrDefault() is not { } first)
        {
            throw new ControlMistake("A step is an object such as {\"say\":\"Hello\"}.", path);
        }

        string kind = Kinds.Keys.FirstOrDefault(known => step.TryGetProperty(known, out _))
            ?? throw new ControlMistake($"There is no step \"{first}\"; there are {string.Join(", ", Kinds.Keys)}.", $"{path}.{first}");
        step.Only(path, [kind, .. Kinds[kind]]);
        return kind;
    }

    private static TurnScript Approval(TurnScript script, JsonElement approval, string place)
    {
        approval.Only(place, "proposal_id", "tool_name", "preview", "payload");
        return script.Approval(
            approval.Text("proposal_id", place), approval.Text("tool_name", place), approval.OptionalText("preview", place), Raw(approval, "payload", place));
    }

    private static TurnScript Form(TurnScript script, JsonElement form, string place)
    {
        form.Only(place, "tool_call_id", "args");
        return script.Form(form.Text("tool_call_id", place), Raw(form, "args", place));
    }

    private static TurnScript Cut(TurnScript script, JsonElement step, string path)
    {
        step.True("cut", path);
        return script.Cut();
    }

    /// <summary>Returns an object as JSON, or an empty object if the member is missing.</summary>
    private static string Raw(JsonElement value, string name, string path) =>
        value.Optional(name) is null ? "{}" : value.Object(name, path).GetRawText();

    private TurnHold HoldNamed(string name, string place)
    {
        if (name.Length == 0)
        {
            throw new ControlMistake("A hold has a name, by which it is released.", place);
        }

        if (_session.FindHold(name) is { } known || _newHolds.TryGetValue(name, out known))
        {
            return known;
        }

        return _newHolds[name] = _session.Fake.Turns.Hold();
    }
}
