using System.Text.Json;
using Refit;

namespace Conversations.Benchmarks.Columns;

/// <summary>The service as a Refit interface.</summary>
internal interface ITicketsApi
{
    [Get("/tickets/{id}")]
    Task<PlainTicket<IReadOnlyDictionary<string, JsonElement>>> GetTicketAsync(int id, CancellationToken cancellationToken = default);

    [Get("/tickets")]
    Task<PlainPage<IReadOnlyDictionary<string, JsonElement>>> ListTicketsAsync(
        int? limit = null, CancellationToken cancellationToken = default);

    [Get("/events")]
    IAsyncEnumerable<PlainMessage> StreamEventsAsync(CancellationToken cancellationToken = default);
}

/// <summary>Refit as its documentation shows it: the generated client with the floor's JSON, and nothing else.</summary>
internal static class RefitAlone
{
    public static Call Ticket(HttpClient http)
    {
        ITicketsApi api = Api(http);
        return async verify => (await api.GetTicketAsync(42)).MustBeRight(verify);
    }

    public static Call Page(HttpClient http)
    {
        ITicketsApi api = Api(http);
        return async verify => (await api.ListTicketsAsync(limit: Payloads.PageSize)).MustBeRight(verify);
    }

    public static Call Events(HttpClient http)
    {
        ITicketsApi api = Api(http);
        return async verify =>
        {
            var tally = new EventTally(verify);
            await foreach (PlainMessage message in api.StreamEventsAsync())
            {
                tally.Add(message.Content);
            }

            tally.MustBe(Payloads.Events);
        };
    }

    private static ITicketsApi Api(HttpClient http) =>
        RestService.ForGenerated<ITicketsApi>(http, RefitSettings.ForJsonContext(PlainContext.Default));
}
