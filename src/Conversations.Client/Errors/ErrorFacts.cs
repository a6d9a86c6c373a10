using System.Net;

namespace Conversations.Client.Errors;

/// <summary>The facts of a response that an exception shows. Every exception for a response holds one.</summary>
internal sealed record ErrorFacts
{
    /// <summary>Whether the service gave the response; false if the client refused the call itself.</summary>
    public bool IsAnswer { get; init; } = true;

    public HttpStatusCode StatusCode { get; init; }

    public HttpMethod Method { get; init; } = HttpMethod.Get;

    public string Route { get; init; } = "";

    public string Body { get; init; } = "";

    public string? ErrorType { get; init; }

    public string? Code { get; init; }

    public string? Detail { get; init; }

    public string? Attribute { get; init; }

    public string? RequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
