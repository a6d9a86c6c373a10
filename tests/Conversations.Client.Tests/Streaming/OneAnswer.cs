namespace Conversations.Client.Tests.Streaming;

/// <summary>
/// A service that responds to every message with a body that the test makes, and to every GET with a cancelled turn, which settles any
/// stream, even an empty one. It is lighter than the stub, for tests that read thousands of streams, or bodies that do not fit in a list of
/// steps.
/// </summary>
internal sealed class OneAnswer(Func<Stream> body) : HttpMessageHandler
{
    private static readonly Guid Id = Guid.Parse(Examples.ConversationId);
    private static readonly byte[] Over = System.Text.Encoding.UTF8.GetBytes($$"""{"id":"{{Id}}","status":"canceling","title":"T","type":"assistant","messages":[],"pending_approvals":[]}""");
    private int _posts;
    private int _gets;

    /// <summary>How often a message was sent, and how often the conversation was requested.</summary>
    internal (int Posts, int Gets) Requests => (_posts, _gets);

    /// <summary>A client whose streams all read the same text, split at these bytes.</summary>
    internal static ConversationsClient Of(byte[] bytes, IReadOnlyList<int> cuts, Action<ConversationsClientOptions>? configure = null) =>
        new OneAnswer(() => new PiecesBody(bytes, cuts)).CreateClient(configure);

    /// <summary>The cuts that deliver each byte separately.</summary>
    internal static IReadOnlyList<int> EachByte(byte[] bytes) => [.. Enumerable.Range(1, Math.Max(bytes.Length - 1, 0))];

    internal static ConversationStream Stream(ConversationsClient client) => client.Conversations.StreamAsync(Id, "Hi");

    internal static Task<ConversationReply> AskAsync(ConversationsClient client) => client.Conversations.AskAsync(Id, "Hi");

    internal ConversationsClient CreateClient(Action<ConversationsClientOptions>? configure = null)
    {
        var options = new ConversationsClientOptions
        {
            ProjectId = StubServer.ProjectId,
            BaseAddress = new("https://stub.example"),
            Credential = ConversationsCredential.PersonalApiKey(StubServer.Key)
        };
        configure?.Invoke(options);
        return new(options, this);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        bool isQuestion = request.Method == HttpMethod.Get;
        _ = isQuestion ? Interlocked.Increment(ref _gets) : Interlocked.Increment(ref _posts);
        HttpContent content = isQuestion ? new ByteArrayContent(Over) : new StreamContent(body());
        content.Headers.ContentType = new(isQuestion ? "application/json" : "text/event-stream");
        return Task.FromResult(new HttpResponseMessage { RequestMessage = request, Content = content });
    }
}

/// <summary>Bytes that are all available at once, but a read returns them only up to the next cut.</summary>
internal sealed class PiecesBody(byte[] bytes, IReadOnlyList<int> cuts) : ReadOnlyStream
{
    private int _position;
    private int _cut;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_cut < cuts.Count && cuts[_cut] <= _position)
        {
            _cut++;
        }

        int end = _cut < cuts.Count ? Math.Min(cuts[_cut], bytes.Length) : bytes.Length;
        int count = Math.Min(buffer.Length, end - _position);
        bytes.AsSpan(_position, count).CopyTo(buffer.Span);
        _position += count;
        return new(count);
    }
}
