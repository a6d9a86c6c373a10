using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Conversations.Client.Tests.Errors;

/// <summary>
/// An exception's message contains the service's text shortened and without control characters. Detail and Body keep all of it.
/// </summary>
public sealed class MessageTextTests
{
    /// <summary>Characters that end a line, colour a terminal, ring, delete, hide, or change the direction of the following text.</summary>
    private const string Acting = "a\r\n\t\0\b\u001b[31m\u007f\u0085\u009b\u2028\u2029\u061c\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\U000e0041b";

    [Theory]
    [BothTransports(400)]
    [BothTransports(403)]
    [BothTransports(404)]
    [BothTransports(409)]
    [BothTransports(429)]
    [BothTransports(500)]
    public async Task A_detail_of_a_mebibyte_is_shortened_in_the_message_and_whole_in_Detail_and_Body(Transport transport, int status)
    {
        string detail = new string('x', 1 << 20);
        string body = Body(detail, "c", "a");
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(body, status));
        using ConversationsClient client = stub.CreateClient(static options => options.MaxErrorBodyBytes = 2 << 20);

        ConversationsApiException error = await Assert.ThrowsAnyAsync<ConversationsApiException>(() => client.Tickets.GetAsync(1));

        Assert.InRange(error.Message.Length, 1000, 1500);
        Assert.Contains(": " + detail[..1000] + "… ", error.Message, StringComparison.Ordinal);
        Assert.Equal((detail, body), (error.Detail, error.Body));
    }

    [Fact]
    public async Task A_thousand_characters_stand_whole_and_a_pair_is_never_halved()
    {
        foreach ((string? detail, string? shown) in new[]
        {
            (new string('x', 1000), new string('x', 1000)),
            (new string('x', 1001), new string('x', 1000) + "…"),
            (new string('x', 999) + "🎉y", new string('x', 999) + "…"),
            (new string('x', 998) + "🎉", new string('x', 998) + "🎉"),
            (string.Concat(Enumerable.Repeat("🎉", 600)), string.Concat(Enumerable.Repeat("🎉", 500)) + "…"),
            (new string('x', 998) + "\n", new string('x', 998)),
            ("👩\u200d💻 größer", "👩\u200d💻 größer"),
        })
        {
            ConversationsValidationException error = await ErrorOfAsync(detail, "c", "a");
            Assert.Contains($": {shown}{(shown.EndsWith('…') ? "" : ".")} Change", error.Message, StringComparison.Ordinal);
            Assert.Equal(detail, error.Detail);
            Assert.True(IsWellFormed(error.Message));
        }
    }

    [Fact]
    public async Task No_text_of_the_service_acts_in_the_message()
    {
        foreach ((string? detail, string? code, string? attribute) in new[] { (Acting, "c", "a"), ("d", Acting, "a"), ("d", "c", Acting),
            (Acting, Acting, Acting) })
        {
            ConversationsValidationException error = await ErrorOfAsync(detail, code, attribute);

            Assert.All(error.Message.EnumerateRunes(), static rune => Assert.False(Acts(rune), $"U+{rune.Value:X4}"));
            Assert.Contains(@"a\r\n\t\u0000\u0008\u001B[31m\u007F\u0085\u009B\u2028\u2029\u061C\u200E\u200F\u202A\u202E\u2066\u2069\uFEFF\U000E0041b", error.Message, StringComparison.Ordinal);
            Assert.Equal((detail, code, attribute), (error.Detail, error.Code, error.Attribute));
        }
    }

    [Fact]
    public async Task Long_codes_attributes_reasons_and_scopes_are_shortened_too()
    {
        string text = new string('x', 50_000);
        Assert.InRange((await ErrorOfAsync("d", text, "a")).Message.Length, 1000, 1500);
        Assert.InRange((await ErrorOfAsync("d", "c", text)).Message.Length, 1000, 1500);
        Assert.InRange((await ErrorOfAsync(text, "c" + text, text)).Message.Length, 3000, 3500);

        await using var stub = StubServer.InMemory(
            StubAnswer.Json($$"""{"error":"{{text}}"}""", 409),
            StubAnswer.Json($$"""{"detail":"API key missing required scope '{{text}}'"}""", 403),
            StubAnswer.Json("""{"detail":"API key missing required scope 'ticket:\u001b[31mread'"}""", 403));
        using ConversationsClient client = stub.CreateClient();
        ConversationsConflictException conflict =
            await Assert.ThrowsAsync<ConversationsConflictException>(() => client.Tickets.GetAsync(1));
        Assert.Equal(text, conflict.Reason?.Value);
        Assert.InRange(conflict.Message.Length, 1000, 2500);
        ConversationsPermissionException refused =
            await Assert.ThrowsAsync<ConversationsPermissionException>(() => client.Tickets.GetAsync(1));
        Assert.Equal(text, refused.MissingScope);
        Assert.InRange(refused.Message.Length, 1000, 2500);
        ConversationsPermissionException coloured =
            await Assert.ThrowsAsync<ConversationsPermissionException>(() => client.Tickets.GetAsync(1));
        Assert.DoesNotContain("\u001b", coloured.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_stands_across_the_cut_is_replaced_first()
    {
        ConversationsValidationException error = await ErrorOfAsync(new string('x', 995) + StubServer.Key, "c", "a");
        Assert.DoesNotContain(StubServer.Key[..4], error.Message, StringComparison.Ordinal);
    }

    private static async Task<ConversationsValidationException> ErrorOfAsync(string detail, string code, string attribute)
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json(Body(detail, code, attribute), 400));
        using ConversationsClient client = stub.CreateClient(static options => options.MaxErrorBodyBytes = 1 << 20);
        return await Assert.ThrowsAsync<ConversationsValidationException>(() => client.Tickets.GetAsync(1));
    }

    private static string Body(string detail, string code, string attribute) =>
        JsonSerializer.Serialize(new Dictionary<string, string> { ["type"] = "validation_error", ["code"] = code, ["detail"] = detail, ["attr"] = attribute });

    private static bool Acts(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;

    private static bool IsWellFormed(string text) => !text.EnumerateRunes().Contains(Rune.ReplacementChar);
}
