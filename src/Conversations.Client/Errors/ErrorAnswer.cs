using System.Net.Http.Headers;

namespace Conversations.Client.Errors;

/// <summary>An answer that is not a success, as it was read: nothing is redacted yet, and nothing is made of its body.</summary>
internal sealed record ErrorAnswer
{
    public required ErrorFacts Facts { get; init; }

    public RetryConditionHeaderValue? RetryAfter { get; init; }

    /// <summary>Texts that must not reach the exception: the service may quote the key it refused.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>A sentence more for the message.</summary>
    public string? Note { get; init; }
}
