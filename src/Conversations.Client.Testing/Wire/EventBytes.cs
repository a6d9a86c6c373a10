using System.Text;
using System.Text.Json;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Wire;

/// <summary>Events as bytes: a name line, one data line, a blank line, LF only (conversations.md 6.1).</summary>
internal static class EventBytes
{
    public static ReadOnlyMemory<byte> KeepAlive { get; } = ": keepalive\n\n"u8.ToArray();

    public static byte[] Message(JsonElement message)
    {
        string data = Encoding.UTF8.GetString(WireJson.Write(message, MessageJson.WriteLive));
        return Named("message", data);
    }

    public static byte[] Conversation(ConversationRow conversation, UserRow user, bool isNewest)
    {
        JsonElement data = WireJson.ToElement(
            (conversation, user, isNewest),
            static (writer, parts) => ConversationJson.WriteMinimal(writer, parts.conversation, parts.user, parts.isNewest));
        return Named("conversation", PythonJson.Text(data));
    }

    // A line break in the data would end the field, so each line becomes one of its own, as the standard has it.
    public static byte[] Scripted(string name, string data) =>
        Named(name, data.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\n", "\ndata: ", StringComparison.Ordinal));

    private static byte[] Named(string name, string data) => Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n");
}
