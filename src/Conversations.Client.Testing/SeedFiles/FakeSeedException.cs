namespace Conversations.Client.Testing;

/// <summary>A seed file has a mistake; nothing of it was kept.</summary>
public sealed class FakeSeedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Where the mistake is and what it is.</param>
    /// <param name="innerException">The cause.</param>
    public FakeSeedException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The place in the file, such as <c>tickets[3].status</c>; empty for a file that is no JSON.</summary>
    public string Path { get; init; } = "";

    /// <summary>The line of the value, counted from 1.</summary>
    public int Line { get; init; }
}
