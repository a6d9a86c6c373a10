using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Testing.WireMock.Tests;

/// <summary>Faults of the fake, as a caller of WireMock sees them.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task A_reset_is_one_of_the_socket()
    {
        await using var mounted = new MountedServer();
        mounted.Fake.Faults.On(Operation.TicketsCreate).Reset();
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");

        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() =>
            mounted.Http.PostAsync(new Uri(mounted.Tickets, UriKind.Relative), body));

        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.GetBaseException()).SocketErrorCode);
        Assert.Empty(mounted.Fake.Tickets);
        Assert.Equal(0, Assert.Single(mounted.Server.LogEntries).ResponseMessage!.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_cut_comes_to_the_byte_under_its_whole_length()
    {
        await using var mounted = new MountedServer();
        mounted.Fake.Faults.On(Operation.TicketsList).CutAfterBytes(9);
        using HttpResponseMessage response = await mounted.Http.GetAsync(
            new Uri(mounted.Tickets, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        byte[] bytes = new byte[100];
        int count = await body.ReadAtLeastAsync(bytes, 9);

        await Assert.ThrowsAsync<HttpIOException>(async () => await body.ReadExactlyAsync(bytes));

        Assert.Equal("""{"count":""", Encoding.UTF8.GetString(bytes, 0, count));
        Assert.Equal("""{"count":0,"next":null,"previous":null,"results":[]}""".Length, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task An_answer_in_place_of_the_fakes_keeps_status_and_headers()
    {
        await using var mounted = new MountedServer();
        mounted.Fake.Faults.On(Operation.TicketsUpdate).Respond(429, """{"detail":"slow down"}""", TimeSpan.FromSeconds(3));

        ConversationsRateLimitException refusal = await Assert.ThrowsAsync<ConversationsRateLimitException>(() =>
            mounted.Client.Tickets.UpdateAsync(1, new TicketUpdate { Tags = [] }));

        Assert.Equal((TimeSpan.FromSeconds(3), "slow down"), (refusal.RetryAfter, refusal.Detail));
    }

    [Fact]
    public async Task A_malformed_answer_cannot_be_read()
    {
        await using var mounted = new MountedServer();
        mounted.Fake.Faults.On(Operation.TicketsCreate).Malformed();

#pragma warning disable CONV0001 // The fake creates tickets as documented.
        await Assert.ThrowsAsync<ConversationsException>(() => mounted.Client.Tickets.CreateAsync(new TicketCreate()));
#pragma warning restore CONV0001

        Assert.Single(mounted.Fake.Tickets);
    }

    // Only a broken test takes this long.
    [Fact(Timeout = 60_000)]
    public async Task A_silent_answer_lasts_until_the_caller_goes()
    {
        var clock = new FakeTimeProvider();
        await using var mounted = new MountedServer();
        using ConversationsClient patient = mounted.CreateClient(options => options.TimeProvider = clock);
        mounted.Fake.Faults.On(Operation.TicketsCreate).HangBeforeHeaders();

#pragma warning disable CONV0001 // The fake creates tickets as documented.
        Task<Ticket> creating = patient.Tickets.CreateAsync(new TicketCreate());
#pragma warning restore CONV0001
        await mounted.Fake.Requests.WaitForAsync(Operation.TicketsCreate, TimeSpan.FromMinutes(1));
        Assert.False(creating.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(5));

        await Assert.ThrowsAsync<ConversationsTimeoutException>(() => creating);
    }

    [Fact]
    public async Task A_read_is_tried_again_after_a_503()
    {
        await using var mounted = new MountedServer();
        mounted.Fake.Faults.On(Operation.TicketsList).Nth(1).Respond(503);

        using HttpResponseMessage first = await mounted.Http.GetAsync(new Uri(mounted.Tickets, UriKind.Relative));
        using HttpResponseMessage second = await mounted.Http.GetAsync(new Uri(mounted.Tickets, UriKind.Relative));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
    }
}
