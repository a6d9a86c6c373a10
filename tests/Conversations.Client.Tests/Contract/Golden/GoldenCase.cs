namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>
/// One exchange, written down from the contract: a call, the exact request that it makes, an exact answer and what comes of it.
/// </summary>
/// <param name="Operation">The operation's name in the contract, such as <c>tickets.list</c>.</param>
/// <param name="Variant">What sets this case apart from the operation's others.</param>
/// <param name="RequestLine">Method and target as they stand on the wire.</param>
internal sealed record GoldenCase(string Operation, string Variant, string RequestLine)
{
    internal const string Projects = "/api/projects/1/conversations";
    internal const string Environments = "/api/environments/1/conversations";

    /// <summary>Stands for the trace id that the client makes.</summary>
    internal const string Trace = "{trace}";

    /// <summary>Stands for the package and its version, as the client calls itself.</summary>
    internal const string Product = "{product}";

    /// <summary>Stands for the address of the server.</summary>
    internal const string Origin = "{origin}";

    public string Name => $"{Operation}: {Variant}";

    public string Method => RequestLine.Split(' ')[0];

    public bool IsStream => Operation == "conversations.create";

    /// <summary>Through the groups, or through the generated interface where no group has the operation.</summary>
    public required Func<IConversationsClient, Task<object?>> Call { get; init; }

    /// <summary>The body that is sent, byte for byte; none when null.</summary>
    public string? Body { get; init; }

    /// <summary>Headers that differ from what every call of a key sends; null for one that is not sent.</summary>
    public IReadOnlyDictionary<string, string?> Headers { get; init; } = new Dictionary<string, string?>();

    /// <summary>The status of the answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The body of the answer; empty when null.</summary>
    public string? Answer { get; init; }

    /// <summary>Looks at what the call gave. When null, it is a record that holds each member of the answer and no other.</summary>
    public Action<object?>? Check { get; init; }

    /// <summary>Changes the options of the client.</summary>
    public Action<ConversationsClientOptions>? Configure { get; init; }

    /// <summary>A call that gives nothing.</summary>
    internal static Func<IConversationsClient, Task<object?>> Done(Func<IConversationsClient, Task> call) => async client =>
    {
        await call(client);
        return null;
    };

    /// <summary>A call that gives what a turn sends, event by event.</summary>
    internal static Func<IConversationsClient, Task<object?>> Events(Func<IConversationsClient, ConversationStream> call) =>
        async client => await call(client).ToListAsync();

    internal StubAnswer ToAnswer() => (Answer, IsStream) switch
    {
        (null, _) => StubAnswer.Of(Status),
        (_, true) => StubAnswer.Stream(Answer),
        _ => StubAnswer.Json(Answer, Status),
    };

    internal void CheckResult(object? result)
    {
        if (Check is not null)
        {
            Check(result);
        }
        else if (Answer is null)
        {
            Assert.Null(result);
        }
        else
        {
            ReadAs.Same(Answer, Assert.IsType<object>(result, exactMatch: false));
        }
    }
}
