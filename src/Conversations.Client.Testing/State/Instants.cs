namespace Conversations.Client.Testing.State;

internal static class Instants
{
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
