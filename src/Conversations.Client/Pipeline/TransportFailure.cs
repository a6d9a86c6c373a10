using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Conversations.Client.Errors;

namespace Conversations.Client.Pipeline;

/// <summary>Turns the exceptions of a transport or of a handler of the application into this package's exceptions.</summary>
internal static class TransportFailure
{
    /// <summary>
    /// Whether an exception must be turned. The caller's cancellation and the mistakes of a program pass unchanged, unless they repeat a
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

    /// <summary>Whether a failure without a response may pass by itself: of the network, or of a time limit.</summary>
    public static bool PassesByItself(Exception exception) =>
        IsTimeout(exception) || (exception is not InvalidDataException && IsTransport(exception));

    /// <summary>Whether a sending failed before it had a connection.</summary>
    public static bool IsBeforeSending(Exception exception) =>
        exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        };

    /// <summary>The exception for a successful response whose body broke off.</summary>
    public static ConversationsConnectionException BrokenOff(Exception exception, LogicalCall call)
    {
        string said = Redaction.Redact(exception.Message, call.Secrets).TrimEnd('.');
        string next = call.Method == HttpMethod.Get ? "Check the network." : "Look before you send it again.";
        return new($"{Accepted(call)}, but the answer broke off: {said}. {next}", Redaction.Clean(exception, call.Secrets));
    }

    /// <summary>The exception for a response that took longer than RequestTimeout.</summary>
    public static ConversationsTimeoutException TooLate(Exception exception, LogicalCall call, TimeSpan timeout, bool isAccepted) => new(
        isAccepted
            ? $"{Accepted(call)}, but the answer did not come whole within {timeout}. Raise RequestTimeout if the service needs longer.{(call.Method == HttpMethod.Get ? "" : " Look before you send it again.")}"
            : call.WaitsForProvider
            ? $"{call.Method} {call.Route} waited for its credential provider until {timeout} were over. Look into the provider, or raise RequestTimeout if it needs longer.{ArrivalOf(call)}"
            : $"{call.Method} {call.Route} was not answered within {timeout}. Raise RequestTimeout if the service needs longer.{ArrivalOf(call)}",
        exception);

    /// <summary>A sentence that says whether a call without a response may have taken effect; empty for one that only reads.</summary>
    public static string ArrivalOf(LogicalCall call) =>
        call.Sendings.Count == 0 ? " It was not sent."
        : !call.Sendings.MayHaveTakenEffect ? call.Sendings.IsCredentialRefused ? " The service refused the credential before, so nothing was done." : " The service refused it before, so nothing was done."
        : call.Method == HttpMethod.Get ? ""
        : " Whether it took effect is not known: look before you send it again.";

    /// <summary>The exception for the caller.</summary>
    public static Exception ToException(
        Exception exception, LogicalCall call, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        // A socket that the caller's cancellation closed may throw an exception of its own.
        ? new OperationCanceledException(
            Redaction.Redact(exception.Message, call.Secrets), Redaction.Clean(exception, call.Secrets), cancellationToken)
        : Of(exception, call, note: null);

    /// <summary>The exception for a failure that is not the caller's cancellation.</summary>
    /// <param name="exception">The exception that was thrown.</param>
    /// <param name="call">The call that it ended.</param>
    /// <param name="note">One more sentence for the message.</param>
    public static ConversationsException Of(Exception exception, LogicalCall call, string? note)
    {
        if (exception is ConversationsException own)
        {
            string message = $"{own.Message} {note}";
            return own switch
            {
                ConversationsTimeoutException => new ConversationsTimeoutException(message, own.InnerException),
                ConversationsConnectionException => new ConversationsConnectionException(message, own.InnerException),
                ConversationsCredentialException => new ConversationsCredentialException(message, own.InnerException),
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
    /// Whether a time limit other than this package's expired: there is a cancellation that the caller did not ask for, directly or as the
    /// inner exception.
    /// </summary>
    private static bool IsTimeout(Exception exception) =>
        exception is OperationCanceledException or TimeoutException
            || (IsRejection(exception) && exception.InnerException is OperationCanceledException);

    /// <summary>
    /// Whether a resilience handler threw the exception: for a time limit, an open circuit or a full limiter. It goes by the namespace,
    /// because handlers of Polly 7 throw other types than those of the Polly that this package depends on.
    /// </summary>
    private static bool IsRejection(Exception exception) => exception.GetType().Namespace?.StartsWith("Polly", StringComparison.Ordinal) == true;
}
