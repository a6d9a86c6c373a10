using System.Text;
using Conversations.Client;

namespace Conversations.Fuzz.Targets;

/// <summary>
/// An error: two bytes of status, lines of headers up to an empty one, and the body. It ends in an exception of the package with a message
/// that a line of a log can hold, and never with the key in it.
/// </summary>
internal sealed class ErrorTarget : IFuzzTarget
{
    private const string Key = "phx_Fuzz0123456789abcdefKEY";
    private const int LongestMessage = 8000;

    public string Name => "errors";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            (400, "Content-Type: application/json\nX-Request-Id: r1", """{"type":"validation_error","code":"invalid_choice","detail":"\"x\" is not a valid choice.","attr":"status"}"""),
            (401, "Content-Type: application/json", $$"""{"type":"authentication_error","code":"invalid","detail":"{{Key}} is invalid.","attr":null}"""),
            (403, "Content-Type: application/json", """{"type":"authentication_error","code":"permission_denied","detail":"API key missing required scope 'ticket:write'","attr":null}"""),
            (409, "Content-Type: application/json", """{"error":"queue_full","detail":"x"}"""),
            (429, "Retry-After: 12", """{"detail":"Request was throttled. Expected available in 12 seconds."}"""),
            (500, "Content-Type: text/html; charset=utf-16\nRetry-After: Wed, 21 Oct 2026 07:28:00 GMT", $"<html>{Key}</html>"),
            (503, "Content-Encoding: gzip", "{}"),
        }.Select(static seed => (byte[])[(byte)(seed.Item1 >> 8), (byte)seed.Item1, .. Encoding.UTF8.GetBytes($"{seed.Item2}\n\n{seed.Item3}")]),
    ];

    public async Task<string?> TryAsync(byte[] input)
    {
        if (input.Length < 2)
        {
            return null;
        }

        int status = 300 + (((input[0] << 8) | input[1]) % 300);
        ReadOnlySpan<byte> rest = input.AsSpan(2);
        int end = rest.IndexOf("\n\n"u8);
        string headers = end < 0 ? "" : Encoding.Latin1.GetString(rest[..end]);
        byte[] body = end < 0 ? rest.ToArray() : rest[(end + 2)..].ToArray();
        using var client = new ConversationsClient(
            new() { ProjectId = "1", ApiKey = Key, Retry = { MaxAttempts = 1 } },
            new AnsweringHandler(_ => Answer(status, headers, body)));
        foreach (Func<Task> call in new Func<Task>[] { () => client.Tickets.CountUnreadAsync(), () => client.Tickets.ReplyAsync(1, "Hi") })
        {
            try
            {
                await call().ConfigureAwait(false);
                return $"The status {status} was a success.";
            }
            catch (ConversationsException exception)
            {
                string? wrong = Wrong(exception);
                if (wrong is not null)
                {
                    return $"{wrong}\n{exception}";
                }
            }
            catch (Exception exception)
            {
                return exception.ToString();
            }
        }

        return null;
    }

    private static string? Wrong(ConversationsException exception) =>
        exception.ToString().Contains(Key, StringComparison.Ordinal) ? "The key is in the exception."
        : exception is ConversationsApiException api && $"{api.Body}{api.Detail}{api.Code}{api.ErrorType}{api.Attribute}{api.RequestId}".Contains(Key, StringComparison.Ordinal) ? "The key is in a property."
        : exception.Message.Length > LongestMessage ? $"The message has {exception.Message.Length} characters."
        : exception.Message.Any(char.IsControl) ? "The message holds control characters."
        : null;

    private static HttpResponseMessage Answer(int status, string headers, byte[] body)
    {
        HttpResponseMessage response = AnsweringHandler.Of(status, body, mediaType: null);
        foreach (string line in headers.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                (string name, string value) = (line[..colon], line[(colon + 1)..].Trim());
                try
                {
                    _ = response.Headers.TryAddWithoutValidation(name, value)
                        || response.Content.Headers.TryAddWithoutValidation(name, value);
                }
                catch (FormatException)
                {
                    // No socket would bring such a header.
                }
            }
        }

        return response;
    }
}
