using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;

namespace Conversations.Client.Testing.Operations.Widget;

/// <summary>A customer's message as it was sent (docs/service/neighbours.md 1.3).</summary>
internal sealed record SentMessage
{
    private const int MaxSessionCharacters = 64;
    private const int LegacyMessageCharacters = 5000;

    public required CustomerFields Customer { get; init; }

    public required string Text { get; init; }

    public string? DistinctId { get; private init; }

    public JsonElement? Traits { get; private init; }

    public string? SessionId { get; private init; }

    public JsonElement? SessionContext { get; private init; }

    public static SentMessage Read(WidgetCall call)
    {
        var fields = new WidgetFields(call.Fields);
        int most = call.IsCurrent ? call.State.Options.WidgetMessageLimit : LegacyMessageCharacters;
        var customer = CustomerFields.Read(fields, call.IsCurrent);
        var sent = new SentMessage
        {
            Customer = customer,
            Text = fields.Read("message", (value, name) => FieldRules.Text(value, name, most), isRequired: true) ?? "",
            DistinctId = fields.Read("distinct_id", CustomerFields.DistinctId),
            Traits = fields.Read<JsonElement?>("traits", (value, name) => SentObjects.Traits(value, name, call.IsCurrent)),
            SessionId = fields.Read("session_id", static (value, name) =>
                value.ValueKind == JsonValueKind.Null ? null : FieldRules.Text(value, name, MaxSessionCharacters)),
            SessionContext = fields.Read<JsonElement?>(
                "session_context", (value, name) => SentObjects.Context(value, name, call.IsCurrent)),
        };
        fields.Check();
        customer.Check();
        return sent.DistinctId is not null || customer.HasIdentity
            ? sent
            : throw WidgetFields.DoNotFit("distinct_id is required with widget_session_id.");
    }

    /// <summary>Reads the ticket that the message is for. Null: it opens one. Looked at after the customer was verified.</summary>
    public static Guid? TicketOf(JsonElement body)
    {
        if (!body.TryGetProperty("ticket_id", out JsonElement value) || !WidgetCall.IsTrue(value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && Guid.TryParse(value.GetString(), out Guid id)
            ? id
            : throw Refusal.Error(400, "Invalid ticket_id format");
    }
}
