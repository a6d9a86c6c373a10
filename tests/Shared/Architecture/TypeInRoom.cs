namespace Conversations.Tests.Architecture;

/// <summary>A type and the rooms that it stands in; several for a partial type with a generated half.</summary>
public sealed record TypeInRoom(string Name, IReadOnlySet<string> Rooms)
{
    public override string ToString() => $"{string.Join('+', Rooms.Order(StringComparer.Ordinal))}/{Name}";

    internal static TypeInRoom Of(string fullName, IReadOnlySet<string> rooms) => new(fullName[(fullName.LastIndexOf('.') + 1)..], rooms);

    /// <summary>Whether it is the type "room/type", or stands in the room "room".</summary>
    internal bool IsNamed(string place) => Rooms.Any(room => place == room || place == $"{room}/{Name}");
}
