using System.Net;
using System.Net.Http.Headers;

namespace Conversations.Client.Errors;

/// <summary>An answer that is not a success, as far as it was read.</summary>
internal sealed record ErrorAnswer
{
    public required HttpMethod Method { get; init; }

    /// <summary>The operation's path with its parameters unfilled.</summary>
    public required string Route { get; init; }

    public required HttpStatusCode Status { get; init; }

    public string Body { get; init; } = "";

    public string? RequestId { get; init; }

    public RetryConditionHeaderValue? RetryAfter { get; init; }

    public int Attempts { get; init; } = 1;

    /// <summary>Texts that must not reach the exception: the service may quote the key it refused.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>A sentence more for the message.</summary>
    public string? Note { get; init; }
}
