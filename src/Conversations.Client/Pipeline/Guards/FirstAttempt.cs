using System.Net;
using Conversations.Client.Errors;
using Conversations.Client.Pipeline.Answers;

namespace Conversations.Client.Pipeline.Guards;

/// <summary>
/// How the first sending of a call ended. It is kept because a handler of the application may have dropped the response or the exception
/// before it sends again.
/// </summary>
internal sealed class FirstAttempt
{
    private const string Stopped = "A handler of the application then tried to send it again, which was stopped, because this operation must reach the service once.";

    private const string TooLate = "It could not be sent again, because the time in which the service knows an identical message was over.";

    private readonly ErrorAnswer? _answer;
    private readonly Exception? _exception;

    private FirstAttempt(ErrorAnswer? answer, Exception? exception) => (_answer, _exception) = (answer, exception);

    /// <summary>Whether the service accepted the call.</summary>
    public bool IsSuccess => _answer is null && _exception is null;

    public bool IsUnauthorized => _answer?.Facts.StatusCode == HttpStatusCode.Unauthorized;

    /// <summary>The first sending got a response. The body of an error has been read.</summary>
    public static async Task<FirstAttempt> AnsweredAsync(HttpResponseMessage response, LogicalCall call) =>
        new(response.IsSuccessStatusCode ? null : await ErrorBodies.AnswerOfAsync(response, call).ConfigureAwait(false), null);

    /// <summary>The first sending got no response.</summary>
    public static FirstAttempt Failed(Exception exception) => new(null, exception);

    /// <summary>The exception for the caller in place of a second sending: the failure of the first one.</summary>
    public ConversationsException ToException(LogicalCall call) =>
        ToException(call, call.Sendings.IsTooLate ? TooLate : Stopped);

    private ConversationsException ToException(LogicalCall call, string note) =>
        _answer is not null ? ErrorMapper.Map(_answer with { Note = note }, call.Settings.TimeProvider.GetUtcNow())
        : _exception is null ? new ConversationsConnectionException($"{call.Method} {call.Route} was accepted by the service, but its answer did not reach the caller. {note} Look before you send it again.")
        : TransportFailure.Of(_exception, call, note);
}
