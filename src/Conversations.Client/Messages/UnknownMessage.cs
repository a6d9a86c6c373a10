using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>A message of a kind that this package does not know, or one whose members do not fit its kind.</summary>
[JsonConverter(typeof(RecordConverter<UnknownMessage>))]
public sealed record UnknownMessage : ConversationMessage, IWireRecord<UnknownMessage>
{
    /// <summary>Creates a message whose kind comes from <see cref="Raw"/>.</summary>
    public UnknownMessage()
        : base("")
    {
    }

    /// <summary>The whole message as the service sent it. Setting it sets the id and the kind too.</summary>
    /// <remarks>So <see cref="ConversationMessage.AdditionalMembers"/> is empty here.</remarks>
    public JsonElement Raw
    {
        get;
        init
        {
            field = value;
            Type = Text(value, "type") ?? "";
            Id = Text(value, "id");
            ParentToolCallId = Text(value, "parent_tool_call_id");
        }
    }

    static UnknownMessage IWireRecord<UnknownMessage>.Read(ref Utf8JsonReader reader) => new() { Raw = JsonElement.ParseValue(ref reader) };

    void IWireRecord<UnknownMessage>.WriteMembers(Utf8JsonWriter writer) => WriteMembers(writer);

    internal override void WriteMembers(Utf8JsonWriter writer)
    {
        if (Raw.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in Raw.EnumerateObject())
            {
                UnknownMembers.Write(writer, member);
            }
        }
    }

    /// <summary>Prints the kind and the length, never what people wrote.</summary>
    protected override bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder).Text("Id", Id).Text("Type", Type).Add("Raw", Raw).Any;

    private static string? Text(JsonElement raw, string name)
    {
        try
        {
            return raw.ValueKind == JsonValueKind.Object
                && raw.TryGetProperty(name, out JsonElement value)
                && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            // A text with half of a surrogate pair cannot be read.
            return null;
        }
    }
}
