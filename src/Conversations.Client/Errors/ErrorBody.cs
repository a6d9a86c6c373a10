using System.Text.Json;

namespace Conversations.Client.Errors;

/// <summary>
/// The content of an error body, in any of the service's shapes: the envelope (<c>type, code, detail, attr</c>), the error object
/// (<c>error</c>, a text or texts by member, sometimes with <c>detail</c>), the detail object (<c>detail, error_type</c>). It has no
/// values for HTML or an empty body. (docs/service/conversations.md 1.5, docs/service/tickets.md 1.3.)
/// </summary>
internal readonly record struct ErrorBody(string? Type, string? Code, string? Detail, string? Attribute, string? Reason)
{
    public static ErrorBody Parse(string body)
    {
        if (!body.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal))
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The body was cut at its limit, is not valid JSON, or has a text with half of a surrogate pair. The exception has the body
            // itself.
            return default;
        }
    }

    /// <summary>A copy with a function applied to every text.</summary>
    public ErrorBody Select(Func<string?, string?> change) =>
        new(change(Type), change(Code), change(Detail), change(Attribute), change(Reason));

    private static ErrorBody Read(JsonElement root)
    {
        JsonElement error = root.TryGetProperty("error", out JsonElement member) ? member : default;
        string? errorText = error.ValueKind switch
        {
            JsonValueKind.String => error.GetString(),
            JsonValueKind.Object => Texts(error),
            _ => null,
        };
        string? errorType = Text(root, "error_type");
        string? code = Text(root, "code");
        return new(
            Text(root, "type"),
            code ?? errorType,
            Text(root, "detail") ?? errorText,
            Text(root, "attr"),
            (error.ValueKind == JsonValueKind.String ? errorText : null) ?? errorType ?? code);
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The texts by member, as in <c>{"tags": ["Too many."]}</c>. The external shape sends them so.</summary>
    private static string Texts(JsonElement error) =>
        string.Join("; ", error.EnumerateObject().Select(member => $"{member.Name}: {Flatten(member.Value)}"));

    private static string Flatten(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(" ", value.EnumerateArray().Select(Flatten)),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
