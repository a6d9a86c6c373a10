using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests;

/// <summary>The fake refuses a body while it arrives: it neither waits for the part beyond the limit nor keeps it.</summary>
public sealed class RequestBodyTests
{
    private const int Limit = 20 * 1024 * 1024;
    private const string Unknown = "/api/projects/1/nowhere/";

    // Only a broken test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task In_memory_no_more_than_the_limit_is_asked_for()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        using var http = new HttpClient(service.Fake.CreateHandler()) { BaseAddress = service.BaseAddress };
        using var endless = new EndlessBody();

        using HttpResponseMessage answer = await PostAsync(http, Service.Tickets, endless);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.InRange(endless.Written, Limit, Limit + EndlessBody.Piece);
    }

    [Fact]
    public async Task In_memory_a_length_that_is_too_large_is_enough()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        using var http = new HttpClient(service.Fake.CreateHandler()) { BaseAddress = service.BaseAddress };
        using var announced = new EndlessBody(length: Limit + 1);

        using HttpResponseMessage answer = await PostAsync(http, Service.Tickets, announced);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, 0), (answer.StatusCode, announced.Written));
    }

    [Fact]
    public async Task In_memory_an_unknown_path_needs_no_body()
    {
        await using Service service = await Service.OpenAsync(Transport.InMemory);
        using var http = new HttpClient(service.Fake.CreateHandler()) { BaseAddress = service.BaseAddress };
        using var endless = new EndlessBody();

        using HttpResponseMessage answer = await PostAsync(http, Unknown, endless);

        Assert.Equal((HttpStatusCode.NotFound, 0), (answer.StatusCode, endless.Written));
        Assert.Null(service.Fake.Requests.Single().Body);
    }

    /// <summary>None of these callers ever ends its body, so a response shows that the fake does not wait for the end.</summary>
    [Theory]
    [InlineData("Content-Length: 734003200", 0, Service.Tickets, 413)]
    [InlineData("Content-Length: 20971521", 0, Service.Tickets, 413)]
    [InlineData("Transfer-Encoding: chunked", Limit + 1, Service.Tickets, 413)]
    [InlineData("Content-Length: 734003200", 0, Unknown, 404)]
    [InlineData("Transfer-Encoding: chunked", 0, Unknown, 404)]
    [InlineData("Transfer-Encoding: chunked", 100_000, Unknown, 404)]
    public async Task On_a_port_the_answer_does_not_wait_for_the_end(string header, int sent, string path, int status)
    {
        await using Service service = await Service.OpenAsync(Transport.Kestrel);
        using var socket = new TcpClient();
        await socket.ConnectAsync(service.BaseAddress.Host, service.BaseAddress.Port);
        await using NetworkStream stream = socket.GetStream();
        await WriteAsync(stream, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer phx_all\r\nContent-Type: application/json\r\n{header}\r\n\r\n");
        if (sent > 0)
        {
            await WriteAsync(stream, string.Create(CultureInfo.InvariantCulture, $"{sent:x}\r\n"));
            await stream.WriteAsync(new byte[sent]);
        }

        Assert.Equal(status, await StatusAsync(stream));

        RecordedRequest request = service.Fake.Requests.Single();
        Assert.Equal((status, null), (request.Status, request.Body));
    }

    [Theory, BothTransports]
    public async Task What_was_refused_is_recorded_without_its_body(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);

        _ = (await service.CallAsync(HttpMethod.Patch, Service.Tickets + "1/", body: "{}" + new string(' ', Limit - 1))).Is(413);
        _ = (await service.CallAsync(HttpMethod.Patch, Service.Tickets + "1/", body: "{}")).Is(200);

        Assert.Equal([(413, null), (200, "{}")], service.Fake.Requests.Select(request => (request.Status, request.Body)));
        Assert.Equal([Operation.TicketsUpdate, Operation.TicketsUpdate], service.Fake.Requests.Select(request => request.Operation!.Value));
    }

    [Theory, BothTransports]
    public async Task A_body_that_comes_in_chunks_is_read_whole(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        using HttpClient http = transport == Transport.InMemory
            ? new HttpClient(service.Fake.CreateHandler()) { BaseAddress = service.BaseAddress }
            : new HttpClient { BaseAddress = service.BaseAddress };
        using var chunks = new ChunkedBody("""{"status":""", "\"open\"", "} ");
        using var request = new HttpRequestMessage(HttpMethod.Patch, Service.Tickets + "1/") { Content = chunks };
        chunks.Headers.ContentType = new("application/json");
        request.Headers.Authorization = new("Bearer", "phx_all");

        using HttpResponseMessage answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"status":"open"} """, service.Fake.Requests.Single().Body);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Authorization = new("Bearer", "phx_all");
        return await http.SendAsync(request);
    }

    private static ValueTask WriteAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    private static async Task<int> StatusAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(Patience);
        byte[] start = new byte["HTTP/1.1 200".Length];
        await stream.ReadExactlyAsync(start, patience.Token);
        return int.Parse(start.AsSpan("HTTP/1.1 ".Length), CultureInfo.InvariantCulture);
    }

    /// <summary>Counts the bytes that are read, and would go on to four times the limit.</summary>
    private sealed class EndlessBody(long? length = null) : HttpContent
    {
        public const int Piece = 64 * 1024;

        public int Written { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            byte[] piece = new byte[Piece];
            while (Written < 4 * Limit)
            {
                Written += Piece;
                await stream.WriteAsync(piece);
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length ?? 0;
            return length is not null;
        }
    }

    /// <summary>Writes each part in several ways.</summary>
    private sealed class ChunkedBody(params string[] parts) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (string part in parts)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(part);
                await stream.WriteAsync(bytes.AsMemory(..1));
                await stream.FlushAsync();
                WriteRest(stream, bytes);
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }

        private static void WriteRest(Stream stream, byte[] bytes)
        {
            stream.Write(bytes, 1, bytes.Length - 2);
            stream.WriteByte(bytes[^1]);
        }
    }
}
