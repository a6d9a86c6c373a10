using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>
/// For each operation the exact request and an exact response, over both transports and under cultures that reveal formatting mistakes.
/// </summary>
public sealed partial class GoldenWireTests
{
    /// <summary>Headers that the transport adds by itself.</summary>
    private static readonly string[] OfTheTransport = ["Host", "traceparent"];

    public static IEnumerable<string> Names => GoldenCases.All.Keys;

    [Fact]
    public void The_cultures_of_these_tests_differ_as_they_should()
    {
        Assert.Equal("ı", "I".ToLower(new CultureInfo("tr-TR")));
        Assert.IsNotType<GregorianCalendar>(new CultureInfo("th-TH").Calendar);
        Assert.NotEqual("2026", new DateTime(2026, 7, 1).ToString("yyyy", new CultureInfo("ar-SA")));
        Assert.NotEqual("-1", (-1).ToString(new CultureInfo("ar-SA")));
    }

    [Theory, BothTransports(Rows = nameof(Names))]
    public async Task Request_and_answer_are_the_contracts(Transport transport, string name)
    {
        GoldenCase golden = GoldenCases.All[name];
        await using StubServer stub = await StubServer.StartAsync(transport);
        // A stream may request its conversation at the end. That request is not part of the case.
        stub.Answer(request => golden.IsStream && request.Method == "GET" ? StubAnswer.Json(Examples.FullConversation) : golden.ToAnswer());
        using ConversationsClient client = stub.CreateClient(golden.Configure);
        var traces = new HashSet<string>();

        await Cultures.EachAsync(async () =>
        {
            int before = stub.Requests.Count;

            golden.CheckResult(await golden.Call(client));

            IEnumerable<StubRequest> sent = stub.Requests.Skip(before).Where(request => !golden.IsStream || request.Method != "GET");
            AssertSent(golden, Assert.Single(sent), stub.BaseAddress, traces);
        });
    }

    private static void AssertSent(GoldenCase golden, StubRequest request, Uri origin, HashSet<string> traces)
    {
        Assert.Equal(golden.RequestLine, $"{request.Method} {request.Target}");
        Assert.Equal(BodyOf(golden, request, traces), request.Text);

        Match product = Product().Match(request["User-Agent"]!);
        Assert.True(product.Success, request["User-Agent"]);
        var expected = new Dictionary<string, string?> { ["Authorization"] = "Bearer " + StubServer.Key, ["User-Agent"] = GoldenCase.Product };
        if (golden.IsStream)
        {
            // The stream's own type is not enough: the service must be able to answer in JSON (docs/service/conversations.md 1.4).
            expected["Accept"] = "text/event-stream, application/json";
        }

        if (golden.Body is not null)
        {
            expected["Content-Type"] = "application/json; charset=utf-8";
            expected["Content-Length"] = request.Body.Length.ToString(CultureInfo.InvariantCulture);
        }
        else if (golden.Method != "GET")
        {
            // A socket sends a length of 0 for a method that may have a body; in memory nothing does.
            expected["Content-Length"] = request["Content-Length"] is null ? null : "0";
        }

        foreach ((string? header, string? value) in golden.Headers)
        {
            expected[header] = value;
        }

        Assert.Equal(
            expected.Where(static header => header.Value is not null)
                .Select(header => $"{header.Key}: {header.Value!.Replace(GoldenCase.Origin, origin.ToString(), StringComparison.Ordinal).Replace(GoldenCase.Product, product.Value, StringComparison.Ordinal)}")
                .Order(StringComparer.Ordinal),
            request.Headers.Where(static header => !OfTheTransport.Contains(header.Key))
                .Select(static header => $"{header.Key}: {header.Value}")
                .Order(StringComparer.Ordinal));
    }

    /// <summary>Matches the package name and version, without the build.</summary>
    [GeneratedRegex(@"^Conversations\.Client/\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?(?= |$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Product();

    /// <summary>The expected body with the client's trace id filled in: a UUID in the service's format, different in each call.</summary>
    private static string BodyOf(GoldenCase golden, StubRequest request, HashSet<string> traces)
    {
        if (golden.Body?.Contains(GoldenCase.Trace, StringComparison.Ordinal) != true)
        {
            return golden.Body ?? "";
        }

        string trace = JsonElement.Parse(request.Text).GetProperty("trace_id").GetString()!;
        Assert.Matches("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", trace);
        Assert.NotEqual(Guid.Empty, Guid.Parse(trace));
        Assert.True(traces.Add(trace), "The trace id was sent before.");
        return golden.Body.Replace(GoldenCase.Trace, trace, StringComparison.Ordinal);
    }
}
