using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>A request before it is sent. An id such as <c>made:message:3</c> is one of those that the fake made before.</summary>
public sealed record PlannedRequest(string Method, string Path)
{
    /// <summary>How far the clock moves before the request.</summary>
    public TimeSpan Before { get; init; }

    /// <summary>Names and values as they stand in the target.</summary>
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];

    public Caller Caller { get; init; } = Callers.All;

    public string? Accept { get; init; }

    public string? ContentType { get; init; }

    public string? Body { get; init; }

    public string Target => Query.Count == 0 ? Path : $"{Path}?{string.Join('&', Query.Select(static item => $"{item.Name}={item.Value}"))}";

    /// <summary>Simpler requests, the simplest first.</summary>
    public IEnumerable<PlannedRequest> Simpler()
    {
        if (Before > TimeSpan.Zero)
        {
            yield return this with { Before = default };
        }

        if (Accept is not null)
        {
            yield return this with { Accept = null };
        }

        for (int item = 0; item < Query.Count; item++)
        {
            yield return this with { Query = [.. Query.Where((_, index) => index != item)] };
        }

        foreach (string body in SimplerBodies())
        {
            yield return this with { Body = body };
        }
    }

    /// <summary>The request as it is on the wire, but for its credentials.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Before > TimeSpan.Zero)
        {
            _ = text.Append('(').Append(Before).AppendLine(" later)");
        }

        _ = text.Append(Method).Append(' ').AppendLine(Short(Target));
        _ = text.AppendLine(Caller.Bearer is not null ? $"Authorization: Bearer {Caller.Bearer}"
            : Caller.SessionId is not null ? $"Cookie: sessionid={Caller.SessionId}"
            : "(no credential)");
        if (Accept is not null)
        {
            _ = text.Append("Accept: ").AppendLine(Accept);
        }

        if (Body is not null)
        {
            _ = text.Append("Content-Type: ").AppendLine(ContentType ?? "(none)").AppendLine().AppendLine(Short(Body));
        }

        return text.ToString();
    }

    private static string Short(string text) => text.Length <= 1500 ? text : $"{text[..1500]}… ({text.Length} characters)";

    private IEnumerable<string> SimplerBodies()
    {
        if (ParseBody() is not { } members)
        {
            yield break;
        }

        foreach (string name in members.Select(static member => member.Key).ToList())
        {
            JsonObject rest = members.DeepClone().AsObject();
            _ = rest.Remove(name);
            yield return rest.ToJsonString();
        }
    }

    private JsonObject? ParseBody()
    {
        try
        {
            JsonObject? members = Body is null ? null : JsonNode.Parse(Body) as JsonObject;
            _ = members?.Count;
            return members;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
