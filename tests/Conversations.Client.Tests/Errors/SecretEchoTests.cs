using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conversations.Client.Tests.Errors;

/// <summary>A server repeats the key wherever it can, but the key appears in no text of the client.</summary>
public sealed class SecretEchoTests
{
    private const string Key = "phx_secret0123456789";
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);

    /// <summary>Responses as bytes; <c>KEY</c> marks where the server repeats the key.</summary>
    private static IReadOnlyDictionary<string, string> Echoes { get; } = new Dictionary<string, string>
    {
        ["status line"] = "HTTP/1.1 KEY KEY\r\n\r\n",
        ["version"] = "KEY/1.1 200 OK\r\n\r\n",
        ["reason"] = "HTTP/1.1 400 KEY\r\nContent-Length: 0\r\n\r\n",
        ["header line"] = "HTTP/1.1 200 OK\r\nKEY\r\n\r\n",
        ["header name"] = "HTTP/1.1 200 OK\r\nA KEY: x\r\n\r\n",
        ["length"] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: KEY\r\n\r\n{}",
        ["chunk header"] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nKEY\r\n{}\r\n0\r\n\r\n",
        ["chunk header of a stream"] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n: a\r\nKEY\r\n",
        ["charset"] = Answer("200 OK", "application/json; charset=KEY", "{}"),
        ["type"] = Answer("200 OK", "KEY/KEY", "{}"),
        ["type of a stream"] = Answer("200 OK", "text/KEY", "data: x\n\n"),
        ["encoding"] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: KEY\r\nContent-Length: 2\r\n\r\n{}",
        ["name of a member"] = Answer("200 OK", "application/json", "{\"results\":[{\"KEY\":}]}"),
        ["value of a wrong kind"] = Answer("200 OK", "application/json", "{\"count\":\"KEY\",\"id\":\"KEY\",\"status\":1,\"results\":\"KEY\",\"created_at\":\"KEY\"}"),
        ["no JSON"] = Answer("200 OK", "application/json", "KEY"),
        ["detail"] = Answer("400 Bad Request", "application/json", "{\"type\":\"KEY\",\"code\":\"KEY\",\"detail\":\"Key KEY is wrong\",\"attr\":\"KEY\"}"),
        ["detail, escaped"] = Answer("400 Bad Request", "application/json", "{\"type\":\"ESCAPED\",\"code\":\"ESCAPED\",\"detail\":\"Key ESCAPED is wrong\",\"attr\":\"ESCAPED\"}"),
        ["escaped, and no JSON"] = Answer("502 Bad Gateway", "text/plain", "\\/ ESCAPED and KEY and ESCAPED"),
        ["reason of a conflict"] = Answer("409 Conflict", "application/json", "{\"error\":\"KEY\",\"detail\":\"KEY\"}"),
        ["scope"] = Answer("403 Forbidden", "application/json", "{\"detail\":\"API key missing required scope 'KEY'\"}"),
        ["page"] = Answer("502 Bad Gateway", "text/html; charset=KEY", "<p>KEY</p>"),
        ["request id"] = "HTTP/1.1 500 KEY\r\nX-Request-Id: KEY\r\nRetry-After: KEY\r\nContent-Length: 0\r\n\r\n",
        ["redirect"] = "HTTP/1.1 307 KEY\r\nLocation: https://KEY.example/KEY\r\nContent-Length: 0\r\n\r\n",
        ["link to a page"] = Answer("200 OK", "application/json", "{\"count\":9,\"next\":\"https://KEY.example/KEY\",\"previous\":null,\"results\":[]}"),
        ["compressed in name only"] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\nKEY",
    };

    private static IReadOnlyDictionary<string, Func<ConversationsClient, Task>> Calls { get; } =
        new Dictionary<string, Func<ConversationsClient, Task>>
        {
            ["a ticket"] = static client => client.Tickets.GetAsync(1),
            ["a count"] = static client => client.Tickets.CountUnreadAsync(),
            ["a list"] = static client => client.Tickets.ListAsync().ToListAsync().AsTask(),
            ["a change"] = static client => client.Tickets.UpdateAsync(1, new() { Priority = null }),
            ["a change of many"] = static client =>
                client.Tickets.SetStatusAsync(Enumerable.Range(0, 501).Select(static _ => Guid.NewGuid()), TicketStatus.Open),
            ["a conversation"] = static client => client.Conversations.GetAsync(Id),
            ["a stream"] = static client => client.Conversations.StreamAsync(Id, "Hi").ToListAsync().AsTask(),
            ["a question"] = static client => client.Conversations.AskAsync(Id, "Hi"),
            ["the raw interface"] = static client => client.Api.ListViewsAsync("1"),
            ["nothing"] = static client => client.Views.DeleteAsync("a"),
        };

    /// <summary>The key, partly escaped as JSON allows.</summary>
    private static string Escaped => string.Concat(Key.Select(static (character, index) => index % 3 == 1 ? character.ToString() : $"\\u{(int)character:x4}"));

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string echo in Echoes.Keys)
            {
                foreach (string call in Calls.Keys)
                {
                    cases.Add(echo, call);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_key_that_the_server_repeats_stands_in_no_text(string echo, string call)
    {
        using var server = new RawServer(
            Echoes[echo].Replace("ESCAPED", Escaped, StringComparison.Ordinal).Replace("KEY", Key, StringComparison.Ordinal));
        using var client = new ConversationsClient(new()
        {
            ProjectId = "1",
            ApiKey = Key,
            BaseAddress = server.Address,
            Streaming = { MaxReconnects = 0 },
        });

        Exception? error = await Record.ExceptionAsync(() => Calls[call](client).WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.DoesNotContain(Key, TextsOf(error), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Key, Unescaped(TextsOf(error)), StringComparison.OrdinalIgnoreCase);
        Assert.True(error is null or ConversationsException, error?.GetType().ToString());
        Assert.True(server.Requests > 0);
    }

    [Fact]
    public async Task A_key_that_is_cut_at_the_limit_of_an_errors_body_leaves_no_start_behind()
    {
        foreach (string written in (string[])[Key, Key.ToUpperInvariant(), Escaped, string.Concat(Key.Select(static character => $"\\u{(int)character:x4}"))])
        {
            string body = "{\"detail\":\"" + written;
            for (int limit = body.Length - written.Length; limit <= body.Length; limit++)
            {
                await using var stub = StubServer.InMemory(StubAnswer.Json(body, 400));
                using ConversationsClient client = stub.CreateClient(options =>
                    (options.ApiKey, options.Credential, options.MaxErrorBodyBytes) = (Key, null, limit));

                ConversationsValidationException error =
                    await Assert.ThrowsAsync<ConversationsValidationException>(() => client.Tickets.CountUnreadAsync());

                Assert.DoesNotContain(Key[..4], Unescaped(error.Body), StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    private static string Unescaped(string text) =>
        string.Concat(
            text.Split("\\u").Select(static (part, index) =>
                index > 0
                    && part.Length >= 4
                    && ushort.TryParse(part[..4], System.Globalization.NumberStyles.AllowHexSpecifier, null, out ushort code)
                    ? (char)code + part[4..]
                    : part));

    private static string TextsOf(Exception? error)
    {
        var texts = new StringBuilder();
        for (Exception? each = error; each is not null; each = each.InnerException)
        {
            texts.AppendLine(each.ToString()).AppendLine(each.Message);
            if (each is ConversationsApiException api)
            {
                texts.AppendJoin('|', api.Body, api.Detail, api.Code, api.ErrorType, api.Attribute, api.RequestId, api.Route);
                texts.Append((api as ConversationsConflictException)?.Reason?.Value)
                    .Append((api as ConversationsPermissionException)?.MissingScope);
            }
        }

        return texts.ToString();
    }

    private static string Answer(string status, string type, string body) =>
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Replace("ESCAPED", Escaped, StringComparison.Ordinal).Replace("KEY", Key, StringComparison.Ordinal).Length}\r\n\r\n{body}";

    /// <summary>Responds to each connection with the same bytes, valid HTTP or not.</summary>
    private sealed class RawServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[] _answer;
        private int _requests;

        internal RawServer(string answer)
        {
            _answer = Encoding.Latin1.GetBytes(answer);
            _listener.Start();
            _ = AcceptAsync();
        }

        internal Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

        internal int Requests => _requests;

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    using TcpClient connection = await _listener.AcceptTcpClientAsync();
                    _ = Interlocked.Increment(ref _requests);
                    NetworkStream stream = connection.GetStream();
                    await ReadRequestAsync(stream);
                    await stream.WriteAsync(_answer);
                    connection.Client.Shutdown(SocketShutdown.Send);
                    // Waits until the other side has read.
                    _ = await stream.ReadAsync(new byte[1]);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }

        private static async Task ReadRequestAsync(NetworkStream stream)
        {
            var read = new StringBuilder();
            byte[] buffer = new byte[64 * 1024];
            while (true)
            {
                int count = await stream.ReadAsync(buffer);
                _ = read.Append(Encoding.Latin1.GetString(buffer, 0, count));
                string text = read.ToString();
                int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (count == 0 || (end >= 0 && text.Length >= end + 4 + LengthIn(text)))
                {
                    return;
                }
            }
        }

        private static int LengthIn(string text)
        {
            const string Name = "Content-Length: ";
            int start = text.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
            return start < 0 ? 0 : int.Parse(text[(start + Name.Length)..].Split('\r')[0], CultureInfo.InvariantCulture);
        }
    }
}
