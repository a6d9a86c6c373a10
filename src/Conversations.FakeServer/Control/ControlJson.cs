using System.Text.Json;
using Conversations.Client.Testing.Exchange;

namespace Conversations.FakeServer.Control;

/// <summary>Reads members of control requests. A mistake names its place.</summary>
internal static class ControlJson
{
    /// <summary>Reads the body: an object with no members other than these.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> body, params ReadOnlySpan<string> members)
    {
        JsonElement root = Parse(body);
        root.Only("", members);
        return root;
    }

    public static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        if (!JsonBody.TryParse(body, out JsonElement root, out string? mistake))
        {
            throw new ControlMistake($"The body is no JSON: {mistake}.", "");
        }

        return root.ValueKind == JsonValueKind.Object ? root : throw new ControlMistake("The body is an object.", "");
    }

    public static void Only(this JsonElement value, string path, params ReadOnlySpan<string> members)
    {
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!members.Contains(member.Name))
            {
                throw new ControlMistake($"There is no member \"{member.Name}\" here; there are {string.Join(", ", members.ToArray())}.", Place(path, member.Name));
            }
        }
    }

    public static string Place(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Returns null if the member is missing or null.</summary>
    public static JsonElement? Optional(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty(name, out JsonElement member)
            && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    public static JsonElement Object(this JsonElement value, string name, string path) =>
        value.Optional(name) is { ValueKind: JsonValueKind.Object } member ? member : throw new ControlMistake($"{name} is an object.", Place(path, name));

    public static string Text(this JsonElement value, string name, string path) =>
        value.OptionalText(name, path) ?? throw new ControlMistake($"{name} is missing.", Place(path, name));

    public static string? OptionalText(this JsonElement value, string name, string path) => value.Optional(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw new ControlMistake($"{name} is a text.", Place(path, name)),
    };

    public static int? OptionalInt(
        this JsonElement value, string name, string path, int least, int most = int.MaxValue) => value.Optional(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Number } member when member.TryGetInt32(out int number) && number >= least && number <= most =>
                number,
            _ => throw new ControlMistake($"{name} is a whole number, {least} or more{(most == int.MaxValue ? "" : $" and at most {most}")}.", Place(path, name)),
        };

    public static int Int(this JsonElement value, string name, string path, int least, int most = int.MaxValue) =>
        value.OptionalInt(name, path, least, most) ?? throw new ControlMistake($"{name} is a whole number, {least} or more.", Place(path, name));

    /// <summary>Requires that the member is <c>true</c>.</summary>
    public static void True(this JsonElement value, string name, string path)
    {
        if (value.Optional(name) is not { ValueKind: JsonValueKind.True })
        {
            throw new ControlMistake($"{name} is true; leave it out otherwise.", Place(path, name));
        }
    }
}
