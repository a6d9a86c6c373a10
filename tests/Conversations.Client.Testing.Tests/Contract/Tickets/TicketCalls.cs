using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets;

/// <summary>Calls and assertions that many tests of tickets share.</summary>
public static class TicketCalls
{
    /// <summary>The tickets of project 1 that every test starts with.</summary>
    public static IReadOnlyList<int> All { get; } = [1, 2, 3, 4, 5];

    public static string Of(int number) => $"{Service.Tickets}{number}/";

    /// <summary>A JSON array as the text of a query parameter.</summary>
    public static string JsonText(params string[] items) => Uri.EscapeDataString(JsonSerializer.Serialize(items));

    public static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    /// <summary>The ticket as it is stored; reading it changes nothing.</summary>
    public static Ticket Stored(this Service service, int number) => service.Fake.Tickets.First(ticket => ticket.TicketNumber == number);

    public static string IdOf(this Service service, int number) => service.Stored(number).Id.ToString();

    /// <summary>Opens a ticket, which marks it as read.</summary>
    public static async Task<JsonElement> OpenTicketAsync(this Service service, int number) =>
        (await service.GetAsync(Of(number))).Is(200).Json;

    public static async Task<JsonElement> PatchTicketAsync(this Service service, int number, object body) =>
        (await service.PatchAsync(Of(number), body)).Is(200).Json;

    public static async Task RefusesPatchAsync(
        this Service service, int number, object body, string code, string? attribute, string? detail = null) =>
        (await service.PatchAsync(Of(number), body)).IsInvalid(code, attribute, detail);

    /// <summary>Asserts that the list has these tickets, in any order.</summary>
    public static async Task HasAsync(this Service service, string query, params IEnumerable<int> numbers)
    {
        Answer answer = await service.GetAsync($"{Service.Tickets}?{query}");
        int[] expected = [.. numbers.Order()];
        Assert.True(
            expected.SequenceEqual(answer.Numbers().Order()), $"{query}: expected {string.Join(' ', expected)}, got {string.Join(' ', answer.Numbers())}");
        Assert.Equal(expected.Length, answer.Json.GetProperty("count").GetInt32());
    }

    /// <summary>Asserts that the list has these tickets in this order.</summary>
    public static async Task OrdersAsync(this Service service, string query, params IEnumerable<int> numbers) =>
        Assert.Equal(numbers, (await service.GetAsync($"{Service.Tickets}?{query}")).Numbers());

    public static IEnumerable<string> Names(this JsonElement value) => value.EnumerateObject().Select(member => member.Name);

    public static int Number(this JsonElement value, string name) => value.GetProperty(name).GetInt32();

    public static string Raw(this JsonElement value, string name) => value.GetProperty(name).GetRawText();

    public static JsonElement[] Results(this Answer page) => [.. page.Is(200).Json.GetProperty("results").EnumerateArray()];

    public static void IsNotFound(this Answer answer) => answer.IsError(404, "invalid_request", "not_found", "Not found.");

    /// <summary>Asserts that the error object contains nothing but a text and, if given, an error type.</summary>
    public static void IsDetail(this Answer answer, int status, string detail, string? type = null) => Assert.Equal(
        type is null ? $$"""{"detail":"{{detail}}"}""" : $$"""{"detail":"{{detail}}","error_type":"{{type}}"}""", answer.Is(status).Text);

    public static void SwitchSupportOff(this Service service) =>
        service.Fake.Load("""{"projects": [{"id": 1, "support_enabled": false, "organization": "org-1"}]}""");
}
