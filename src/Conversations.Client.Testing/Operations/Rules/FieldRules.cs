using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Rules;

/// <summary>Checks of single values, with the codes and texts of the service's framework (docs/service/tickets.md 1.4).</summary>
internal static partial class FieldRules
{
    public static Refusal Required(string attribute) => Refusal.Invalid("required", "This field is required.", attribute);

    public static Refusal Invalid(string detail, string? attribute) => Refusal.Invalid("invalid_input", detail, attribute);

    public static JsonElement NotNull(JsonElement value, string attribute) =>
        value.ValueKind == JsonValueKind.Null
            ? throw Refusal.Invalid("null", "This field may not be null.", attribute)
            : value;

    /// <summary>Reads a text and trims it. A number becomes text.</summary>
    public static string Text(JsonElement value, string attribute, int? most = null, bool mayBeBlank = false)
    {
        string text = (NotNull(value, attribute).ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Invalid("Not a valid string.", attribute),
        }).Trim();

        return text switch
        {
            "" when !mayBeBlank => throw Refusal.Invalid("blank", "This field may not be blank.", attribute),
            _ when text.Length > most && CountCharacters(text) > most =>
                throw Refusal.Invalid("max_length", $"Ensure this field has no more than {most} characters.", attribute),
            _ when text.Contains('\0', StringComparison.Ordinal) =>
                throw Refusal.Invalid("null_characters_not_allowed", "Null characters are not allowed.", attribute),
            _ => text,
        };
    }

    public static bool Boolean(JsonElement value, string attribute)
    {
        string text = NotNull(value, attribute).ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
            JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => "",
        };
        return text.ToLowerInvariant() switch
        {
            "true" or "t" or "yes" or "y" or "on" or "1" => true,
            "false" or "f" or "no" or "n" or "off" or "0" => false,
            _ => throw Invalid("Must be a valid boolean.", attribute),
        };
    }

    public static string Choice(JsonElement value, string attribute, IReadOnlyList<string> choices)
    {
        // The value as Python prints it.
        string text = NotNull(value, attribute).ValueKind is JsonValueKind.Number or JsonValueKind.Object or JsonValueKind.Array
            ? value.GetRawText()
            : value.ToString();
        return value.ValueKind == JsonValueKind.String && choices.Contains(text)
            ? text
            : throw Refusal.Invalid("invalid_choice", $"\"{text}\" is not a valid choice.", attribute);
    }

    /// <summary>Reads an instant. Without an offset it is in UTC (docs/service/tickets.md 1.5).</summary>
    public static DateTimeOffset Instant(JsonElement value, string attribute) =>
        value.ValueKind == JsonValueKind.String && WireTime.TryParse(value.GetString()!, TimeZoneInfo.Utc, out DateTimeOffset instant)
            ? instant
            : throw Invalid(
                "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].",
                attribute);

    public static Guid Uuid(JsonElement value, string attribute) =>
        NotNull(value, attribute).ValueKind == JsonValueKind.String && Guid.TryParse(value.GetString(), out Guid id)
            ? id
            : throw Invalid("Must be a valid UUID.", attribute);

    public static IReadOnlyList<JsonElement> List(JsonElement value, string attribute) =>
        NotNull(value, attribute).ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray()]
            : throw Refusal.Invalid("not_a_list", $"Expected a list of items but got type \"{PythonType(value)}\".", attribute);

    /// <summary>Reads a list that has at least one item and at most <paramref name="most"/>.</summary>
    public static IReadOnlyList<JsonElement> FilledList(JsonElement value, string attribute, int most)
    {
        IReadOnlyList<JsonElement> items = BoundedList(value, attribute, most);
        return items.Count > 0 ? items : throw Refusal.Invalid("empty", "This list may not be empty.", attribute);
    }

    public static IReadOnlyList<JsonElement> BoundedList(JsonElement value, string attribute, int most)
    {
        IReadOnlyList<JsonElement> items = List(value, attribute);
        return items.Count <= most
            ? items
            : throw Refusal.Invalid("max_length", $"Ensure this field has no more than {most} elements.", attribute);
    }

    public static string Email(JsonElement value, string attribute)
    {
        string text = Text(value, attribute);
        return EmailForm().IsMatch(text) ? text : throw Invalid("Enter a valid email address.", attribute);
    }

    /// <summary>Returns a member that has to be there.</summary>
    public static JsonElement Member(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) ? value : throw Required(name);

    /// <summary>Reads a member. Returns the default of the type if it is missing.</summary>
    public static T? Optional<T>(JsonElement body, string name, Func<JsonElement, string, T> read) =>
        body.TryGetProperty(name, out JsonElement value) ? read(value, name) : default;

    /// <summary>Reads a whole number, also from a text. Returns null if it is none.</summary>
    public static long? WholeNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out long number) => number,
        JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) =>
            number,
        _ => null,
    };

    /// <summary>The name of the type in the texts of the framework.</summary>
    public static string PythonType(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "dict",
        JsonValueKind.Array => "list",
        JsonValueKind.String => "str",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "int" : "float",
        _ => "NoneType",
    };

    [GeneratedRegex("^[^@\\s]+@[^@\\s.]+(?:\\.[^@\\s.]+)+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EmailForm();

    /// <summary>Counts like Python: code points, not UTF-16 units as in .NET.</summary>
    public static int CountCharacters(string text) => text.Length - text.Count(char.IsLowSurrogate);
}
