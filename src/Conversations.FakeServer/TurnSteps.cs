using System.Text;
using System.Text.Json;
using Conversations.Client;
using Conversations.Client.Testing;

namespace Conversations.FakeServer;

/// <summary>Reads the steps of a scripted turn from the body of <c>POST /__fake/turns</c>.</summary>
internal static class TurnSteps
{
    internal static void Add(FakeSession session, JsonElement body)
    {
        var conversation = body.Optional("conversation") is { ValueKind: not JsonValueKind.Null } id
            ? id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var uuid) ? uuid : throw new ControlMistake("conversation is a UUID or null.", "conversation")
            : (Guid?)null;
        if (body.Optional("steps") is not { ValueKind: JsonValueKind.Array } steps)
        {
            throw new ControlMistake("steps is a list.", "steps");
        }

        var chunk = body.Optional("chunk_bytes") is { } bytes ? bytes.Int("chunk_bytes", least: 1) : (int?)null;
        foreach (var member in body.EnumerateObject().Where(static member => member.Name is not ("conversation" or "steps" or "chunk_bytes")))
        {
            throw new ControlMistake($"There is no member \"{member.Name}\" beside conversation, steps and chunk_bytes.", member.Name);
        }

        var turns = conversation is { } known ? session.Fake.Turns.For(known) : session.Fake.Turns;
        turns.Next(script =>
        {
            if (chunk is { } size)
            {
                script.ChunkEvery(size);
            }

            var index = 0;
            foreach (var step in steps.EnumerateArray())
            {
                Add(session, script, step, $"steps[{index++}]");
            }
        });
    }

    private static void Add(FakeSession session, TurnScript script, JsonElement step, string path)
    {
        if (step.ValueKind != JsonValueKind.Object || step.EnumerateObject().FirstOrDefault().Name is not { } kind)
        {
            throw new ControlMistake("A step is an object such as {\"say\":\"Hello\"}.", path);
        }

        var value = step.GetProperty(kind);
        var place = $"{path}.{kind}";
        try
        {
            _ = kind switch
            {
                "say" or "partials" => script.Say(step.Text("say", path), step.Optional("partials")?.Int($"{path}.partials", least: 0) ?? 0),
                "tool" or "name" or "args" or "result" => script.Tool(step.Text("tool", path), step.Optional("args")?.GetRawText() ?? "{}", step.Text("result", path)),
                "message" => script.Message(new UnknownMessage { Raw = value.ValueKind == JsonValueKind.Object ? value.Clone() : throw new ControlMistake("message is an object.", place) }),
                "event" or "data" => script.Event(step.Text("event", path), step.Optional("data")?.GetRawText() ?? "null"),
                "raw" => script.Raw(Encoding.UTF8.GetBytes(step.Text("raw", path))),
                "pause_ms" => script.Pause(TimeSpan.FromMilliseconds(value.Int(place, least: 0))),
                "hold" => script.Hold(HoldNamed(session, step.Text("hold", path))),
                "fail" => script.Fail(value.ValueKind == JsonValueKind.Null ? null : step.Text("fail", path)),
                "approval" => script.Approval(value.Text("proposal_id", place), value.Text("tool_name", place), value.OptionalText("preview", place), value.Optional("payload")?.GetRawText()),
                "form" => script.Form(value.Text("tool_call_id", place), value.Optional("args")?.GetRawText() ?? "{}"),
                "cut" => script.Cut(),
                _ => throw new ControlMistake($"There is no step \"{kind}\".", place),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw new ControlMistake(exception.Message, place);
        }
    }

    private static TurnHold HoldNamed(FakeSession session, string name)
    {
        lock (session.Holds)
        {
            if (!session.Holds.TryGetValue(name, out var hold))
            {
                session.Holds[name] = hold = session.Fake.Turns.Hold();
            }

            return hold;
        }
    }
}
