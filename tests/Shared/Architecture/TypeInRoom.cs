namespace Conversations.Tests.Architecture;

/// <summary>A type and its rooms; a partial type with a generated part has several.</summary>
public sealed record TypeInRoom(string Name, IReadOnlySet<string> Rooms)
{
    public override string ToString() => $"{string.Join('+', Rooms.Order(StringComparer.Ordinal))}/{Name}";

    internal static TypeInRoom Of(string fullName, IReadOnlySet<string> rooms) => new(fullName[(fullName.LastIndexOf('.') + 1)..], rooms);

    /// <summary>Whether <paramref name="place"/> names the type as "room/type" or one of its rooms as "room".</summary>
    internal bool IsNamed(string place) => Rooms.Any(room => place == room || place == $"{room}/{Name}");
}
