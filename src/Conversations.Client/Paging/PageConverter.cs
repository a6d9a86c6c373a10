using System.Text.Json;
using System.Text.Json.Serialization;
using Conversations.Client.Wire;

namespace Conversations.Client.Paging;

/// <summary>Reads and writes a page as the records read and write themselves.</summary>
internal sealed class PageConverter<T> : JsonConverter<Page<T>>
    where T : class, IWireRecord<T>
{
    public override Page<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        int count = 0;
        string? next = null;
        string? previous = null;
        IReadOnlyList<T>? results = null;
        UnknownMembers? additionalMembers = null;
        WireReader.StartObject(ref reader);
        while (WireReader.TryReadName(ref reader, out ReadOnlySpan<byte> member))
        {
            if (member.SequenceEqual("count"u8))
            {
                WireReader.Read(ref reader, ref count);
            }
            else if (member.SequenceEqual("next"u8))
            {
                WireReader.Read(ref reader, ref next);
            }
            else if (member.SequenceEqual("previous"u8))
            {
                WireReader.Read(ref reader, ref previous);
            }
            else if (member.SequenceEqual("results"u8))
            {
                WireReader.Read(ref reader, ref results);
            }
            else
            {
                UnknownMembers.Keep(ref reader, member, ref additionalMembers);
            }
        }

        return new() { Count = count, Next = next, Previous = previous, Results = results!, AdditionalMembers = additionalMembers! };
    }

    public override void Write(Utf8JsonWriter writer, Page<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        WireWriter.Write(writer, "count"u8, value.Count);
        WireWriter.Write(writer, "next"u8, value.Next);
        WireWriter.Write(writer, "previous"u8, value.Previous);
        WireWriter.Write(writer, "results"u8, value.Results);
        UnknownMembers.Write(writer, value.AdditionalMembers);
        writer.WriteEndObject();
    }
}
