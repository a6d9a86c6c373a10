using System.Text.Json;

namespace Conversations.Client.Wire;

/// <summary>
/// A record that reads itself from JSON and writes its members. The generated records implement it, and a few that are written by hand.
/// </summary>
/// <typeparam name="TSelf">The record.</typeparam>
internal interface IWireRecord<TSelf>
    where TSelf : class, IWireRecord<TSelf>
{
    /// <summary>Reads the object at the reader's position, and leaves the reader at the end of the object.</summary>
    static abstract TSelf Read(ref Utf8JsonReader reader);

    /// <summary>Writes the members that have a value, without the braces around them.</summary>
    void WriteMembers(Utf8JsonWriter writer);

    /// <summary>Writes what a request sends of the record where its member takes an object or null.</summary>
    void WriteMembersToSend(Utf8JsonWriter writer) => WriteMembers(writer);
}
