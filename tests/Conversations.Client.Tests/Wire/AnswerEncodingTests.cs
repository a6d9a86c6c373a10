using System.Text;

namespace Conversations.Client.Tests.Wire;

/// <summary>An answer is read whatever way of writing text its server or a proxy chose.</summary>
public sealed class AnswerEncodingTests
{
    [Theory]
    [BothTransports("application/json", "utf-8", false)]
    [BothTransports("application/json", "utf-8", true)]
    [BothTransports("application/json; charset=utf-8", "utf-8", false)]
    [BothTransports("application/json; charset=\"UTF-8\"", "utf-8", true)]
    [BothTransports("application/json; charset=utf-16", "utf-16", false)]
    [BothTransports("application/json; charset=iso-8859-1", "iso-8859-1", false)]
    public async Task A_value_is_read_in_the_encoding_that_the_answer_names(Transport transport, string contentType, string encoding, bool hasMark)
    {
        byte[] body = Encoding.GetEncoding(encoding).GetBytes((hasMark ? "\ufeff" : "") + """{"suggestion":"Grüße"}""");
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Of(200).With("Content-Type", contentType).Write(body));
        using ConversationsClient client = stub.CreateClient();

        Assert.Equal("Grüße", await client.Tickets.SuggestReplyAsync(1));
    }
}
