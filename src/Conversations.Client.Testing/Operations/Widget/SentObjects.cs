using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Widget;

/// <summary>
/// The two objects of free members that a customer's side sends. The newest service keeps what it can use of them, older states refused the
/// request (docs/service/neighbours.md 1.3).
/// </summary>
internal static class SentObjects
{
    private static readonly Limits OfTraits = new(50, 200, 500, IsText: true);
    private static readonly Limits OfContext = new(20, 100, 2000, IsText: false);

    public static JsonElement Traits(JsonElement value, string name, bool isCurrent) => Read(value, name, OfTraits, isCurrent);

    public static JsonElement Context(JsonElement value, string name, bool isCurrent) => Read(value, name, OfContext, isCurrent);

    /// <summary>Puts what was sent over what is stored, member by member.</summary>
    public static JsonElement Merge(JsonElement stored, JsonElement sent) =>
        stored.ValueKind == JsonValueKind.Object ? Write([.. stored.EnumerateObject(), .. sent.EnumerateObject()]) : sent;

    private static JsonElement Read(JsonElement value, string name, Limits limits, bool isCurrent)
    {
        if (FieldRules.NotNull(value, name).ValueKind != JsonValueKind.Object)
        {
            throw Refusal.Invalid("not_a_dict", $"Expected a dictionary of items but got type \"{FieldRules.PythonType(value)}\".", name);
        }

        JsonProperty[] members = [.. value.EnumerateObject()];
        if (!isCurrent && (members.Length > limits.Members || members.Any(member => !limits.Allows(member))))
        {
            throw FieldRules.Invalid(
                $"At most {limits.Members} values: text of up to {limits.Text} characters, numbers, booleans or null, with names of up to {limits.Name} characters.",
                name);
        }

        return Write(members.Where(limits.IsUsable).Take(limits.Members), limits);
    }

    // A name that stands twice counts once, with its last value.
    private static JsonElement Write(IEnumerable<JsonProperty> members, Limits? limits = null) =>
        WireJson.ToElement((members, limits), static (writer, written) =>
        {
            writer.WriteStartObject();
            foreach (IGrouping<string, JsonElement> named in written.members.GroupBy(member => member.Name, member => member.Value))
            {
                writer.WritePropertyName(named.Key);
                JsonElement value = named.Last();
                if (written.limits is { } limits && (value.ValueKind == JsonValueKind.String || limits.IsText))
                {
                    writer.WriteStringValue(PythonJson.Scalar(value) is { } text ? TicketRow.Excerpt(text, limits.Text) : null);
                }
                else
                {
                    value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        });

    /// <summary>What is kept of such an object.</summary>
    /// <param name="Members">How many members.</param>
    /// <param name="Name">How many characters of a name.</param>
    /// <param name="Text">How many characters of a text.</param>
    /// <param name="IsText">Whether every value but null becomes a text.</param>
    private sealed record Limits(int Members, int Name, int Text, bool IsText)
    {
        public bool IsUsable(JsonProperty member) =>
            FieldRules.CountCharacters(member.Name) <= Name && member.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

        public bool Allows(JsonProperty member) =>
            IsUsable(member)
                && (member.Value.ValueKind != JsonValueKind.String || FieldRules.CountCharacters(member.Value.GetString()!) <= Text);
    }
}
