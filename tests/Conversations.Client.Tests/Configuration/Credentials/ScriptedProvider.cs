namespace Conversations.Client.Tests.Configuration.Credentials;

/// <summary>A credential provider that a test scripts, and that counts how often it was asked.</summary>
internal sealed class ScriptedProvider
{
    private readonly Changes _changes = new();
    private int _asked;

    /// <summary>Creates a provider that answers each question by its number, from 1.</summary>
    internal ScriptedProvider(Func<int, CancellationToken, Task<ConversationsCredential>> answer) =>
        Credential = ConversationsCredential.FromProvider(token =>
        {
            int number = Interlocked.Increment(ref _asked);
            _changes.Tell();
            return new(answer(number, token));
        });

    internal ConversationsCredential Credential { get; }

    internal int Asked => Volatile.Read(ref _asked);

    /// <summary>A provider of tokens <c>t1</c>, <c>t2</c> and so on, each for the same time.</summary>
    internal static ScriptedProvider OfTokens(TimeProvider clock, TimeSpan life) =>
        new((number, _) => Task.FromResult(Token(number, clock.GetUtcNow() + life)));

    internal static ConversationsCredential Token(int number, DateTimeOffset end) => ConversationsCredential.OAuthToken($"t{number}", end);

    internal static ConversationsCredential Key(int number) => ConversationsCredential.PersonalApiKey($"phx_secret{number}");

    /// <summary>A task that ends only with the token, as the work of a provider that listens to it.</summary>
    internal static async Task<ConversationsCredential> HangAsync(CancellationToken token)
    {
        await Task.Delay(Timeout.Infinite, token);
        throw new InvalidOperationException("It did not hang.");
    }

    internal Task AskedAsync(int times) => _changes.UntilAsync(() => Asked >= times, () => $"It was asked {Asked} times.");
}
