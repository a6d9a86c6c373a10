namespace Conversations.Client.Testing;

/// <summary>A seed file has a mistake. Nothing from the file was stored.</summary>
public sealed class FakeSeedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Where the mistake is and what it is.</param>
    /// <param name="innerException">The cause.</param>
    public FakeSeedException(string? message = null, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The place in the file, such as <c>tickets[3].status</c>. Empty if the file is not JSON.</summary>
    public string Path { get; init; } = "";

    /// <summary>The line of the value, counted from 1.</summary>
    public int Line { get; init; }
}
