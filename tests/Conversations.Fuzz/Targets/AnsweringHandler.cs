using System.Net;

namespace Conversations.Fuzz.Targets;

/// <summary>A service that answers with given bytes.</summary>
internal sealed class AnsweringHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    /// <summary>A response with any bytes as its body.</summary>
    public static HttpResponseMessage Of(int status, byte[] body, string? mediaType = "application/json")
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
        _ = response.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(answer(request));
}
