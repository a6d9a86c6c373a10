namespace Quickstart;

/// <summary>
/// A clock that starts on the morning of 3 June 2026, when the story of the seed file takes place, and then runs normally.
/// So the tickets at risk are at risk on whatever day this program runs.
/// </summary>
internal sealed class StoryClock : TimeProvider
{
    private static readonly DateTimeOffset Opening = new(2026, 6, 3, 11, 0, 0, TimeSpan.Zero);

    private readonly long _started = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => Opening + System.GetElapsedTime(_started);
}
