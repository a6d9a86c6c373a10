using System.Text.Json;
using System.Text.Json.Nodes;
using Conversations.Client.Testing.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>A few requests for one fake, in order.</summary>
public sealed record Visit(bool IsCurrent, IReadOnlyList<PlannedRequest> Requests)
{
    /// <summary>How many requests a visit has.</summary>
    public const int Length = 20;

    public override string ToString() => $"{(IsCurrent ? "current" : "legacy")} service\n\n{string.Join("\n", Requests)}";
}

/// <summary>Makes requests from openapi.json: most of them in order but for one thing, some in order, some wild.</summary>
internal static class AnyRequest
{
    private static readonly string[] OddSegments = [
        "nonsense", "%00", "a%00b", "a.b", "..", "%2e%2e", "%2F", "%252F", new string('x', 3000), "%F0%9F%8E%89", "世界", "%ff", "%", "null", "0", "-1", "007", "1e3", "%20", "'", "clear", "queue", "tickets", "unread_count",
        "99999999999999999999", "2147483648", "00000000-0000-4000-8000-0000000000A1", "000000000000400080000000000000a1", "%7B00000000-0000-4000-8000-0000000000a1%7D", Rows.Nowhere,
    ];

    private static readonly string[] OddValues = [
        "", "bogus", "-1", "0", "1.5", "99999999999999999999", "a,b,,", "%5B%22x%22%5D", "%5B", "%00", "null", "true", "FALSE", "2026-13-45", "-7d", "yesterday", "user:", "role:x", "user:99999999999999999999", "%F0%9F%8E%89", "%ff", "+", "Mine1234",
        new string('y', 300),
    ];

    private static readonly string[] Methods = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW"];

    private static readonly (string? Accept, int Weight)[] Accepts = [
        (null, 30), ("application/json", 10), ("text/event-stream, application/json", 5), ("*/*", 3), ("text/event-stream", 1), ("text/csv", 1), ("nonsense", 1), ("application/json;q=0.5, text/html", 2),
    ];

    private static readonly (string? Type, int Weight)[] ContentTypes = [
        ("application/json", 60), ("application/json; charset=utf-8", 10), ("application/x-www-form-urlencoded", 1), ("multipart/form-data; boundary=x", 1), ("text/plain", 1), ("nonsense", 1), (null, 1),
    ];

    private static readonly (Caller Caller, int Weight)[] Wrong = [
        (Callers.Nobody, 2), (new("phx_wrong"), 2), (Callers.TicketReader, 3), (Callers.ConversationReader, 3), (Callers.ConversationWriter, 3),
        (Callers.OtherUser, 6), (Caller.Session(8), 6), (Callers.OnlyProject2, 2),
        (Callers.Outsider, 2), (new("pha_none"), 1), (new("pha_all"), 3), (new("phc_project"), 1), (new(null, "sess-7", "csrf-7", "other"), 1), (new(null, "sess-9", "x", "x"), 1), (Callers.All, 4),
    ];

    public static Arbitrary<Visit> Visits() =>
        Arb.From(Gen.Choose(0, int.MaxValue - 1).Select(static seed => Make(new Random(seed))), Simpler);

    private static Visit Make(Random random) =>
        new(random.Next(4) > 0, [.. Enumerable.Range(0, Visit.Length).Select(_ => Request(random))]);

    private static IEnumerable<Visit> Simpler(Visit visit)
    {
        IReadOnlyList<PlannedRequest> requests = visit.Requests;
        for (int size = requests.Count / 2; size > 0; size /= 2)
        {
            for (int start = 0; start + size <= requests.Count; start += size)
            {
                yield return visit with { Requests = [.. requests.Take(start), .. requests.Skip(start + size)] };
            }
        }

        for (int index = 0; index < requests.Count; index++)
        {
            foreach (PlannedRequest simpler in requests[index].Simpler())
            {
                yield return visit with { Requests = [.. requests.Take(index), simpler, .. requests.Skip(index + 1)] };
            }
        }
    }

    private static PlannedRequest Request(Random random)
    {
        SpecOperation operation = Spec.Operations[random.Next(Spec.Operations.Count)];
        int odd = random.Next(12);
        string path = Path(random, operation, isOdd: odd == 0);
        string method = odd == 1 ? Methods[random.Next(Methods.Length)] : operation.Method;
        string? body = operation.BodySchema is { } schema ? AnyBody.Of(random, schema) : random.Next(8) == 0 ? "{}" : null;
        return new(method, path)
        {
            Before = random.Next(12) == 0 ? TimeSpan.FromSeconds(random.Next(1, 4000)) : default,
            Query = Query(random, operation),
            Caller = odd == 2 ? Pick(random, Wrong) : operation.IsSessionOnly || random.Next(4) == 0 ? Callers.Session : Callers.All,
            Accept = Pick(random, Accepts),
            ContentType = Pick(random, ContentTypes),
            Body = method is "GET" or "HEAD" or "TRACE" ? null : body,
        };
    }

    private static string Path(Random random, SpecOperation operation, bool isOdd)
    {
        string[] parameters = [.. operation.ParametersIn("path")];
        string? broken = isOdd ? parameters[random.Next(parameters.Length)] : null;
        string path = operation.Path;
        foreach (string name in parameters)
        {
            string[] values = name == broken ? OddSegments : Rows.Known[name];
            path = path.Replace($"{{{name}}}", values[random.Next(values.Length)], StringComparison.Ordinal);
        }

        path = random.Next(12) > 0 ? path
            : path.Contains("/environments/", StringComparison.Ordinal)
                ? path.Replace("/environments/", "/projects/", StringComparison.Ordinal)
                : path.Replace("/projects/", "/environments/", StringComparison.Ordinal);
        path = isOdd && random.Next(8) == 0 ? path + "more/" : path;
        return random.Next(8) == 0 ? path[..^1] : path;
    }

    private static List<(string Name, string Value)> Query(Random random, SpecOperation operation)
    {
        var query = new List<(string, string)>();
        foreach (JsonElement parameter in operation.Parameters.Where(static parameter => parameter.GetProperty("in").ValueEquals("query")))
        {
            int times = random.Next(operation.ParametersIn("query").Count()) < 2 ? random.Next(12) == 0 ? 2 : 1 : 0;
            for (; times > 0; times--)
            {
                query.Add((parameter.GetProperty("name").GetString()!, Value(random, parameter)));
            }
        }

        if (random.Next(15) == 0)
        {
            query.Add(random.Next(3) switch { 0 => ("unknown", "1"), 1 => ("limit", "1"), _ => ("something%20else", "") });
        }

        return query;
    }

    private static string Value(Random random, JsonElement parameter)
    {
        if (random.Next(3) == 0)
        {
            return OddValues[random.Next(OddValues.Length)];
        }

        JsonElement schema = parameter.GetProperty("schema");
        JsonNode? value = AnyBody.Make(random, schema, "");
        return Uri.EscapeDataString(value is JsonArray list ? string.Join(',', list) : value?.ToString() ?? "");
    }

    private static T Pick<T>(Random random, (T Value, int Weight)[] choices)
    {
        int at = random.Next(choices.Sum(static choice => choice.Weight));
        foreach ((T value, int weight) in choices)
        {
            at -= weight;
            if (at < 0)
            {
                return value;
            }
        }

        return choices[^1].Value;
    }
}
