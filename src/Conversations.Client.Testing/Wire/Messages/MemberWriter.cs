using System.Text.Json;

namespace Conversations.Client.Testing.Wire.Messages;

/// <summary>Writes those members of an object that have a value.</summary>
internal sealed class MemberWriter(Utf8JsonWriter writer)
{
    public MemberWriter Text(string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }

        return this;
    }

    public MemberWriter Texts(string name, IEnumerable<string> values)
    {
        writer.WriteStrings(name, values);
        return this;
    }

    public MemberWriter Json(string name, JsonElement? value)
    {
        if (value is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } present)
        {
            writer.WriteJson(name, present);
        }

        return this;
    }

    public MemberWriter Jsons(string name, IReadOnlyList<JsonElement>? values)
    {
        if (values is not null)
        {
            writer.WriteStartArray(name);
            foreach (JsonElement value in values)
            {
                value.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        return this;
    }

    public MemberWriter Object<T>(string name, T? value, Action<MemberWriter, T> write)
        where T : class
    {
        if (value is not null)
        {
            writer.WriteStartObject(name);
            write(this, value);
            writer.WriteEndObject();
        }

        return this;
    }

    public MemberWriter Each<T>(string name, IReadOnlyList<T>? values, Action<MemberWriter, T> write)
    {
        if (values is not null)
        {
            writer.WriteStartArray(name);
            foreach (T value in values)
            {
                writer.WriteStartObject();
                write(this, value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return this;
    }
}
