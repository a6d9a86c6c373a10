using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conversations.Client.Messages;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>One message of a conversation; the derived record says which kind.</summary>
/// <remarks>
/// <para>Switch on the derived type. A message of a kind that this package does not know, or that does not fit its kind, is an
/// <see cref="UnknownMessage"/> with the whole JSON. No message is lost, and none causes an exception.</para>
/// </remarks>
[JsonConverter(typeof(RecordConverter<ConversationMessage>))]
public abstract record ConversationMessage : IWireRecord<ConversationMessage>
{
    private protected ConversationMessage(string type) => Type = type;

    /// <summary>The message's id. Partial messages have <c>temp-0</c>, <c>temp-1</c> … or none, and a failure may have none.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The kind on the wire, such as <c>ai</c> or <c>tool</c>; set by the record.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; }

    /// <summary>The id of the tool call under which a sub-agent wrote the message; null if none did.</summary>
    [JsonPropertyName("parent_tool_call_id")]
    public string? ParentToolCallId { get; init; }

    /// <summary>
    /// What the service sent under names that this package does not know, by these names; empty when it knows all of them.
    /// </summary>
    /// <remarks>
    /// A newer server adds members, and this keeps them. They are written back when the record is written as JSON. An
    /// <see cref="UnknownMessage"/> has none here: its <see cref="UnknownMessage.Raw"/> holds all that was sent.
    /// </remarks>
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement> AdditionalMembers { get => field ?? UnknownMembers.None; private protected init; }

    /// <summary>Whether the message is still being written: it has no id, or a temporary one (docs/service/conversations.md 6.4).</summary>
    internal bool HasTemporaryId => IsTemporaryId(Id);

    internal static bool IsTemporaryId(string? id) => string.IsNullOrEmpty(id) || id.StartsWith("temp-", StringComparison.Ordinal);

    static ConversationMessage IWireRecord<ConversationMessage>.Read(ref Utf8JsonReader reader) => MessageReader.Read(ref reader);

    void IWireRecord<ConversationMessage>.WriteMembers(Utf8JsonWriter writer) => WriteMembers(writer);

    internal virtual void WriteMembers(Utf8JsonWriter writer)
    {
        WireWriter.Write(writer, "id"u8, Id);
        WireWriter.Write(writer, "parent_tool_call_id"u8, ParentToolCallId);
        UnknownMembers.Write(writer, AdditionalMembers);
        // Last, as the service writes it: MessageReader looks for it there first.
        WireWriter.Write(writer, "type"u8, Type);
    }

    /// <summary>Prints ids, states and lengths, never what people wrote.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder).Text("Id", Id).Any;
}
