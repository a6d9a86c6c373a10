using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget;

/// <summary>Calls of customers, and what they sign with.</summary>
public static class WidgetCalls
{
    public const string Base = "/api/conversations/v1/widget/";
    public const string Message = Base + "message";
    public const string Tickets = Base + "tickets";
    public const string Secret = "test_secret_key_for_hmac";

    /// <summary>The session of most tests, and another one.</summary>
    public const string Session = "0197f000-0000-4000-8000-0000000000aa";
    public const string OtherSession = "0197f000-0000-4000-8000-0000000000bb";

    /// <summary>The hash of the service's contract for the id and <see cref="Secret"/>.</summary>
    public const string SignedId = "user_123";
    public const string Hash = "30aea46b3fa5a541ca57603e6f714e6ba231b5c6965398ac32e2a10a101b2bed";
    public const string SessionOfHash = "30aea46b-3fa5-a541-ca57-603e6f714e6b";

    public static Caller Customer { get; } = With();

    public static string BySession { get; } = $"?widget_session_id={Session}";

    public static string ByIdentity { get; } = $"?identity_distinct_id={SignedId}&identity_hash={Hash}";

    public static string Thread(string ticket) => $"{Base}messages/{ticket}";

    /// <summary>A customer's request with further headers.</summary>
    public static Caller With(params (string Name, string Value)[] headers) =>
        new() { Headers = [("X-Conversations-Token", "wgt_fake"), .. headers] };

    public static string Sign(string text, string secret = Secret) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    /// <summary>A message by session, with what a test changes of it. A field that is null is sent as null.</summary>
    public static IDictionary<string, object?> Sent(params (string Field, object? Value)[] changes) =>
        Changed(new() { ["message"] = "Hello", ["widget_session_id"] = Session, ["distinct_id"] = "u-1" }, changes);

    /// <summary>A message by identity, with what a test changes of it.</summary>
    public static IDictionary<string, object?> SentSigned(params (string Field, object? Value)[] changes) =>
        Changed(new() { ["message"] = "Hello", ["identity_distinct_id"] = SignedId, ["identity_hash"] = Hash }, changes);

    public static Task<Answer> WriteAsync(this Service service, params (string Field, object? Value)[] changes) =>
        service.PostAsync(Message, Sent(changes), Customer);

    public static Task<Answer> WriteSignedAsync(this Service service, params (string Field, object? Value)[] changes) =>
        service.PostAsync(Message, SentSigned(changes), Customer);

    /// <summary>Opens a ticket by session and returns its id.</summary>
    public static async Task<string> OpenTicketAsync(this Service service, params (string Field, object? Value)[] changes) =>
        (await service.WriteAsync(changes)).Is(200).Json.Text("ticket_id")!;

    public static Task<Answer> AskAsync(this Service service, string path) => service.GetAsync(path, Customer);

    /// <summary>Marks the messages of a ticket as read, by session or by the fields given.</summary>
    public static Task<Answer> MarkReadAsync(this Service service, string ticket, object? credentials = null) =>
        service.PostAsync(Thread(ticket) + "/read", credentials ?? new { widget_session_id = Session }, Customer);

    /// <summary>The numbers of the tickets that a customer sees.</summary>
    public static async Task<IReadOnlyList<int>> SeenAsync(this Service service, string query) =>
        [.. (await service.AskAsync(Tickets + query)).Numbers().Order()];

    public static async Task<IReadOnlyList<string?>> ContentsAsync(this Service service, string ticket, string query) =>
    [
        .. (await service.AskAsync(Thread(ticket) + query)).Is(200).Json.GetProperty("messages")
            .EnumerateArray()
            .Select(static message => message.Text("content")),
    ];

    /// <summary>The ticket as it is stored.</summary>
    public static Ticket Find(this Service service, string ticket) => service.Fake.Tickets.Single(row => row.Id.ToString() == ticket);

    /// <summary>Gives project 1 a secret token, and what else a test needs.</summary>
    public static void SignWith(this Service service, string? secret = Secret, string? backup = null) =>
        service.Fake.Directory.Add(new ProjectSeed { Id = 1, SecretToken = secret, SecretTokenBackup = backup });

    /// <summary>Asserts that fields were refused with these texts, which stand in this order.</summary>
    public static void IsInvalidData(this Answer answer, params (string Field, string Text)[] mistakes) => Assert.Equal(
        $$"""{"error":"Invalid request data","details":{{JsonSerializer.Serialize(mistakes.ToDictionary(static one => one.Field, static one => new[] { one.Text }))}}}"""
            .Replace("\\u0022", "\\\"", StringComparison.Ordinal),
        answer.Is(400).Text);

    /// <summary>Asserts that a field was refused, whatever the text.</summary>
    public static void Refuses(this Answer answer, string field)
    {
        Assert.Equal("Invalid request data", answer.Is(400).Json.Text("error"));
        Assert.Equal([field], answer.Json.GetProperty("details").EnumerateObject().Select(static member => member.Name));
    }

    public static void IsForbidden(this Answer answer) => answer.IsBareError(403, "Forbidden");

    public static void IsUnknownPath(this Answer answer) => answer.IsError(404, "invalid_request", "not_found", "Endpoint not found.");

    private static Dictionary<string, object?> Changed(Dictionary<string, object?> body, (string Field, object? Value)[] changes)
    {
        foreach ((string field, object? value) in changes)
        {
            body[field] = value;
        }

        foreach (string left in body.Where(static member => member.Value is Missing).Select(static member => member.Key).ToArray())
        {
            body.Remove(left);
        }

        return body;
    }

    /// <summary>Stands for a field that is not sent.</summary>
    public sealed class Missing
    {
        public static Missing Field { get; } = new();
    }
}
