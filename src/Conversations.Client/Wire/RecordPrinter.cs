using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Conversations.Client.Wire;

/// <summary>
/// Prints the members of a record for ToString. It prints ids, numbers, states and instants as they are, but only the lengths of texts
/// and JSON, because a log line must not hold what people wrote.
/// </summary>
internal sealed class RecordPrinter(StringBuilder builder)
{
    /// <summary>Whether a member was printed.</summary>
    public bool Any { get; private set; }

    /// <summary>A number with its unit, such as <c>2 items</c>.</summary>
    public static string Count(int count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");

    /// <summary>Adds a text that is an id or a state.</summary>
    public RecordPrinter Text(string name, string? value) => Append(name, value);

    public RecordPrinter Add(string name, string? value) => Append(name, value is null ? null : Count(value.Length, "character"));

    public RecordPrinter Add(string name, bool? value) => Append(name, value is { } flag ? flag ? "true" : "false" : null);

    public RecordPrinter Add(string name, long? value) => Append(name, value?.ToString(CultureInfo.InvariantCulture));

    public RecordPrinter Add(string name, Guid? value) => Append(name, value?.ToString());

    public RecordPrinter Add(string name, DateTimeOffset? value) => Append(name, value?.ToString("O", CultureInfo.InvariantCulture));

    public RecordPrinter Add(string name, JsonElement? value) => Append(name, value is { } json ? Length(json) : null);

    public RecordPrinter Add<T>(string name, OpenEnum<T>? value)
        where T : struct, Enum => Append(name, value?.Value);

    public RecordPrinter Add<T>(string name, OpenEnum<T> value)
        where T : struct, Enum => Append(name, value.Value);

    public RecordPrinter Add<T>(string name, T? value)
        where T : class, IWireRecord<T> => Append(name, value?.ToString());

    public RecordPrinter Add<T>(string name, IReadOnlyList<T>? value) => Append(name, value is null ? null : Length(value));

    public RecordPrinter Add<T>(string name, IReadOnlyDictionary<string, T>? value) =>
        Append(name, value is null ? null : Count(value.Count, "member"));

    /// <summary>Adds how many members there are that the record does not know, and nothing when there are none.</summary>
    public RecordPrinter Additional(IReadOnlyDictionary<string, JsonElement> members) =>
        Append("AdditionalMembers", members.Count == 0 ? null : Count(members.Count, "member"));

    private static string? Length(JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Undefined ? null : Count(json.GetRawText().Length, "character") + " of JSON";
        }
        catch (InvalidOperationException)
        {
            // The text cannot be read, or its document was disposed.
            return "JSON that cannot be read";
        }
    }

    private static string Length<T>(IReadOnlyList<T> list)
    {
        try
        {
            return Count(list.Count, "item");
        }
        catch (InvalidOperationException)
        {
            // A default ImmutableArray throws.
            return Count(0, "item");
        }
    }

    private RecordPrinter Append(string name, string? value)
    {
        // Leave absent values out of the line.
        if (value is not null)
        {
            builder.Append(Any ? ", " : "").Append(name).Append(" = ").Append(value);
            Any = true;
        }

        return this;
    }
}
