namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>One exchange, written from the contract: a call, the exact request that it makes, an exact response and the result.</summary>
/// <param name="Operation">The operation's name in the contract, such as <c>tickets.list</c>.</param>
/// <param name="Variant">The difference from the operation's other cases.</param>
/// <param name="RequestLine">Method and target as on the wire.</param>
internal sealed record GoldenCase(string Operation, string Variant, string RequestLine)
{
    internal const string Projects = "/api/projects/1/conversations";
    internal const string Environments = "/api/environments/1/conversations";

    /// <summary>A placeholder for the trace id that the client makes.</summary>
    internal const string Trace = "{trace}";

    /// <summary>A placeholder for the package name and version in the client's User-Agent.</summary>
    internal const string Product = "{product}";

    /// <summary>A placeholder for the address of the server.</summary>
    internal const string Origin = "{origin}";

    public string Name => $"{Operation}: {Variant}";

    public string Method => RequestLine.Split(' ')[0];

    public bool IsStream => Operation == "conversations.create";

    /// <summary>The call, through a group, or through the generated interface where no group has the operation.</summary>
    public required Func<IConversationsClient, Task<object?>> Call { get; init; }

    /// <summary>The request body, byte for byte; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>Headers that differ from the usual ones of a call with a key; null for a header that is not sent.</summary>
    public IReadOnlyDictionary<string, string?> Headers { get; init; } = new Dictionary<string, string?>();

    /// <summary>The status of the response.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The body of the response; null for an empty one.</summary>
    public string? Answer { get; init; }

    /// <summary>Checks the result. When null, the result is a record with each member of the response and no other.</summary>
    public Action<object?>? Check { get; init; }

    /// <summary>Changes the options of the client.</summary>
    public Action<ConversationsClientOptions>? Configure { get; init; }

    /// <summary>A call without a result.</summary>
    internal static Func<IConversationsClient, Task<object?>> Done(Func<IConversationsClient, Task> call) => async client =>
    {
        await call(client);
        return null;
    };

    /// <summary>A call that returns the events of a turn.</summary>
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
