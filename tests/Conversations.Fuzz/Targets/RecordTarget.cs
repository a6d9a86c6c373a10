using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conversations.Client;

namespace Conversations.Fuzz.Targets;

/// <summary>
/// JSON as any record: it is read or is a <see cref="JsonException"/>, and what was read is written so that it reads and writes the same
/// again.
/// </summary>
internal sealed class RecordTarget : IFuzzTarget
{
    private static readonly Func<byte[], string?>[] Records =
    [
        Try<Ticket>, Try<TicketMessage>, Try<TicketView>, Try<TicketViewFilters>, Try<Conversation>, Try<ConversationMessage>,
        Try<ConversationQueue>,
        Try<PendingApproval>, Try<FullEmail>, Try<Person>, Try<UserBasic>, Try<ToolCall>, Try<ComposedTicket>, Try<BulkStatusResult>,
        Try<Page<Ticket>>, Try<Page<Conversation>>, Try<TicketUpdate>,
    ];

    public string Name => "records";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. Examples.Of("openapi.json").Select(Encoding.UTF8.GetBytes)];

    public Task<string?> TryAsync(byte[] input) =>
        Task.FromResult(Records.Select(record => record(input)).FirstOrDefault(static wrong => wrong is not null));

    private static byte[] Rewrite<T>(byte[] json, JsonTypeInfo<T> type) =>
        JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(json, type)!, type);

    private static string? Try<T>(byte[] json)
    {
        try
        {
            JsonTypeInfo<T>? type = ConversationsJson.TypeInfoOf<T>();
            T? read;
            try
            {
                read = JsonSerializer.Deserialize(json, type);
            }
            catch (JsonException)
            {
                return null;
            }

            if (read is null)
            {
                return null;
            }

            _ = read.ToString();
            // Bytes that are no UTF-8 become a replacement character, which is written in another form at first.
            byte[] written = Rewrite(JsonSerializer.SerializeToUtf8Bytes(read, type), type);
            byte[] again = Rewrite(written, type);
            return written.AsSpan().SequenceEqual(again)
                ? null
                : $"{typeof(T).Name} is written as\n{Encoding.UTF8.GetString(written)}\nand then as\n{Encoding.UTF8.GetString(again)}";
        }
        catch (Exception exception)
        {
            return $"{typeof(T).Name}: {exception}";
        }
    }
}
