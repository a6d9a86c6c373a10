using System.Globalization;
using System.Text.Json;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>The value that a mistake is about.</summary>
/// <param name="Pointer">Where it is, such as <c>/filters/status/0</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Mistake">What the validator says of it.</param>
internal sealed record Place(string Pointer, JsonElement Value, string Mistake)
{
    public string? Text => Value.ValueKind == JsonValueKind.String ? Value.GetString() : null;

    /// <summary>Whether the value is this member of the body, or in it.</summary>
    public bool IsIn(string member) => Pointer == "/" + member || Pointer.StartsWith($"/{member}/", StringComparison.Ordinal);

    public static Place Of(JsonElement json, string mistake)
    {
        string pointer = mistake[1..mistake.IndexOf(": ", StringComparison.Ordinal)];
        JsonElement found = json;
        foreach (string step in pointer.Split('/').Skip(1))
        {
            string name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = found.ValueKind == JsonValueKind.Array ? found[int.Parse(name, CultureInfo.InvariantCulture)] : found.GetProperty(name);
        }

        return new(pointer, found, mistake);
    }
}
