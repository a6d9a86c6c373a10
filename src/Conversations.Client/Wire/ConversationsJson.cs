using System.Text.Json.Serialization.Metadata;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>How the records of this package are read from JSON and written as JSON, without reflection.</summary>
public static class ConversationsJson
{
    /// <summary>
    /// The form of a type, for <see cref="System.Text.Json.JsonSerializer"/> and for
    /// <see cref="IConversationsClient.RawRequestAsync{T}(HttpMethod, string, JsonTypeInfo{T}, HttpContent?, CancellationToken)"/>. What is
    /// written can be read again without loss, also members that this package does not know.
    /// </summary>
    /// <typeparam name="T">What a call of the contract sends or receives, such as <see cref="Ticket"/> or a <see cref="Page{T}"/> of
    /// these, a message, a person, an assignee or the filters of a view, or a <see cref="List{T}"/> of what is listed.</typeparam>
    /// <returns>The form. All calls give the same instance.</returns>
    /// <exception cref="NotSupportedException">The type is none of these.</exception>
    public static JsonTypeInfo<T> TypeInfoOf<T>() => WireSettings.Json.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new NotSupportedException($"{typeof(T).Name} has no JSON form of its own here: take the record that holds it, a List of records, or for a type of the application its own JsonSerializerContext.");
}
