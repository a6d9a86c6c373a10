using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conversations.Client.Validation;
using Conversations.Client.Views;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>A change of a view that says what it mentions: only the members that an initializer sets are sent.</summary>
/// <remarks>By hand, because a member that is null and a member that is not mentioned differ. No member can be cleared.</remarks>
[JsonConverter(typeof(RecordConverter<TicketViewUpdate>))]
public sealed record TicketViewUpdate : IWireRecord<TicketViewUpdate>
{
    private Member _mentioned;

    [Flags]
    private enum Member
    {
        None = 0,
        Name = 1,
        Filters = 2,
        IsFavorited = 4,
    }

    /// <summary>The name, 1 to 400 characters.</summary>
    public string? Name { get; init => field = Mention(Member.Name, value); }

    /// <summary>What the view shows; replaces the whole object.</summary>
    public TicketViewFilters? Filters { get; init => field = Mention(Member.Filters, value); }

    /// <summary>Whether the view is among the caller's favourites; other callers are not affected.</summary>
    public bool? IsFavorited { get; init => field = Mention(Member.IsFavorited, value); }

    static TicketViewUpdate IWireRecord<TicketViewUpdate>.Read(ref Utf8JsonReader reader)
    {
        var update = new TicketViewUpdate();
        WireReader.StartObject(ref reader);
        while (WireReader.TryReadName(ref reader, out var name))
        {
            if (name.SequenceEqual("name"u8))
            {
                string? text = null;
                WireReader.Read(ref reader, ref text);
                update = update with { Name = text };
            }
            else if (name.SequenceEqual("filters"u8))
            {
                TicketViewFilters? filters = null;
                WireReader.Read(ref reader, ref filters);
                update = update with { Filters = filters };
            }
            else if (name.SequenceEqual("is_favorited"u8))
            {
                bool? favorited = null;
                WireReader.Read(ref reader, ref favorited);
                update = update with { IsFavorited = favorited };
            }
            else
            {
                WireReader.Skip(ref reader);
            }
        }

        return update;
    }

    void IWireRecord<TicketViewUpdate>.WriteMembers(Utf8JsonWriter writer)
    {
        WireWriter.Write(writer, "name"u8, Name);
        WireWriter.Write(writer, "filters"u8, Filters);
        WireWriter.Write(writer, "is_favorited"u8, IsFavorited);
    }

    /// <summary>Refuses what the service would refuse, before it is sent.</summary>
    internal void ThrowIfInvalid(string parameter)
    {
        Mentions.ThrowIfNothing(_mentioned == Member.None, parameter);
        ThrowIfCleared(Member.Name, Name is null, "set a name", parameter);
        ThrowIfCleared(Member.Filters, Filters is null, "set new TicketViewFilters() to show everything", parameter);
        ThrowIfCleared(Member.IsFavorited, IsFavorited is null, "set true or false", parameter);
        if (Name is not null)
        {
            ViewOperations.ThrowIfInvalidName(Name, parameter);
        }
    }

    private void ThrowIfCleared(Member member, bool isNull, string instead, string parameter) =>
        Mentions.ThrowIfCleared(IsMentioned(member) && isNull, member.ToString(), instead, parameter);

    private bool IsMentioned(Member member) => (_mentioned & member) != Member.None;

    private T Mention<T>(Member member, T value)
    {
        _mentioned |= member;
        return value;
    }

    private bool PrintMembers(StringBuilder builder) => new RecordPrinter(builder)
        .Text("Mentions", _mentioned.ToString())
        .Add("IsFavorited", IsFavorited)
        .Any;
}
