using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>The user or the role that works on a ticket.</summary>
/// <remarks>The service writes the id as a number for users and as a UUID text for roles, and the names in
/// objects of their own (docs/service/tickets.md 2.3).</remarks>
[JsonConverter(typeof(RecordConverter<Assignee>))]
public sealed record Assignee : IWireRecord<Assignee>
{
    /// <summary>Whether it is a user or a role.</summary>
    public OpenEnum<AssigneeType> Type { get; init; }

    /// <summary>The user's id; <see langword="null"/> for a role.</summary>
    public long? UserId { get; init; }

    /// <summary>The role's id; <see langword="null"/> for a user.</summary>
    public Guid? RoleId { get; init; }

    /// <summary>The user's e-mail address. Read only: an update sends type and id.</summary>
    public string? UserEmail { get; init; }

    /// <summary>The role's name. Read only: an update sends type and id.</summary>
    public string? RoleName { get; init; }

    /// <summary>A user of the organization.</summary>
    /// <param name="id">The user's id.</param>
    /// <returns>An assignee to send.</returns>
    public static Assignee User(long id) => new() { Type = AssigneeType.User, UserId = id };

    /// <summary>A role of the organization.</summary>
    /// <param name="id">The role's id.</param>
    /// <returns>An assignee to send.</returns>
    public static Assignee Role(Guid id) => new() { Type = AssigneeType.Role, RoleId = id };

    static Assignee IWireRecord<Assignee>.Read(ref Utf8JsonReader reader)
    {
        OpenEnum<AssigneeType> type = default;
        long? userId = null;
        Guid? roleId = null;
        string? userEmail = null;
        string? roleName = null;
        WireReader.StartObject(ref reader);
        while (WireReader.TryReadName(ref reader, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("type"u8))
            {
                WireReader.Read(ref reader, ref type);
            }
            else if (name.SequenceEqual("id"u8))
            {
                ReadId(ref reader, ref userId, ref roleId);
            }
            else if (name.SequenceEqual("user"u8))
            {
                userEmail = ReadText(ref reader, "email"u8);
            }
            else if (name.SequenceEqual("role"u8))
            {
                roleName = ReadText(ref reader, "name"u8);
            }
            else
            {
                WireReader.Skip(ref reader);
            }
        }

        return new() { Type = type, UserId = userId, RoleId = roleId, UserEmail = userEmail, RoleName = roleName };
    }

    void IWireRecord<Assignee>.WriteMembers(Utf8JsonWriter writer)
    {
        WireWriter.Write(writer, "type"u8, Type);
        WireWriter.Write(writer, "id"u8, UserId);
        WireWriter.Write(writer, "id"u8, RoleId);
    }

    private static void ReadId(ref Utf8JsonReader reader, ref long? userId, ref Guid? roleId)
    {
        // The published schema also allows a user's id as a text.
        if (reader.TokenType == JsonTokenType.String
            && !reader.TryGetGuid(out _)
            && long.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            userId = number;
        }
        else if (reader.TokenType == JsonTokenType.String)
        {
            WireReader.Read(ref reader, ref roleId);
        }
        else
        {
            WireReader.Read(ref reader, ref userId);
        }
    }

    /// <summary>Reads one text of a small object, such as <c>{"email": …}</c>.</summary>
    private static string? ReadText(ref Utf8JsonReader reader, ReadOnlySpan<byte> member)
    {
        string? text = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            WireReader.Skip(ref reader);
            return text;
        }

        while (WireReader.TryReadName(ref reader, out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual(member))
            {
                WireReader.Read(ref reader, ref text);
            }
            else
            {
                WireReader.Skip(ref reader);
            }
        }

        return text;
    }

    private bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder)
        .Add("Type", Type)
        .Add("UserId", UserId)
        .Add("RoleId", RoleId)
        .Any;
}
