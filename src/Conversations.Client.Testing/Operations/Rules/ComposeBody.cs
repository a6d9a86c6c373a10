using System.Text.Json;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Rules;

/// <summary>The body of compose, checked in the contract's order (docs/service/tickets.md 8.4).</summary>
internal sealed record ComposeBody(
    string Recipient, Guid Channel, TeamMessageBody Sent, string? Subject, string? DistinctId, IReadOnlyList<string> Tags)
{
    private const int MaxSubjectCharacters = 500;
    private const int MaxDistinctIdCharacters = 400;

    public static ComposeBody Read(JsonElement body, bool isCurrent)
    {
        string recipient = FieldRules.Email(FieldRules.Member(body, "recipient_email"), "recipient_email");
        Guid channel = FieldRules.Uuid(FieldRules.Member(body, "email_config_id"), "email_config_id");
        string message = TeamMessageBody.ReadMessage(body);
        string? subject = FieldRules.Optional(body, "email_subject", static (value, name) => FieldRules.Text(value, name, MaxSubjectCharacters));
        string? distinctId = FieldRules.Optional(
            body, "recipient_distinct_id", static (value, name) => FieldRules.Text(value, name, MaxDistinctIdCharacters));
        var sent = new TeamMessageBody(message, TeamMessageBody.ReadRichContent(body));

        // The legacy version has no tags here.
        IReadOnlyList<string>? tags = isCurrent ? FieldRules.Optional(body, "tags", TagRules.Read) : null;
        return new ComposeBody(recipient, channel, sent, subject, distinctId, tags ?? []);
    }

    public JsonElement Traits() => WireJson.ToElement(Recipient, static (writer, email) =>
    {
        writer.WriteStartObject();
        writer.WriteString("email", email);
        writer.WriteEndObject();
    });
}
