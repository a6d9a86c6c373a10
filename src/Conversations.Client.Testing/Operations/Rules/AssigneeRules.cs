using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations.Rules;

/// <summary>The assignee of an update (docs/service/tickets.md 6.2).</summary>
internal static class AssigneeRules
{
    private const string Attribute = "assignee";

    /// <summary>Reads the assignee from the body. The result sets it, clears it, or does nothing if the body does not have it.</summary>
    public static Action<TicketRow> Read(Call call, JsonElement body)
    {
        if (!body.TryGetProperty(Attribute, out JsonElement value))
        {
            return static _ => { };
        }

        AssigneeRow? assignee = value.ValueKind == JsonValueKind.Null ? null : Somebody(call, value);
        return ticket => ticket.Assignee = assignee;
    }

    private static AssigneeRow Somebody(Call call, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Refuse("must be an object");
        }

        if (!value.TryGetProperty("type", out JsonElement type) || !value.TryGetProperty("id", out JsonElement id))
        {
            throw Refuse("must have 'type' and 'id'");
        }

        return (type.ValueKind == JsonValueKind.String ? type.GetString() : null) switch
        {
            "user" => User(call, id),
            "role" => Role(call, id),
            _ => throw Refuse("type must be 'user' or 'role'"),
        };
    }

    private static AssigneeRow User(Call call, JsonElement id)
    {
        if (id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out long number))
        {
            throw Refuse("user id must be an integer");
        }

        return call.State.Directory.Users.TryGetValue(number, out UserRow? user)
            && call.State.Directory.IsMember(user, call.Project.Organization)
            ? new AssigneeRow(number, Role: null)
            : throw Refuse("user is not a member of this organization");
    }

    private static AssigneeRow Role(Call call, JsonElement id)
    {
        if (id.ValueKind != JsonValueKind.String || !Guid.TryParse(id.GetString(), out Guid roleId))
        {
            throw Refuse("role id must be a valid UUID");
        }

        return call.State.Directory.Roles.TryGetValue(roleId, out RoleRow? role) && role.Organization == call.Project.Organization
            ? new AssigneeRow(User: null, roleId)
            : throw Refuse("role does not belong to this organization");
    }

    private static Refusal Refuse(string detail) => FieldRules.Invalid(detail, Attribute);
}
