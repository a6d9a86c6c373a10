using System.Text.Json;

namespace Conversations.Client.Wire;

/// <summary>A record that reads itself from JSON and writes its members; the generated records and a few hand-written ones.</summary>
/// <typeparam name="TSelf">The record.</typeparam>
internal interface IWireRecord<TSelf>
    where TSelf : class, IWireRecord<TSelf>
{
    /// <summary>Reads the object that the reader stands on, and leaves the reader on its end.</summary>
    static abstract TSelf Read(ref Utf8JsonReader reader);

    /// <summary>Writes the members that have a value, without the braces around them.</summary>
    void WriteMembers(Utf8JsonWriter writer);
}
