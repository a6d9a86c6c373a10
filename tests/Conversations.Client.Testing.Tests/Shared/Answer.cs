using System.Net.Http.Headers;
using System.Text.Json;

namespace Conversations.Client.Testing.Tests.Shared;

/// <summary>A whole response, with the assertions that the contract's tables need.</summary>
public sealed record Answer(int Status, string Text, HttpResponseHeaders Headers, MediaTypeHeaderValue? ContentType)
{
    public JsonElement Json { get; } = Parse(Text);

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType);

    public Answer Is(int status)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
        return this;
    }

    public void IsError(int status, string type, string code, string? detail = null, string? attribute = null)
    {
        _ = Is(status);
        Assert.Equal(["type", "code", "detail", "attr"], Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal((type, code, attribute), (Json.Text("type"), Json.Text("code"), Json.Text("attr")));
        if (detail is not null)
        {
            Assert.Equal(detail, Json.Text("detail"));
        }
    }

    public void IsInvalid(string code, string? attribute, string? detail = null) => IsError(400, "validation_error", code, detail, attribute);

    public void IsForbidden(string detail) => IsError(403, "authentication_error", "permission_denied", detail);

    public void IsBareError(int status, string error)
    {
        _ = Is(status);
        Assert.Equal($"{{\"error\":\"{error}\"}}", Text);
    }

    public IReadOnlyList<int> Numbers() => [.. Is(200).Json.GetProperty("results").EnumerateArray().Select(row => row.GetProperty("ticket_number").GetInt32())];

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

public static class JsonExtensions
{
    public static string? Text(this JsonElement value, string name) => value.GetProperty(name).GetString();

    public static bool IsNull(this JsonElement value, string name) => value.GetProperty(name).ValueKind == JsonValueKind.Null;
}
