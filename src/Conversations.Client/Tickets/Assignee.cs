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

    /// <summary>
    /// What the service sent under names that this package does not know, by these names; empty when it knows all of them.
    /// </summary>
    /// <remarks>A <c>user</c> or <c>role</c> that has more than <see cref="UserEmail"/> or <see cref="RoleName"/> is kept here whole. An
    /// update does not send these members.</remarks>
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement> AdditionalMembers { get => field ?? UnknownMembers.None; private init; }

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
        UnknownMembers? additionalMembers = null;
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
                ReadNamed(ref reader, name, "email"u8, ref userEmail, ref additionalMembers);
            }
            else if (name.SequenceEqual("role"u8))
            {
                ReadNamed(ref reader, name, "name"u8, ref roleName, ref additionalMembers);
            }
            else
            {
                UnknownMembers.Keep(ref reader, name, ref additionalMembers);
            }
        }

        return new()
        {
            Type = type,
            UserId = userId,
            RoleId = roleId,
            UserEmail = userEmail,
            RoleName = roleName,
            AdditionalMembers = additionalMembers!,
        };
    }

    void IWireRecord<Assignee>.WriteMembers(Utf8JsonWriter writer)
    {
        WriteMembersToSend(writer);
        WriteNamed(writer, "user"u8, "email"u8, UserEmail, AdditionalMembers.ContainsKey("user"));
        WriteNamed(writer, "role"u8, "name"u8, RoleName, AdditionalMembers.ContainsKey("role"));
        UnknownMembers.Write(writer, AdditionalMembers);
    }

    void IWireRecord<Assignee>.WriteMembersToSend(Utf8JsonWriter writer) => WriteMembersToSend(writer);

    private void WriteMembersToSend(Utf8JsonWriter writer)
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

    /// <summary>Reads the text of a small object, such as <c>{"email": …}</c>, and keeps the object if it has more than that.</summary>
    private static void ReadNamed(
        ref Utf8JsonReader reader,
        scoped ReadOnlySpan<byte> name,
        scoped ReadOnlySpan<byte> known,
        ref string? text,
        ref UnknownMembers? additionalMembers)
    {
        Utf8JsonReader start = reader;
        bool isKnown = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.Null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (WireReader.TryReadName(ref reader, out ReadOnlySpan<byte> member))
            {
                if (member.SequenceEqual(known))
                {
                    WireReader.Read(ref reader, ref text);
                }
                else
                {
                    isKnown = false;
                    WireReader.Skip(ref reader);
                }
            }
        }

        if (!isKnown)
        {
            reader = start;
            UnknownMembers.Keep(ref reader, name, ref additionalMembers);
        }
    }

    private static void WriteNamed(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> known, string? text, bool isKept)
    {
        if (text is not null && !isKept)
        {
            writer.WriteStartObject(name);
            WireWriter.Write(writer, known, text);
            writer.WriteEndObject();
        }
    }

    private bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder)
        .Add("Type", Type)
        .Add("UserId", UserId)
        .Add("RoleId", RoleId)
        .Additional(AdditionalMembers)
        .Any;
}
