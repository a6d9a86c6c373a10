using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Exchange;

/// <summary>Reads the body of a request as the service's framework does.</summary>
internal static class JsonBody
{
    public static JsonElement Read(FakeRequest request)
    {
        if (request.Body.IsEmpty)
        {
            return EmptyJson.Object;
        }

        RequireJson(request.Header("Content-Type") ?? "");
        return TryParse(request.Body, out JsonElement body, out string? mistake) ? body : throw Refusal.ParseError(mistake);
    }

    public static bool TryParse(
        ReadOnlyMemory<byte> bytes, out JsonElement body, [NotNullWhen(false)] out string? mistake)
    {
        (body, mistake) = (default, null);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            RequireText(document.RootElement);
            body = document.RootElement.Clone();
            return true;
        }
        catch (JsonException error)
        {
            mistake = $"Expecting value: line {error.LineNumber + 1} column {error.BytePositionInLine + 1}";
            return false;
        }
        catch (InvalidOperationException)
        {
            mistake = "a text is no valid Unicode";
            return false;
        }
    }

    // The parser accepts invalid UTF-8 and half a surrogate pair, and throws only when such a text is read.
    private static void RequireText(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    _ = member.Name;
                    RequireText(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    RequireText(item);
                }

                break;
            case JsonValueKind.String:
                _ = value.GetString();
                break;
        }
    }

    private static void RequireJson(string contentType)
    {
        string? mediaType = MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? parsed) ? parsed.MediaType : contentType;
        switch (mediaType)
        {
            case "application/json":
                break;
            case "application/x-www-form-urlencoded" or "multipart/form-data":
                throw Refusal.NotImplemented("bodies sent as a form");
            default:
                throw Refusal.UnsupportedMediaType(contentType);
        }
    }
}
