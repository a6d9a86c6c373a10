using System.Net;

namespace Conversations.Client.Tests.Pipeline;

/// <summary>
/// The client wraps exceptions of foreign transports in its own, and passes on exceptions that show a mistake in the program.
/// </summary>
public sealed class ForeignExceptionTests
{
    public static IEnumerable<object?[]> TransportExceptions { get; } =
    [
        [new System.Net.Sockets.SocketException(104)],
        [new System.Security.Authentication.AuthenticationException("The certificate is not trusted.")],
        [new WebException("The connection was closed.")],
        [new AggregateException(new HttpRequestException("No route."), new IOException("Broken."))],
    ];

    [Theory]
    [MemberData(nameof(TransportExceptions))]
    public async Task What_other_transports_throw_is_a_ConversationsConnectionException(Exception thrown)
    {
        using var client = new ConversationsClient(
            new() { ProjectId = "1", BaseAddress = new("https://stub.example"), ApiKey = StubServer.Key }, new ThrowingTransport(thrown));

        ConversationsConnectionException error =
            await Assert.ThrowsAsync<ConversationsConnectionException>(() => client.Tickets.CountUnreadAsync());

        Assert.Same(thrown, error.InnerException);
    }

    [Fact]
    public async Task A_foreign_exception_passes_as_it_is_unless_it_repeats_the_key()
    {
        var options = new ConversationsClientOptions { ProjectId = "1", BaseAddress = new("https://stub.example"), ApiKey = StubServer.Key };
        var harmless = new NotSupportedException("Nothing here.");
        using var one = new ConversationsClient(options, new ThrowingTransport(harmless));
        using var other = new ConversationsClient(options, new ThrowingTransport(new NotSupportedException("Cannot send: Authorization: Bearer " + StubServer.Key)));

        Assert.Same(harmless, await Record.ExceptionAsync(() => one.Tickets.CountUnreadAsync()));
        ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() => other.Tickets.CountUnreadAsync());
        Assert.DoesNotContain(StubServer.Key, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Cannot send", error.Message, StringComparison.Ordinal);
    }

    private sealed class ThrowingTransport(Exception exception) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(exception);
    }
}
