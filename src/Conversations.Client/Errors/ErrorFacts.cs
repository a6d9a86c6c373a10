using System.Net;

namespace Conversations.Client.Errors;

/// <summary>What an exception for an answer holds, worked out once by the mapper.</summary>
internal sealed record ErrorFacts
{
    public required string Message { get; init; }

    public required HttpStatusCode StatusCode { get; init; }

    public required HttpMethod Method { get; init; }

    public required string Route { get; init; }

    public required string Body { get; init; }

    public required int Attempts { get; init; }

    public string? ErrorType { get; init; }

    public string? Code { get; init; }

    public string? Detail { get; init; }

    public string? Attribute { get; init; }

    public string? RequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
