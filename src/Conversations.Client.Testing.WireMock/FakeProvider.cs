using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using WireMock;
using WireMock.ResponseProviders;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace Conversations.Client.Testing.WireMock;

/// <summary>
/// Passes a request that WireMock has matched to the fake, and the fake's response to WireMock, which logs it before sending it.
/// </summary>
/// <param name="transport">The fake's in-memory transport.</param>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "WireMock disposes no provider, and the transport of the fake holds nothing.")]
internal sealed class FakeProvider(HttpMessageHandler transport) : IResponseProvider
{
    private readonly HttpMessageInvoker _transport = new(transport);

    public async Task<(IResponseMessage Message, IMapping? Mapping)> ProvideResponseAsync(
        IMapping mapping, HttpContext context, IRequestMessage requestMessage, WireMockServerSettings settings)
    {
        // Without this token, an open stream would delay the end of the server.
        CancellationToken stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            HttpResponseMessage answer = await _transport.SendAsync(Translate(context.Request, requestMessage), gone.Token)
                .ConfigureAwait(false);
            return (await TranslateAsync(answer, context.Response, stopping).ConfigureAwait(false), null);
        }
        catch (HttpRequestException)
        {
            Reset(context);
            return (NotSent(), null);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            context.Abort();
            return (NotSent(), null);
        }
    }

    private static HttpRequestMessage Translate(HttpRequest request, IRequestMessage message)
    {
        // The raw target, because links between pages repeat it as it was sent.
        string target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var translated = new HttpRequestMessage(new HttpMethod(request.Method), $"{request.Scheme}://{request.Host.Value}{target}")
        {
            // WireMock has already read the body.
            Content = new ByteArrayContent(message.BodyAsBytes ?? []),
        };
        foreach ((string name, StringValues values) in request.Headers)
        {
            _ = translated.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)
                || translated.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        return translated;
    }

    private static async Task<ResponseMessage> TranslateAsync(HttpResponseMessage answer, HttpResponse response, CancellationToken stopping)
    {
        var message = new ResponseMessage { StatusCode = (int)answer.StatusCode, BodyData = new BodyData() };
        foreach ((string name, HeaderStringValues values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            message.AddHeader(name, [.. values]);
        }

        // A complete body is text, which WireMock can send and show in its log.
        if (answer.Content is ReadOnlyMemoryContent)
        {
            message.BodyData.DetectedBodyType = BodyType.String;
            message.BodyData.BodyAsString = await answer.Content.ReadAsStringAsync(stopping).ConfigureAwait(false);
            answer.Dispose();
            return message;
        }

        response.StatusCode = (int)answer.StatusCode;
        response.ContentLength = answer.Content.Headers.ContentLength;
        response.Body = new PlayedBody(answer, response.Body, stopping, response.HttpContext.RequestAborted);
        message.BodyData.DetectedBodyType = BodyType.SseString;
        message.BodyData.SseStringQueue = new OneStart();
        return message;
    }

    /// <summary>The log entry for a response that was never sent. WireMock writes nothing for an event body without a queue.</summary>
    private static ResponseMessage NotSent() => new() { StatusCode = 0, BodyData = new BodyData { DetectedBodyType = BodyType.SseString } };

    /// <summary>
    /// Closes the socket itself, without lingering, so that the peer gets a TCP reset. Kestrel's own abort would first end the stream
    /// normally.
    /// </summary>
    private static void Reset(HttpContext context)
    {
        Socket socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
        context.Abort();
    }
}
