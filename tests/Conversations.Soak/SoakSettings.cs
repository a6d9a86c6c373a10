namespace Conversations.Soak;

/// <summary>What one run does.</summary>
/// <param name="Length">How long the load runs.</param>
/// <param name="Clients">How many clients there are; each arrangement in turn.</param>
/// <param name="Seed">What chance begins with.</param>
internal sealed record SoakSettings(TimeSpan Length, int Clients, int Seed)
{
    /// <summary>How many callers each client has at once.</summary>
    public const int CallersOfClient = 3;

    /// <summary>The tickets that only one caller changes, with the numbers from 1 on.</summary>
    public int OwnTickets => Clients * CallersOfClient;

    /// <summary>Until then caches and pools fill, and code is compiled.</summary>
    public TimeSpan WarmUp => Length * 0.2;

    /// <summary>How long the load runs between two samples, for which it stands still.</summary>
    public TimeSpan SampleEvery => TimeSpan.FromSeconds(Math.Clamp(Length.TotalSeconds / 15, 1.5, 20));
}
