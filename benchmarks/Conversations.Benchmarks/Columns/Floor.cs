using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Conversations.Benchmarks.Columns;

/// <summary>
/// The floor: HttpClient, source-generated JSON into init records, SseParser. The best that careful code reaches with the platform alone.
/// </summary>
internal static class Floor
{
    public static Call Ticket<TObject>(HttpClient http, JsonTypeInfo<PlainTicket<TObject>> type) =>
        async verify => (await GetAsync(http, "tickets/42", type)).MustBeRight(verify);

    public static Call Page<TObject>(HttpClient http, JsonTypeInfo<PlainPage<TObject>> type) =>
        async verify => (await GetAsync(http, "tickets?limit=100", type)).MustBeRight(verify);

    /// <summary>For responses with other content than the usual ticket.</summary>
    public static Call AnyTicket<TObject>(HttpClient http, JsonTypeInfo<PlainTicket<TObject>> type) =>
        async verify => Check.Must((await GetAsync(http, "tickets/1", type)).TicketNumber == 1, "ticket");

    public static Call Events(HttpClient http) => async verify =>
    {
        var tally = new EventTally(verify);
        await ReadAsync(http, Message, message => tally.Add(message.Content));
        tally.MustBe(Payloads.Events);
    };

    /// <summary>
    /// Reads every message into a record, then takes what was added to its text. This is also the naive way to read long answers.
    /// </summary>
    public static Call Text(HttpClient http, Answer answer) => async verify =>
    {
        var tally = new TextTally(verify);
        int seen = 0;
        bool isNext = false;
        await ReadAsync(http, Message, message =>
        {
            if (message.Type != "ai")
            {
                return;
            }

            if (seen == 0 && isNext)
            {
                tally.Add("\n\n");
            }

            tally.Add(message.Content![seen..]);
            seen = message.Content.Length;
            if (!message.Id!.StartsWith("temp-", StringComparison.Ordinal))
            {
                seen = 0;
                isNext = true;
            }
        });
        tally.MustBe(answer.Text);
    };

    /// <summary>The parser without any JSON: the lower bound for every reader of events.</summary>
    public static Call ParserAlone(HttpClient http, int events) => async verify =>
    {
        int count = 0;
        await ReadAsync(http, static (_, data) => data.Length, length => count += length > 0 ? 1 : 0);
        Check.Must(count == events, $"{count} events");
    };

    public static async Task ReadAsync<T>(HttpClient http, SseItemParser<T> parse, Action<T> take)
    {
        using HttpResponseMessage response = await http.GetAsync("events", HttpCompletionOption.ResponseHeadersRead);
        _ = response.EnsureSuccessStatusCode();
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await foreach (SseItem<T> item in SseParser.Create(body, parse).EnumerateAsync())
        {
            take(item.Data);
        }
    }

    private static PlainMessage Message(string name, ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, PlainContext.Default.Message)!;

    private static async Task<T> GetAsync<T>(HttpClient http, string address, JsonTypeInfo<T> type)
    {
        using HttpResponseMessage response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        _ = response.EnsureSuccessStatusCode();
        await using Stream body = await response.Content.ReadAsStreamAsync();
        return (await JsonSerializer.DeserializeAsync(body, type))!;
    }
}
