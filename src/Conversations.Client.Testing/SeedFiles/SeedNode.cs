using System.Text.Json;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.SeedFiles;

/// <summary>
/// A value of a seed file and its place. Every read is strict: a value that does not fit is a mistake with a path and a line.
/// </summary>
internal sealed class SeedNode(SeedText text, JsonElement value, string path)
{
    public JsonElement Json => value;

    public bool IsNull => value.ValueKind == JsonValueKind.Null;

    public FakeSeedException Mistake(string what) => text.Mistake(path, what);

    /// <summary>Requires an object with no members other than these.</summary>
    public SeedNode Object(params ReadOnlySpan<string> members)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Expected("an object");
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!members.Contains(member.Name))
            {
                throw Child(member.Name, member.Value).Mistake($"there is no member \"{member.Name}\" here. Known are {string.Join(", ", members.ToArray())}.");
            }
        }

        return this;
    }

    /// <summary>Returns null if the member is missing. A member with the value null is not missing.</summary>
    public SeedNode? Find(string name) => value.TryGetProperty(name, out JsonElement member) ? Child(name, member) : null;

    public SeedNode Get(string name) => Find(name) ?? throw Mistake($"the member \"{name}\" is missing.");

    /// <summary>Like <see cref="Find"/>, for members where null means the same as missing.</summary>
    public SeedNode? FindValue(string name) => Find(name) is { IsNull: false } node ? node : null;

    public IEnumerable<SeedNode> Items()
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Expected("an array");
        }

        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            yield return new SeedNode(text, item, $"{path}[{index++}]");
        }
    }

    /// <summary>
    /// Requires that every text and name in it can be read: JSON can escape half of a surrogate pair, which is no valid text.
    /// </summary>
    public void RequireTexts()
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    Child(Readable(() => member.Name), member.Value).RequireTexts();
                }

                break;
            case JsonValueKind.Array:
                foreach (SeedNode item in Items())
                {
                    item.RequireTexts();
                }

                break;
            case JsonValueKind.String:
                _ = Readable(() => value.GetString()!);
                break;
        }
    }

    public string Text() => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Expected("a text");

    public int Int32() => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Expected("a whole number");

    public long Int64() => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : throw Expected("a whole number");

    public int Count() => Int32() is >= 0 and int count ? count : throw Expected("zero or a positive whole number");

    public bool Boolean() => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Expected("true or false");

    public Guid Uuid() =>
        value.ValueKind == JsonValueKind.String && Guid.TryParse(value.GetString(), out Guid id) ? id : throw Expected("a UUID");

    public DateTimeOffset Instant() =>
        value.ValueKind == JsonValueKind.String && WireTime.TryParse(value.GetString()!, TimeZoneInfo.Utc, out DateTimeOffset instant)
            ? instant
            : throw Expected("an ISO 8601 instant such as 2026-06-01T00:00:00Z");

    public OpenEnum<T> Choice<T>(IReadOnlyList<string> values)
        where T : struct, Enum => new(Word(values));

    public string Word(IReadOnlyList<string> values) =>
        value.ValueKind == JsonValueKind.String && values.Contains(value.GetString())
            ? value.GetString()!
            : throw Mistake($"{Shown()} is not one of {string.Join(", ", values)}.");

    public JsonElement JsonObject() => value.ValueKind == JsonValueKind.Object ? value : throw Expected("an object");

    private string Readable(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw Mistake("this holds half of a surrogate pair, which is no text.");
        }
    }

    private SeedNode Child(string name, JsonElement member) => new(text, member, SeedText.Member(path, name));

    private FakeSeedException Expected(string what) => Mistake($"{Shown()} is not {what}.");

    private string Shown() => value.ValueKind switch
    {
        JsonValueKind.String => $"\"{value.GetString()}\"",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => value.GetRawText(),
    };
}
