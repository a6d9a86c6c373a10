using System.Net;

namespace Conversations.Client.Errors;

/// <summary>The facts of a response that an exception shows. Every exception for a response holds one.</summary>
internal sealed record ErrorFacts
{
    internal HttpStatusCode StatusCode { get; init; }

    internal HttpMethod Method { get; init; } = HttpMethod.Get;

    internal string Route { get; init; } = "";

    internal string Body { get; init; } = "";

    internal int Attempts { get; init; } = 1;

    internal string? ErrorType { get; init; }

    internal string? Code { get; init; }

    internal string? Detail { get; init; }

    internal string? Attribute { get; init; }

    internal string? RequestId { get; init; }

    internal TimeSpan? RetryAfter { get; init; }
}
