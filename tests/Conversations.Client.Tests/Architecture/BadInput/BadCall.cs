namespace Conversations.Client.Tests.Architecture.BadInput;

/// <summary>A call that must be refused before anything is sent.</summary>
/// <param name="Facade">The method, such as <c>Tickets.GetAsync</c>.</param>
/// <param name="Parameter">
/// What the exception must name as its parameter: the method's own, or the wire's name of a member whose text cannot be written.
/// </param>
/// <param name="What">What is wrong, for the test's name.</param>
/// <param name="Call">The call.</param>
internal sealed record BadCall(string Facade, string Parameter, string What, Func<IConversationsClient, Task> Call)
{
    /// <summary>Ill-formed: half of a surrogate pair, which would arrive as another text.</summary>
    internal const string HalfAPair = "a\ud83d";

    /// <summary>A word of the exception's text that tells which member is meant; nothing where the parameter says it.</summary>
    public string Says { get; init; } = "";

    /// <summary>Which parameter of the method it is about, if the exception names a member of it.</summary>
    public string? About { get; init; }

    public string Name => $"{Facade}: {Parameter} {What}";

    /// <summary>A text of so many characters, as the service counts them.</summary>
    internal static string Long(int characters) => string.Concat(Enumerable.Repeat("🎉", characters));

    /// <summary>For methods that give a list or a stream: reading it is part of the call.</summary>
    internal static Func<IConversationsClient, Task> Reading<T>(Func<IConversationsClient, IAsyncEnumerable<T>> call) =>
        async client => _ = await call(client).CountAsync();
}
