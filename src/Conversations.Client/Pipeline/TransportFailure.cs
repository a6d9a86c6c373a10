using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Conversations.Client.Errors;

namespace Conversations.Client.Pipeline;

/// <summary>Turns what a transport, or a handler of the application, throws instead of an answer into this package's exceptions.</summary>
internal static class TransportFailure
{
    /// <summary>
    /// Whether an exception is one of these; the caller's cancellation and the mistakes of a program pass as they are, unless they repeat a
    /// secret.
    /// </summary>
    public static bool Is(Exception exception, LogicalCall call, CancellationToken cancellationToken) => exception switch
    {
        ConversationsException => false,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        _ =>
            IsTimeout(exception)
                || IsTransport(exception)
                || IsRejection(exception)
                || !ReferenceEquals(Redaction.Clean(exception, call.Secrets), exception),
    };

    /// <summary>Whether a sending ended before there was a connection to send it over.</summary>
    public static bool IsBeforeSending(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError };

    /// <summary>The exception for a success whose body broke off.</summary>
    public static ConversationsConnectionException BrokenOff(Exception exception, LogicalCall call)
    {
        string said = Redaction.Redact(exception.Message, call.Secrets).TrimEnd('.');
        string next = call.Method == HttpMethod.Get ? "Check the network." : "Look before you send it again.";
        return new($"{Accepted(call)}, but the answer broke off: {said}. {next}", Redaction.Clean(exception, call.Secrets));
    }

    /// <summary>The exception for what took longer than RequestTimeout.</summary>
    public static ConversationsTimeoutException TooLate(Exception exception, LogicalCall call, TimeSpan timeout, bool isAccepted) => new(
        isAccepted
            ? $"{Accepted(call)}, but the answer did not come whole within {timeout}. Raise RequestTimeout if the service needs longer.{(call.Method == HttpMethod.Get ? "" : " Look before you send it again.")}"
            : $"{call.Method} {call.Route} was not answered within {timeout}. Raise RequestTimeout if the service needs longer.{ArrivalOf(call)}",
        exception);

    /// <summary>Whether a call that was not answered can have been done; nothing for one that only reads.</summary>
    public static string ArrivalOf(LogicalCall call) =>
        !call.Sendings.MayHaveTakenEffect ? call.Sendings.IsCredentialRefused ? " The service refused the credential before, so nothing was done." : " It was not sent."
        : call.Method == HttpMethod.Get ? ""
        : " Whether it took effect is not known: look before you send it again.";

    /// <summary>What the caller gets instead.</summary>
    public static Exception ToException(
        Exception exception, LogicalCall call, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        // A socket that the caller's cancellation tore away may say so in its own words.
        ? new OperationCanceledException(
            Redaction.Redact(exception.Message, call.Secrets), Redaction.Clean(exception, call.Secrets), cancellationToken)
        : Of(exception, call, note: null);

    /// <summary>The exception for a failure that is not the caller's cancellation.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="call">The call that it ended.</param>
    /// <param name="note">A sentence more.</param>
    public static ConversationsException Of(Exception exception, LogicalCall call, string? note)
    {
        if (exception is ConversationsException own)
        {
            string message = $"{own.Message} {note}";
            return own switch
            {
                ConversationsTimeoutException => new ConversationsTimeoutException(message, own.InnerException),
                ConversationsConnectionException => new ConversationsConnectionException(message, own.InnerException),
                _ => new ConversationsException(message, own),
            };
        }

        Exception inner = Redaction.Clean(exception, call.Secrets);
        string said = Redaction.Redact(exception.Message, call.Secrets).TrimEnd('.');
        string rest = (note is null ? "" : " " + note) + ArrivalOf(call);
        string what = $"{call.Method} {call.Route}";
        return exception switch
        {
            _ when IsTimeout(exception) => new ConversationsTimeoutException($"{what} was given up by a time limit that a handler of the application has, before it was answered. Raise that limit, or take the handler off this client.{rest}", inner),
            InvalidDataException => new ConversationsException($"{what} was answered with a body that is not compressed as its Content-Encoding says: {said}. Check the proxy before the service.{rest}", inner),
            _ when IsTransport(exception) => new ConversationsConnectionException($"{what} did not get an answer: {said}. Check BaseAddress and the network.{rest}", inner),
            _ => new ConversationsConnectionException($"{what} was refused by a handler of the application: {said}. Change the handler, or take it off this client.{rest}", inner),
        };
    }

    private static string Accepted(LogicalCall call) => $"{call.Method} {call.Route} {(call.Method == HttpMethod.Get ? "was answered" : "was accepted by the service")}";

    private static bool IsTransport(Exception exception) => exception switch
    {
        AggregateException several => several.InnerExceptions.All(IsTransport),
        _ =>
            exception is HttpRequestException or IOException or InvalidDataException or SocketException or AuthenticationException
                or WebException,
    };

    /// <summary>
    /// A time limit that is not ours: a cancellation that the caller did not ask for, as it is or as another exception's reason.
    /// </summary>
    private static bool IsTimeout(Exception exception) =>
        exception is OperationCanceledException or TimeoutException
            || (IsRejection(exception) && exception.InnerException is OperationCanceledException);

    /// <summary>
    /// Resilience handlers are built on Polly, which this package does not depend on, and throw its exceptions: a time limit, an open
    /// circuit, a full limiter.
    /// </summary>
    private static bool IsRejection(Exception exception) => exception.GetType().Namespace?.StartsWith("Polly", StringComparison.Ordinal) == true;
}
