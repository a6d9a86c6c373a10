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

    /// <summary>A number, boolean or text as Python's <c>str</c> writes it. Null: the value is null.</summary>
    public static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Number => Number(value.GetRawText()),
        _ => null,
    };

    // Python writes a whole number as it is, and any other with a point or, beyond 16 digits, with an exponent.
    private static string Number(string json)
    {
        if (!json.AsSpan().ContainsAny(".eE"))
        {
            return json == "-0" ? "0" : json;
        }

        double number = double.Parse(json, CultureInfo.InvariantCulture);
        string shortest = number.ToString(CultureInfo.InvariantCulture).ToLowerInvariant();
        if (number != 0 && Math.Abs(number) is < 1e-4 or >= 1e16)
        {
            return shortest.Contains('e', StringComparison.Ordinal) ? shortest : WithExponent(shortest);
        }

        string digits = decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        return digits.Contains('.', StringComparison.Ordinal) ? digits : digits + ".0";
    }

    private static string WithExponent(string whole)
    {
        string sign = whole[0] == '-' ? "-" : "";
        string digits = whole[sign.Length..];
        string mantissa = digits.TrimEnd('0');
        string fraction = mantissa.Length > 1 ? "." + mantissa[1..] : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa[0]}{fraction}e+{digits.Length - 1}");
    }

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
