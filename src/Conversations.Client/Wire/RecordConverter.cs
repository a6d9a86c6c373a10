using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conversations.Client.Wire;

/// <summary>Lets System.Text.Json read and write a record with the record's own methods.</summary>
/// <remarks>
/// It does not use the serializer's own object mapping, for three reasons: JSON null keeps a member's default, null for a value type
/// is not an error, and init-only members are set without an array of boxed values for each object.
/// </remarks>
internal sealed class RecordConverter<T> : JsonConverter<T>
    where T : class, IWireRecord<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        value.WriteMembers(writer);
        writer.WriteEndObject();
    }
}
