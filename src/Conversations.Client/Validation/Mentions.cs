namespace Conversations.Client.Validation;

/// <summary>What every update that says what it mentions refuses before it is sent.</summary>
internal static class Mentions
{
    public static void ThrowIfNothing(bool isNothing, string parameter)
    {
        if (isNothing)
        {
            throw new ArgumentException("The update mentions nothing: set the members that shall change, or do not call.", parameter);
        }
    }

    /// <summary>A member that is mentioned with null although the service cannot clear it.</summary>
    /// <param name="isCleared">Whether it is.</param>
    /// <param name="member">Its name.</param>
    /// <param name="instead">What to write in place of null.</param>
    /// <param name="parameter">The update's parameter.</param>
    public static void ThrowIfCleared(bool isCleared, string member, string instead, string parameter)
    {
        if (isCleared)
        {
            throw new ArgumentException($"{member} is null, and the service cannot clear it: {instead}, or leave the member out.", parameter);
        }
    }
}
