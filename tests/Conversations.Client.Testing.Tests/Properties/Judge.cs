using System.Text.Json;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>Holds an answer against the contract.</summary>
internal static class Judge
{
    /// <summary>What may answer where the contract has no operation (docs/service/conversations.md 1.1, 1.5).</summary>
    private static readonly int[] OfOtherPaths = [400, 401, 403, 404, 405, 406];

    /// <summary>What is wrong with an answer; nothing if the contract describes it.</summary>
    public static IEnumerable<string> Findings(Exchange exchange) =>
        exchange.Status == 501 ? ListedOr(exchange, Listed.Failures, "501 is no rule.")
        : exchange.Status >= 500 && ListedOr(exchange, Listed.Failures, $"{exchange.Status} is no rule.").ToList() is { Count: > 0 } failures ? failures
        : [.. OfStatus(exchange), .. OfHeaders(exchange), .. OfBody(exchange), .. OfAcceptance(exchange)];

    private static IEnumerable<string> OfStatus(Exchange exchange)
    {
        if (exchange.Operation is null)
        {
            return OfOtherPaths.Contains(exchange.Status) ? [] : [$"{exchange.Status} for a path or verb that the contract does not have."];
        }

        return Described(exchange) is not null || (!exchange.IsMadeForThisVersion && OfOtherPaths.Contains(exchange.Status))
            ? []
            : [$"{exchange.Status} is not described. Described are: {string.Join(", ", Responses(exchange).EnumerateObject().Select(static response => response.Name))}."];
    }

    private static IEnumerable<string> OfHeaders(Exchange exchange)
    {
        if (Described(exchange) is not { } response)
        {
            return [];
        }

        HashSet<string> declared = Spec.Resolve(response).TryGetProperty("headers", out JsonElement headers)
            ? headers.EnumerateObject().Select(static header => header.Name).ToHashSet(StringComparer.OrdinalIgnoreCase)
            : [];
        return exchange.Headers.Keys.Except(declared, StringComparer.OrdinalIgnoreCase).Select(static name => $"The header {name} is not declared.");
    }

    private static IEnumerable<string> OfBody(Exchange exchange)
    {
        if (exchange.Status == 400 && exchange.Path.Contains("%00", StringComparison.Ordinal))
        {
            // The router takes no NUL (docs/service/conversations.md 1.1).
            return exchange.Text.Length == 0 ? [] : ["The answer to a NUL in the path has a body."];
        }

        if (exchange.Request.Method == "HEAD" && exchange.Text.Length == 0)
        {
            return [];
        }

        JsonElement content = default;
        bool hasContent = Described(exchange) is { } response
            ? Spec.Resolve(response).TryGetProperty("content", out content)
            : Spec.Find("#/components/responses/NotFound").TryGetProperty("content", out content);
        if (!hasContent)
        {
            return exchange.Text.Length == 0 ? [] : ["The answer has a body where none is described."];
        }

        JsonProperty media = content.EnumerateObject().Single();
        return media.Name != exchange.MediaType ? [$"The answer is {exchange.MediaType ?? "of no type"}, not {media.Name}."]
            : media.Value.TryGetProperty("x-event-schemas", out JsonElement schemas) ? OfStream(exchange, schemas)
            : exchange.Json is not { } json ? ["The answer is no JSON."]
            :
            [
                .. Unexplained(exchange, json, ContractSchema.Exact.Mistakes(media.Value.GetProperty("schema"), json), Listed.Contents),
                .. exchange.Status >= 400 ? OfError(json) : [],
            ];
    }

    /// <summary>The contract has one schema for three shapes of errors (docs/service/conversations.md 1.5).</summary>
    private static IEnumerable<string> OfError(JsonElement error) =>
        string.Join(',', error.EnumerateObject().Select(static member => member.Name))
            is "type,code,detail,attr" or "error" or "error,detail" or "detail" or "detail,error_type" ? [] : ["The error has none of the three shapes."];

    private static IEnumerable<string> OfStream(Exchange exchange, JsonElement schemas)
    {
        string[] blocks = exchange.Text.Split("\n\n");
        if (blocks[^1].Length > 0)
        {
            yield return "The stream ends in the middle of an event.";
        }

        foreach (string block in blocks[..^1].Where(static block => block != ": keepalive"))
        {
            string[] lines = block.Split('\n');
            if (lines is not [{ } name, { } data]
                || !name.StartsWith("event: ", StringComparison.Ordinal)
                || !data.StartsWith("data: ", StringComparison.Ordinal)
                || !schemas.TryGetProperty(name["event: ".Length..], out JsonElement schema))
            {
                yield return $"No described event: {block}";
                continue;
            }

            foreach (string mistake in ContractSchema.Exact.Mistakes(schema, JsonElement.Parse(data["data: ".Length..])))
            {
                yield return $"{name}: {mistake} in {data}";
            }
        }
    }

    /// <summary>What the schema takes is taken, what it forbids is refused, and queries are never refused.</summary>
    private static IEnumerable<string> OfAcceptance(Exchange exchange)
    {
        if (exchange.Operation is null || exchange.Path.Contains("%00", StringComparison.Ordinal))
        {
            return [];
        }

        return (exchange.Status, exchange.Body.Says) switch
        {
            (400, SentBody.Verdict.NotAsked or SentBody.Verdict.Fits) => ListedOr(exchange, Listed.Refusals, "Refused, although the contract has nothing against it."),
            ( >= 200 and < 300, SentBody.Verdict.Breaks or SentBody.Verdict.NotJson) =>
                exchange.Body.Json is not { } body ? ["Taken, although it is no JSON."]
                : [.. Unexplained(exchange, body, exchange.Body.Mistakes, Listed.Leniences).Select(static mistake => $"Taken, although the contract forbids it: {mistake}")],
            _ => [],
        };
    }

    private static IEnumerable<string> ListedOr(Exchange exchange, IReadOnlyList<Rule> rules, string finding) =>
        rules.Any(rule => rule.Explains(exchange)) ? [] : [finding];

    private static IEnumerable<string> Unexplained(
        Exchange exchange, JsonElement json, IReadOnlyList<string> mistakes, IReadOnlyList<MemberRule> rules) =>
        mistakes.Where(mistake => !rules.Any(rule => rule.Explains(exchange, Place.Of(json, mistake))));

    private static JsonElement Responses(Exchange exchange) => exchange.Operation!.Json.GetProperty("responses");

    private static JsonElement? Described(Exchange exchange) =>
        exchange.Operation is not null && Responses(exchange).TryGetProperty($"{exchange.Status}", out JsonElement response) ? response : null;
}
