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
}
