using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>The order of a view.</summary>
/// <remarks>This record is written by hand, because the service sends the direction as <c>order</c>: 1 or -1
/// (docs/service/tickets.md 3.1).</remarks>
[JsonConverter(typeof(RecordConverter<TicketViewSorting>))]
public sealed record TicketViewSorting : IWireRecord<TicketViewSorting>
{
    /// <summary>The column, such as <c>sla_due_at</c>; an unknown one means <c>updated_at</c>.</summary>
    public required string ColumnKey { get; init; }

    /// <summary>Whether the largest value comes first. <c>order</c> is then -1, otherwise 1.</summary>
    public bool Descending { get; init; }

    /// <summary>Members that this package does not know. They are kept and sent back as they are.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement> AdditionalMembers { get => field ?? UnknownMembers.None; private init; }

    static TicketViewSorting IWireRecord<TicketViewSorting>.Read(ref Utf8JsonReader reader)
    {
        string? column = null;
        int order = 1;
        UnknownMembers? additionalMembers = null;
        WireReader.StartObject(ref reader);
        while (WireReader.TryReadName(ref reader, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("columnKey"u8))
            {
                WireReader.Read(ref reader, ref column);
            }
            else if (name.SequenceEqual("order"u8))
            {
                WireReader.Read(ref reader, ref order);
            }
            else
            {
                UnknownMembers.Keep(ref reader, name, ref additionalMembers);
            }
        }

        return new()
        {
            ColumnKey = column ?? throw new JsonException("A sorting has no columnKey."),
            Descending = order < 0,
            AdditionalMembers = additionalMembers!,
        };
    }

    void IWireRecord<TicketViewSorting>.WriteMembers(Utf8JsonWriter writer)
    {
        WireWriter.Write(writer, "columnKey"u8, ColumnKey);
        WireWriter.Write(writer, "order"u8, Descending ? -1 : 1);
        UnknownMembers.Write(writer, AdditionalMembers);
    }

    private bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder)
        .Text("ColumnKey", ColumnKey)
        .Add("Descending", Descending)
        .Additional(AdditionalMembers)
        .Any;
}
