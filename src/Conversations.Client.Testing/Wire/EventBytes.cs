using System.Text;
using System.Text.Json;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire.Messages;

namespace Conversations.Client.Testing.Wire;

/// <summary>Events as bytes: a name line, one data line, a blank line, LF only (docs/service/conversations.md 6.1).</summary>
internal static class EventBytes
{
    public static ReadOnlyMemory<byte> KeepAlive { get; } = ": keepalive\n\n"u8.ToArray();

    public static byte[] Message(JsonElement message) => Named("message"u8, WireJson.Write(message, MessageJson.WriteLive));

    public static byte[] Conversation(ConversationRow conversation, UserRow user, bool isCurrent)
    {
        JsonElement data = WireJson.ToElement(
            (conversation, user, isCurrent),
            static (writer, parts) => ConversationJson.WriteMinimal(writer, parts.conversation, parts.user, parts.isCurrent));
        return Named("conversation"u8, Encoding.ASCII.GetBytes(PythonJson.Text(data)));
    }

    // A line break in the data would end the field, so each line becomes its own data line, as the standard says.
    public static byte[] Scripted(string name, string data)
    {
        string lines = data.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\n", "\ndata: ", StringComparison.Ordinal);
        return Named(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(lines));
    }

    private static byte[] Named(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data) =>
        [.. "event: "u8, .. name, .. "\ndata: "u8, .. data, .. "\n\n"u8];
}
