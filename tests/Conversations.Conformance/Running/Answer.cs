using System.Net.Http.Headers;
using System.Text.Json;

namespace Conversations.Conformance.Running;

/// <summary>A response as it came over the wire.</summary>
public sealed record Answer(int Status, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    public Answer Is(int status)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
        return this;
    }

    /// <summary>Asserts the envelope of everything that the framework refuses: four members, only the first error.</summary>
    public void IsError(int status, string type, string code, string? attribute = null)
    {
        JsonElement body = Is(status).Json;
        Assert.Equal(
            ["attr", "code", "detail", "type"],
            body.EnumerateObject().Select(static member => member.Name).Where(static name => name != "extra").Order(StringComparer.Ordinal));
        Assert.Equal(
            (type, code, attribute),
            (body.GetProperty("type").GetString(), body.GetProperty("code").GetString(), body.GetProperty("attr").GetString()));
        Assert.NotEmpty(body.GetProperty("detail").GetString()!);
    }
}
