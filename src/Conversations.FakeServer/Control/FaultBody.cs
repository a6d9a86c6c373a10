using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conversations.Client.Testing;
using Conversations.Client.Testing.Routing;

namespace Conversations.FakeServer.Control;

/// <summary>
/// Reads a rule for faults from the body of <c>POST /__fake/faults</c>. The whole body is read before any of it takes effect.
/// </summary>
internal static partial class FaultBody
{
    private const string Everything = "*";
    private const string RunAfter = "run_after_ms";

    public static readonly string[] Whens = ["nth", "every", "probability"];
    public static readonly string[] Kinds = ["status", "reset", "hang", "cut_after_bytes", "cut_after_events", "delay_ms", "malformed"];

    /// <summary>The operations by their names on the control routes.</summary>
    public static IReadOnlyDictionary<string, Operation> Operations { get; } =
        Enum.GetValues<Operation>().ToDictionary(OperationNames.Of, StringComparer.Ordinal);

    public static void Add(FakeFaults faults, ReadOnlyMemory<byte> body)
    {
        JsonElement rule = ControlJson.Parse(body, ["operation", .. Whens, "seed", "times", "then"]);
        FaultRule begun = Begin(faults, rule.Text("operation", ""));
        When(begun, rule);
        if (rule.OptionalInt("times", "", least: 1) is { } times)
        {
            begun.Times(times);
        }

        Then(begun, rule.Object("then", ""))();
    }

    private static FaultRule Begin(FakeFaults faults, string name) =>
        name == Everything ? faults.Any()
        : Operations.TryGetValue(name, out Operation operation) ? faults.On(operation)
        : throw new ControlMistake($"There is no operation \"{name}\"; there are {Everything}, {string.Join(", ", Operations.Keys)}.", "operation");

    private static void When(FaultRule rule, JsonElement body)
    {
        string[] given = Whens.Where(name => body.Optional(name) is not null).ToArray();
        if (given.Length > 1)
        {
            throw new ControlMistake($"A rule has one of {string.Join(", ", Whens)}, not {string.Join(" and ", given)}.", given[1]);
        }

        if (body.Optional("seed") is not null && given is not ["probability"])
        {
            throw new ControlMistake("seed goes with probability.", "seed");
        }

        _ = given switch
        {
            ["nth"] => rule.Nth(body.Int("nth", "", least: 1)),
            ["every"] => rule.Every(body.Int("every", "", least: 1)),
            ["probability"] => rule.Probability(Probability(body), body.OptionalInt("seed", "", least: int.MinValue) ?? 0),
            _ => rule,
        };
    }

    private static double Probability(JsonElement body) =>
        body.Optional("probability") is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double chance) && chance is >= 0 and <= 1
            ? chance
            : throw new ControlMistake("probability is a number from 0 to 1.", "probability");

    /// <summary>Returns the call that sets the rule.</summary>
    private static Action Then(FaultRule rule, JsonElement then)
    {
        const string Path = "then";
        string[] kinds = Kinds.Where(name => then.Optional(name) is not null).ToArray();
        then.Only(Path, Members(kinds));
        if (kinds.Length != 1)
        {
            throw new ControlMistake($"A rule does one of {string.Join(", ", Kinds)}.", kinds.Length == 0 ? Path : $"{Path}.{kinds[1]}");
        }

        if (then.OptionalInt(RunAfter, Path, least: 0) is { } late)
        {
            if (then.OptionalText("hang", Path) == "body")
            {
                throw new ControlMistake($"{RunAfter} goes with status, reset and hang headers: a body that hangs is of an operation that ran.", $"{Path}.{RunAfter}");
            }

            _ = rule.RunAfter(TimeSpan.FromMilliseconds(late));
        }

        switch (kinds[0])
        {
            case "status":
                return Respond(rule, then, Path);
            case "reset":
                then.True("reset", Path);
                return rule.Reset;
            case "hang":
                return Hang(rule, then.Text("hang", Path));
            case "cut_after_bytes":
                int bytes = then.Int("cut_after_bytes", Path, least: 0);
                return () => rule.CutAfterBytes(bytes);
            case "cut_after_events":
                int events = then.Int("cut_after_events", Path, least: 0);
                return () => rule.CutAfterEvents(events);
            case "delay_ms":
                var delay = TimeSpan.FromMilliseconds(then.Int("delay_ms", Path, least: 0));
                return () => rule.Delay(delay);
            default:
                then.True("malformed", Path);
                return rule.Malformed;
        }
    }

    /// <summary>The members of a rule that does one thing, or all of them if it does not.</summary>
    private static string[] Members(string[] kinds) => kinds switch
    {
        ["status"] => ["status", "headers", "body", RunAfter],
        ["reset" or "hang"] => [kinds[0], RunAfter],
        [_] => kinds,
        _ => [.. Kinds, "headers", "body", RunAfter],
    };

    private static Action Hang(FaultRule rule, string where) => where switch
    {
        "headers" => rule.HangBeforeHeaders,
        "body" => rule.HangInBody,
        _ => throw new ControlMistake("hang is headers or body.", "then.hang"),
    };

    private static Action Respond(FaultRule rule, JsonElement then, string path)
    {
        int status = then.Int("status", path, least: 200, most: 599);

        // A JSON string is the body itself, so that a response does not have to be JSON.
        string? body = then.Optional("body") switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { } json => json.GetRawText(),
        };
        if (!string.IsNullOrEmpty(body) && status is 204 or 205 or 304)
        {
            throw new ControlMistake($"An answer with the status {status} has no body; leave it out.", $"{path}.body");
        }

        KeyValuePair<string, string>[] headers = then.Optional("headers") is null ? [] : Headers(then.Object("headers", path), $"{path}.headers").ToArray();
        return () => rule.Respond(status, body, headers);
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(JsonElement headers, string path)
    {
        foreach (JsonProperty header in headers.EnumerateObject())
        {
            string place = $"{path}.{header.Name}";
            if (!HeaderName().IsMatch(header.Name))
            {
                throw new ControlMistake($"\"{header.Name}\" is no name of a header.", place);
            }

            if (header.Name.ToLowerInvariant() is "content-length" or "transfer-encoding" or "connection")
            {
                throw new ControlMistake($"{header.Name} is the connection's own; leave it out.", place);
            }

            string value = header.Value.ValueKind switch
            {
                JsonValueKind.String => header.Value.GetString()!,
                JsonValueKind.Number => header.Value.GetRawText(),
                _ => throw new ControlMistake($"The value of {header.Name} is a text or a number.", place),
            };
            yield return Ascii.IsValid(value) && !value.Any(char.IsControl)
                ? new(header.Name, value)
                : throw new ControlMistake($"The value of {header.Name} is of printable ASCII characters.", place);
        }
    }

    // RFC 9110, section 5.6.2: a token.
    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderName();
}
