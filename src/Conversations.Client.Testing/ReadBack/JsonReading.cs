using System.Text.Json;

namespace Conversations.Client.Testing.ReadBack;

/// <summary>Lenient reads of stored JSON: a value that is missing or of another kind is null.</summary>
internal static class JsonReading
{
    public static JsonElement? Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty(name, out JsonElement member)
            && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    public static string? Text(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    public static JsonElement ObjectOrEmpty(this JsonElement value, string name) => value.Member(name) ?? State.EmptyJson.Object;

    public static OpenEnum<T> Value<T>(this JsonElement value, string name)
        where T : struct, Enum => value.Text(name) is { } text ? new OpenEnum<T>(text) : default;

    public static IReadOnlyList<JsonElement>? Items(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Array } member ? [.. member.EnumerateArray()] : null;

    public static IReadOnlyList<T>? Each<T>(this JsonElement value, string name, Func<JsonElement, T> read) =>
        value.Items(name)?.Select(read).ToArray();

    public static IReadOnlyList<string>? Texts(this JsonElement value, string name) =>
        value.Items(name)?.Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).ToArray();
}
