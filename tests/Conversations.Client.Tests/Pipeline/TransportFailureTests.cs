using System.Net.Sockets;
using Conversations.Client.Pipeline;

namespace Conversations.Client.Tests.Pipeline;

/// <summary>What a call without a whole answer says of itself, to the letter.</summary>
public sealed class TransportFailureTests
{
    private const string Read = "GET /api/projects/{project_id}/conversations/tickets/{ticket_id}/";
    private const string Change = "PATCH /api/projects/{project_id}/conversations/tickets/{ticket_id}/";
    private const string Unknown = " Whether it took effect is not known: look before you send it again.";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    [Fact]
    public void An_answer_that_broke_off_says_what_happened_and_what_to_do()
    {
        var broken = new IOException("The connection was closed.");

        Assert.Equal(
            $"{Read} was answered, but the answer broke off: The connection was closed. Check the network.",
            TransportFailure.BrokenOff(broken, Sent(HttpMethod.Get)).Message);
        Assert.Equal(
            $"{Change} was accepted by the service, but the answer broke off: The connection was closed. Look before you send it again.",
            TransportFailure.BrokenOff(broken, Sent(HttpMethod.Patch)).Message);
    }

    [Fact]
    public void An_answer_that_came_too_late_says_what_happened_and_what_to_do()
    {
        var late = new OperationCanceledException();
        LogicalCall waiting = Begin(HttpMethod.Patch);
        waiting.WaitsForProvider = true;

        Assert.Equal(
            $"{Read} was answered, but the answer did not come whole within 00:01:40. Raise RequestTimeout if the service needs longer.",
            TransportFailure.TooLate(late, Sent(HttpMethod.Get), Limit, isAccepted: true).Message);
        Assert.Equal(
            $"{Change} was accepted by the service, but the answer did not come whole within 00:01:40. Raise RequestTimeout if the service needs longer. Look before you send it again.",
            TransportFailure.TooLate(late, Sent(HttpMethod.Patch), Limit, isAccepted: true).Message);
        Assert.Equal(
            $"{Change} waited for its credential provider until 00:01:40 were over. Look into the provider, or raise RequestTimeout if it needs longer. It was not sent.",
            TransportFailure.TooLate(late, waiting, Limit, isAccepted: false).Message);
        Assert.Equal(
            $"{Change} was not answered within 00:01:40. Raise RequestTimeout if the service needs longer.{Unknown}",
            TransportFailure.TooLate(late, Sent(HttpMethod.Patch), Limit, isAccepted: false).Message);
    }

    [Fact]
    public void Whether_a_call_took_effect_is_said_of_changes_and_never_of_reads()
    {
        LogicalCall refused = Sent(HttpMethod.Patch);
        refused.Sendings.Refused(isForCredential: false);
        LogicalCall unauthorized = Sent(HttpMethod.Patch);
        unauthorized.Sendings.Refused(isForCredential: true);

        Assert.Equal(" It was not sent.", TransportFailure.ArrivalOf(Begin(HttpMethod.Get)));
        Assert.Equal("", TransportFailure.ArrivalOf(Sent(HttpMethod.Get)));
        Assert.Equal(Unknown, TransportFailure.ArrivalOf(Sent(HttpMethod.Patch)));
        Assert.Equal(" The service refused it before, so nothing was done.", TransportFailure.ArrivalOf(refused));
        Assert.Equal(" The service refused the credential before, so nothing was done.", TransportFailure.ArrivalOf(unauthorized));
    }

    [Fact]
    public void A_failure_of_a_transport_or_handler_says_whose_it_is()
    {
        LogicalCall call = Sent(HttpMethod.Get);

        Assert.Equal(
            $"{Read} was given up by a time limit that a handler of the application has, before it was answered. Raise that limit, or take the handler off this client.",
            Assert.IsType<ConversationsTimeoutException>(TransportFailure.Of(new TimeoutException("Too long."), call, note: null)).Message);
        Assert.Equal(
            $"{Read} was answered with a body that is not compressed as its Content-Encoding says: Bad block. Check the proxy before the service. More.",
            Assert.IsType<ConversationsException>(TransportFailure.Of(new InvalidDataException("Bad block."), call, "More.")).Message);
        Assert.Equal(
            $"{Read} did not get an answer: Reset. Check BaseAddress and the network. More.",
            Assert.IsType<ConversationsConnectionException>(TransportFailure.Of(new IOException("Reset."), call, "More.")).Message);
        Assert.Equal(
            $"{Read} was refused by a handler of the application: No. Change the handler, or take it off this client.",
            Assert.IsType<ConversationsConnectionException>(TransportFailure.Of(new NotSupportedException("No."), call, note: null)).Message);
    }

    [Fact]
    public void An_exception_of_the_package_keeps_its_type_and_what_it_said_under_a_note()
    {
        var inner = new IOException();
        LogicalCall call = Sent(HttpMethod.Get);

        Check(new ConversationsTimeoutException("Said.", inner), inner);
        Check(new ConversationsConnectionException("Said.", inner), inner);
        Check(new ConversationsCredentialException("Said.", inner), inner);
        var own = new ConversationsException("Said.");
        Check(own, own);

        void Check(ConversationsException given, Exception cause)
        {
            ConversationsException made = TransportFailure.Of(given, call, "More.");
            Assert.Equal((given.GetType(), "Said. More."), (made.GetType(), made.Message));
            Assert.Same(cause, made.InnerException);
        }
    }

    [Fact]
    public void The_mistakes_of_a_program_and_the_callers_cancellation_are_nobodys_network_failure()
    {
        LogicalCall call = Sent(HttpMethod.Get);
        var mistake = new InvalidOperationException("Not now.");
        var cancelled = new CancellationToken(canceled: true);

        Assert.False(TransportFailure.Is(mistake, call, default));
        Assert.False(TransportFailure.Is(new ConversationsException("Own."), call, default));
        Assert.False(TransportFailure.Is(new OperationCanceledException(), call, cancelled));
        Assert.False(TransportFailure.Is(new AggregateException(new IOException(), mistake), call, default));
        Assert.True(TransportFailure.Is(new OperationCanceledException(), call, default));
        Assert.True(TransportFailure.Is(new AggregateException(new IOException(), new SocketException()), call, default));
        Assert.True(TransportFailure.Is(new InvalidDataException(), call, default));
        Assert.True(TransportFailure.Is(new Polly.RateLimiting.RateLimiterRejectedException(), call, default));
    }

    [Fact]
    public void What_the_network_or_a_time_limit_did_passes_by_itself_and_nothing_else()
    {
        Assert.True(TransportFailure.PassesByItself(new IOException()));
        Assert.True(TransportFailure.PassesByItself(new TimeoutException()));
        Assert.False(TransportFailure.PassesByItself(new InvalidDataException()));
        Assert.False(TransportFailure.PassesByItself(new InvalidOperationException()));
    }

    private static LogicalCall Begin(HttpMethod method) => BegunCall.Of(BegunCall.Request(method, "tickets/7/"));

    private static LogicalCall Sent(HttpMethod method)
    {
        LogicalCall call = Begin(method);
        Assert.True(call.Sendings.TryPass());
        return call;
    }
}
