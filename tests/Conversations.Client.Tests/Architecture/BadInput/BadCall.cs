namespace Conversations.Client.Tests.Architecture.BadInput;

/// <summary>A call that the client must refuse before it sends anything.</summary>
/// <param name="Facade">The method, such as <c>Tickets.GetAsync</c>.</param>
/// <param name="Parameter">The parameter that the exception must name: the method's own, or the wire name of a member whose text cannot be
/// written.</param>
/// <param name="What">The mistake, for the test's name.</param>
/// <param name="Call">The call.</param>
internal sealed record BadCall(string Facade, string Parameter, string What, Func<IConversationsClient, Task> Call)
{
    /// <summary>Invalid text: half of a surrogate pair, which would arrive as another text.</summary>
    internal const string HalfAPair = "a\ud83d";

    /// <summary>A word of the exception's text that names the member; empty when the parameter names it.</summary>
    public string Says { get; init; } = "";

    /// <summary>The method's parameter, if the exception names a member of it.</summary>
    public string? About { get; init; }

    public string Name => $"{Facade}: {Parameter} {What}";

    /// <summary>A text of this many characters, as the service counts them.</summary>
    internal static string Long(int characters) => string.Concat(Enumerable.Repeat("🎉", characters));

    /// <summary>For methods that return a list or a stream: reading it is part of the call.</summary>
    internal static Func<IConversationsClient, Task> Reading<T>(Func<IConversationsClient, IAsyncEnumerable<T>> call) =>
        async client => _ = await call(client).CountAsync();
}
