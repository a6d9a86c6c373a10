namespace Conversations.Client.Validation;

/// <summary>Checks of all updates that know which of their members were set.</summary>
internal static class Mentions
{
    public static void ThrowIfNothing(bool isNothing, string parameter)
    {
        if (isNothing)
        {
            throw new ArgumentException("The update mentions nothing: set the members that shall change, or do not call.", parameter);
        }
    }

    /// <summary>Refuses a member that was set to null although the service cannot clear it.</summary>
    /// <param name="isCleared">Whether the member was set to null.</param>
    /// <param name="member">The name of the member.</param>
    /// <param name="instead">What to write in place of null.</param>
    /// <param name="parameter">The name of the update's parameter.</param>
    public static void ThrowIfCleared(bool isCleared, string member, string instead, string parameter)
    {
        if (isCleared)
        {
            throw new ArgumentException($"{member} is null, and the service cannot clear it: {instead}, or leave the member out.", parameter);
        }
    }
}
