using System.Text.Json;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>A request that was sent, and its answer.</summary>
/// <param name="Request">The request, with the ids that the fake made.</param>
/// <param name="Path">The path as it was sent: without dots that lead upwards.</param>
/// <param name="Version">The version of the service that was asked.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="MediaType">The media type of the answer.</param>
/// <param name="Text">The body of the answer.</param>
internal sealed record Exchange(PlannedRequest Request, string Path, ServiceVersion Version, int Status, string? MediaType, string Text)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether time went by while the answer was read.</summary>
    public bool ClockMoved { get; init; }

    /// <summary>The operation of the contract, under either prefix; null for a path or verb that it does not have.</summary>
    public SpecOperation? Operation { get; } = Find(Request.Method, Path);

    public JsonElement? Json { get; } = Parse(Text);

    public SentBody Body { get; } = SentBody.Of(Request, Find(Request.Method, Path));

    public bool IsCurrent => Version == ServiceVersion.Current;

    public bool IsMadeForThisVersion => Operation?.Json.GetProperty("x-servers").GetString() is not { } servers
        || servers == "all" || servers == (IsCurrent ? "current" : "legacy");

    public bool Asks(string operation) => Operation?.Name == operation;

    /// <summary>A member of an error; null if it has none.</summary>
    public string? Error(string member) =>
        Json is { ValueKind: JsonValueKind.Object } error
        && error.TryGetProperty(member, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public override string ToString() =>
        $"{Request}→ {Status} {MediaType}\n{(Text.Length <= 2000 ? Text : Text[..2000] + "…")}\nof {Operation?.Name ?? "nothing in openapi.json"}, {Version}";

    private static SpecOperation? Find(string method, string path)
    {
        string[] segments = Segments(path);
        // Words come before parameters, also where the word does not have the verb (docs/service/conversations.md 1.1).
        return Spec.Operations
            .Where(operation => Fits(Segments(operation.Path), segments))
            .GroupBy(static operation => operation.Path)
            .MinBy(
                static path => string.Concat(Segments(path.Key).Select(static segment => segment.StartsWith('{') ? '1' : '0')),
                StringComparer.Ordinal)?
            .FirstOrDefault(operation => operation.Method == method);
    }

    // The slash at the end may be missing, and both prefixes lead to the same (docs/service/tickets.md 1.1).
    private static string[] Segments(string path) => (path.EndsWith('/') ? path[..^1] : path).Split('/');

    private static bool Fits(string[] template, string[] path) =>
        template.Length == path.Length
        && template.Index().All(segment => segment.Item.StartsWith('{') ? path[segment.Index].Length > 0
            : segment.Index == 2 ? path[2] is "environments" or "projects"
            : segment.Item == path[segment.Index]);

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
