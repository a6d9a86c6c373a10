using System.Text;
using Conversations.Client.Tests.Pipeline.SentOnce;

namespace Conversations.Client.Tests.RawRequests;

/// <summary>
/// A GET that the application wrote may be repeated by its handlers. Every other request is sent once, whatever the contract says of the
/// address and whatever repeats it.
/// </summary>
public sealed class RawSentOnceTests
{
    private const string Refusal = """{"code":"first","detail":"The first one's."}""";

    public static IEnumerable<object?[]> Arrangements =>
        from place in Enum.GetValues<Place>()
        from repeater in Enum.GetValues<Repeater>()
        select (object?[])[place, repeater];

    [Theory, BothTransports(Rows = nameof(Arrangements))]
    public async Task Every_other_method_than_GET_is_sent_once(Transport transport, Place place, Repeater repeater)
    {
        // The contract would let the second be repeated.
        (string Method, string Path)[] requests =
        [
            ("POST", "conversations/patterns/1/confirm/"),
            ("PATCH", "/api/environments/1/conversations/0197f000-0000-4000-8000-000000000001/cancel/"),
            ("DELETE", "conversations/patterns/1/"),
            ("HEAD", "conversations/patterns/"),
        ];
        foreach ((string method, string path) in requests)
        {
            await using StubServer stub = await StubServer.StartAsync(transport);
            _ = stub.Answer(static _ => StubAnswer.Json(Refusal, 503));
            using var host = new HostsHandlers(stub, place, repeater);
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = method == "POST" ? new StringContent("{}", Encoding.UTF8, "application/json") : null;

            Exception? error = await host.EndOfAsync(host.Client.RawRequestAsync(request), Task.CompletedTask);

            Assert.IsAssignableFrom<ConversationsApiException>(error);
            Assert.Single(stub.Requests);
        }
    }

    [Theory, BothTransports(Rows = nameof(Arrangements))]
    public async Task A_GET_may_be_repeated(Transport transport, Place place, Repeater repeater)
    {
        await using StubServer stub = await StubServer.StartAsync(transport);
        stub.Answer(StubAnswer.Json(Refusal, 503));
        _ = stub.Answer(static _ => StubAnswer.Json("""{"name":"late refunds","count":3}"""));
        using var host = new HostsHandlers(stub, place, repeater);

        Task<Pattern> call = host.Client.RawRequestAsync(HttpMethod.Get, "conversations/patterns/1/", PatternJson.Default.Pattern);
        Exception? error = await host.EndOfAsync(call, Task.CompletedTask);

        // Outside of our handlers, where the exceptions are ours, those of the real package repeat nothing, but for a hedge that was early.
        bool isOutside = place is Place.EveryClient or Place.EveryClientLater;
        if (isOutside && repeater == Repeater.Hedging)
        {
            return;
        }

        bool repeats = repeater == Repeater.CopyWithoutOptions || !isOutside;
        Assert.Equal(repeats, error is null);
        Assert.Equal(repeats, stub.Requests.Count > 1);
    }

    /// <summary>While it waits for a leave to go on, the socket handler repeats a request on its own when the connection closes.</summary>
    [Fact]
    public async Task Another_method_than_GET_does_not_wait_for_a_leave_to_send_its_body()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Of(204));
        using ConversationsClient client = stub.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "x") { Content = new StringContent("{}") };
        request.Headers.ExpectContinue = true;

        using HttpResponseMessage response = await client.RawRequestAsync(request);

        Assert.Null(stub.Request["Expect"]);
    }

    [Fact]
    public async Task Options_of_an_earlier_request_bring_neither_its_caller_nor_its_repetitions()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Of(204), StubAnswer.Of(204));
        using ConversationsClient client = stub.CreateClient();
        using HttpResponseMessage earlier = await client.RawRequestAsync(new(HttpMethod.Get, "x"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "y");
        foreach ((string key, object? value) in earlier.RequestMessage!.Options)
        {
            request.Options.Set(new(key), value);
        }

        IConversationsClient other = client.With(credential: ConversationsCredential.PersonalApiKey("phx_other"));
        using HttpResponseMessage response = await other.RawRequestAsync(request);

        Assert.Equal("Bearer phx_other", stub.Requests[1]["Authorization"]);
    }
}
