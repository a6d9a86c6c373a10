using System.Text.Json;
using Conversations.Client.Testing.Operations.Rules;

namespace Conversations.Client.Testing.Operations.Widget;

/// <summary>What a request says about its customer, not yet verified (docs/service/neighbours.md 1.2).</summary>
internal sealed record CustomerFields
{
    private const int HashCharacters = 64;
    private const int MaxIdCharacters = 400;

    public Guid? Session { get; private init; }

    public string? SignedId { get; private init; }

    public string? Hash { get; private init; }

    public string? Email { get; private init; }

    public string? EmailHash { get; private init; }

    public long? EmailExpiry { get; private init; }

    /// <summary>One of the two alone counts for nothing.</summary>
    public bool HasIdentity => SignedId is not null && Hash is not null;

    public static CustomerFields Read(WidgetFields fields, bool isCurrent)
    {
        var read = new CustomerFields
        {
            Session = fields.Read<Guid?>("widget_session_id", static (value, name) => FieldRules.Uuid(value, name)),
            SignedId = fields.Read("identity_distinct_id", DistinctId),
            Hash = fields.Read("identity_hash", (value, name) => HashText(value, name, isCurrent)),
        };

        // The legacy version does not know claims, and ignores them like any other field.
        return !isCurrent ? read : read with
        {
            Email = fields.Read("identity_email", static (value, name) => FieldRules.Text(value, name)),
            EmailHash = fields.Read("identity_hash_email", static (value, name) => HashText(value, name, isCurrent: true)),
            EmailExpiry = fields.Read<long?>("identity_exp_email", static (value, name) => WholeNumber(value, name)),
        };
    }

    public static string DistinctId(JsonElement value, string name) => FieldRules.Text(value, name, MaxIdCharacters);

    /// <summary>Checks whether the fields fit together, after each was checked alone.</summary>
    public void Check()
    {
        if (Email is null != EmailHash is null)
        {
            throw WidgetFields.DoNotFit("identity_email and identity_hash_email must be sent together.");
        }

        if (Email is not null && !HasIdentity)
        {
            throw WidgetFields.DoNotFit("identity_email needs identity_distinct_id and identity_hash.");
        }

        if (!HasIdentity && Session is null)
        {
            throw WidgetFields.DoNotFit("Send widget_session_id, or identity_distinct_id and identity_hash.");
        }
    }

    public static long WholeNumber(JsonElement value, string name) =>
        FieldRules.WholeNumber(FieldRules.NotNull(value, name)) ?? throw FieldRules.Invalid("A valid integer is required.", name);

    // The older states compared what did not look like a hash, and failed at a character beyond ASCII.
    private static string HashText(JsonElement value, string name, bool isCurrent)
    {
        string text = FieldRules.Text(value, name, HashCharacters);
        return FieldRules.CountCharacters(text) < HashCharacters
            ? throw FieldRules.Invalid($"Ensure this field has at least {HashCharacters} characters.", name)
            : isCurrent && !text.All(char.IsAsciiHexDigit) ? throw FieldRules.Invalid("Must be 64 hexadecimal digits.", name) : text;
    }
}
