namespace Conversations.Client.Testing;

/// <summary>A check of the fake failed; the message says what was expected and what happened.</summary>
public sealed class FakeAssertionException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was expected and what happened.</param>
    /// <param name="innerException">The cause.</param>
    public FakeAssertionException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
