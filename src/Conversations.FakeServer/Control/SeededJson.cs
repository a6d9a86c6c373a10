using System.Text.Json;
using Conversations.Client.Testing.SeedFiles;

namespace Conversations.FakeServer.Control;

/// <summary>Writes the rows that a seed added, for <c>POST /__fake/seed</c>.</summary>
internal static class SeededJson
{
    public static void Write(Utf8JsonWriter writer, SeededRows rows)
    {
        writer.WriteStartObject();
        WriteEach(writer, "tickets", rows.Tickets, static (writer, ticket) =>
        {
            writer.WriteString("id", ticket.Id);
            writer.WriteNumber("ticket_number", ticket.Number);
            writer.WriteNumber("project", ticket.Project);
        });
        WriteEach(writer, "views", rows.Views, static (writer, view) =>
        {
            writer.WriteString("id", view.Id);
            writer.WriteString("short_id", view.ShortId);
            writer.WriteNumber("project", view.Project);
        });
        WriteEach(writer, "conversations", rows.Conversations, static (writer, conversation) => writer.WriteString("id", conversation.Id));
        writer.WriteEndObject();
    }

    private static void WriteEach<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (T? row in rows)
        {
            writer.WriteStartObject();
            write(writer, row);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
