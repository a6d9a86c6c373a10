using System.Net;

namespace Conversations.Tests;

/// <summary>The stub as a message handler.</summary>
internal sealed class InMemoryTransport(StubServer server) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Reading the length adds the header if the length is known, as a socket does.
        _ = request.Content?.Headers.ContentLength;
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default)
            .ToDictionary(
                static header => header.Key,
                static header => string.Join(header.Key == "User-Agent" ? " " : ", ", header.Value),
                StringComparer.OrdinalIgnoreCase);
        StubAnswer answer = server.Take(new(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body));
        switch (answer.BeforeHeaders)
        {
            case StubStep.Hang:
                try
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
                finally
                {
                    answer.Free();
                }

                break;
            case StubStep.Cut:
                answer.Free();
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The stub broke the connection.");
            case StubStep.Wait { Begin: var begin }:
                await begin().WaitAsync(cancellationToken);
                break;
        }

        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new StreamContent(new ScriptedBody(answer))
        };
        foreach ((string? name, string? value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                _ = response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    /// <summary>A body that delivers its steps one by one.</summary>
    private sealed class ScriptedBody(StubAnswer answer) : ReadOnlyStream
    {
        private int _step;
        private int _offset;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                switch (_step < answer.Steps.Count ? answer.Steps[_step] : null)
                {
                    case null:
                        answer.Free();
                        return 0;
                    case StubStep.Write { Bytes: var bytes } when _offset < bytes.Length && buffer.Length > 0:
                        int count = Math.Min(buffer.Length, bytes.Length - _offset);
                        bytes.AsMemory(_offset, count).CopyTo(buffer);
                        _offset += count;
                        return count;
                    case StubStep.Write when buffer.Length == 0:
                        return 0;
                    case StubStep.Write:
                        _offset = 0;
                        _step++;
                        break;
                    case StubStep.Wait { Begin: var begin }:
                        await begin().WaitAsync(cancellationToken);
                        _step++;
                        break;
                    case StubStep.Cut or StubStep.Break:
                        answer.Free();
                        throw new IOException("The stub broke the connection.");
                    case StubStep.Hang:
                        answer.FallSilent();
                        await Task.Delay(Timeout.Infinite, cancellationToken);
                        break;
                }
            }
        }

        protected override void Dispose(bool disposing)
        {
            answer.Free();
            base.Dispose(disposing);
        }
    }
}
