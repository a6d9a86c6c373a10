using System.Net.Http.Headers;

namespace Conversations.Client.Errors;

/// <summary>An error response as it was read. It is not redacted yet, and its body is not parsed yet.</summary>
internal sealed record ErrorAnswer
{
    public required ErrorFacts Facts { get; init; }

    /// <summary>Which servers have the operation, and for whom.</summary>
    public Availability Availability { get; init; } = Availability.Unknown;

    public RetryConditionHeaderValue? RetryAfter { get; init; }

    /// <summary>Texts that must not reach the exception, because the service may quote the key that it refused.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>One more sentence for the message.</summary>
    public string? Note { get; init; }
}
