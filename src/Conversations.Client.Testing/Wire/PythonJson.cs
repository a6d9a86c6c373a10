using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Conversations.Client.Testing.Wire;

/// <summary>
/// JSON as Python's <c>json.dumps</c> writes it by default: <c>", "</c> and <c>": "</c> between the parts, and everything beyond ASCII
/// escaped. The service's conversation event has this form (docs/service/conversations.md 6.1), and the size of a view's filters is counted
/// in it (docs/service/tickets.md 3.1).
/// </summary>
internal static class PythonJson
{
    public static string Text(JsonElement value) => Text(value, sortsMembers: false);

    /// <summary>Sorts the members by name, so that equal values have equal texts.</summary>
    public static string SortedText(JsonElement value) => Text(value, sortsMembers: true);

    private static string Text(JsonElement value, bool sortsMembers)
    {
        var text = new StringBuilder();
        Append(text, value, sortsMembers);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value, bool sortsMembers)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(text, value, sortsMembers);
                break;
            case JsonValueKind.Array:
                AppendArray(text, value, sortsMembers);
                break;
            case JsonValueKind.String:
                AppendString(text, value.GetString()!);
                break;
            default:
                _ = text.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement value, bool sortsMembers)
    {
        string separator = "";
        _ = text.Append('{');
        IEnumerable<JsonProperty> members = value.EnumerateObject();
        foreach (JsonProperty member in sortsMembers ? members.OrderBy(static member => member.Name, StringComparer.Ordinal) : members)
        {
            _ = text.Append(separator);
            AppendString(text, member.Name);
            _ = text.Append(": ");
            Append(text, member.Value, sortsMembers);
            separator = ", ";
        }

        _ = text.Append('}');
    }

    private static void AppendArray(StringBuilder text, JsonElement value, bool sortsMembers)
    {
        string separator = "";
        _ = text.Append('[');
        foreach (JsonElement item in value.EnumerateArray())
        {
            _ = text.Append(separator);
            Append(text, item, sortsMembers);
            separator = ", ";
        }

        _ = text.Append(']');
    }

    private static void AppendString(StringBuilder text, string value)
    {
        _ = text.Append('"');
        foreach (char character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or > '~' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }

        _ = text.Append('"');
    }
}
