using System.Net;
using Conversations.Client;
using Conversations.Client.Testing;

namespace Consumer;

/// <summary>Errors: each documented exception type, with its properties.</summary>
internal static class Errors
{
    public static async Task RunAsync(FakeConversationsServer fake, IConversationsClient client)
    {
        Ticket ticket = fake.Tickets.Add(new TicketSeed());
        var refused = await ThrownAsync<ConversationsPermissionException>(() =>
            fake.CreateClient(FakeCaller.ApiKey("ticket:read")).Tickets.UpdateAsync(ticket.Id, new TicketUpdate { Tags = [] }));
        Expect.That(
            refused is { MissingScope: "ticket:write", StatusCode: HttpStatusCode.Forbidden, Attempts: 1, Method.Method: "PATCH" }
                && refused.Route.Contains("{ticket_id}", StringComparison.Ordinal),
            "403, a scope");
        Expect.That((await ThrownAsync<ConversationsPermissionException>(() => client.Tickets.DeleteAsync(ticket.Id))).RequiresSession, "403, a session");

        var invalid = await ThrownAsync<ConversationsValidationException>(() =>
            client.Tickets.UpdateAsync(ticket.Id, new TicketUpdate { Status = new OpenEnum<TicketStatus>("newer") }));
        Expect.That(
            invalid is { Code: "invalid_choice", Attribute: "status", ErrorType: "validation_error" }
                && invalid.Detail is { } detail
                && invalid.Message.Contains(detail, StringComparison.Ordinal)
                && invalid.Body is { Length: > 0 },
            "400");
        Expect.That(
            (await ThrownAsync<ConversationsAuthenticationException>(
                () => client.With(credential: ConversationsCredential.PersonalApiKey("phx_wrong"))
                .Tickets.CountUnreadAsync())).StatusCode == HttpStatusCode.Unauthorized,
            "401");
        await ThrownAsync<ConversationsNotFoundException>(() => client.Tickets.GetAsync(999));

        fake.Options.QuotaExhausted = true;
        await ThrownAsync<ConversationsQuotaException>(() => client.Conversations.AskAsync(Guid.NewGuid(), "Hi"));
        fake.Options.QuotaExhausted = false;
        fake.Options.CreateTicket = CreateTicketMode.Refused;
#pragma warning disable CONV0001 // That it is refused is the point.
        await ThrownAsync<ConversationsNotSupportedException>(() =>
            fake.CreateClient(FakeCaller.Session()).Tickets.CreateAsync(new TicketCreate()));
#pragma warning restore CONV0001

        fake.Faults.On(Operation.ViewsCreate).Nth(1).Respond(429, retryAfter: TimeSpan.FromSeconds(7));
        Expect.That(
            (await ThrownAsync<ConversationsRateLimitException>(() => client.Views.CreateAsync("One",
                new TicketViewFilters()))).RetryAfter == TimeSpan.FromSeconds(7),
            "429");
        fake.Faults.On(Operation.ViewsCreate).Nth(1).Reset();
        await ThrownAsync<ConversationsConnectionException>(() => client.Views.CreateAsync("One", new TicketViewFilters()));
        fake.Faults.Clear();

        Guid id = Guid.NewGuid();
        var hold = fake.Turns.Hold();
        fake.Turns.Next(turn => turn.Hold(hold));
        await using ConversationStream running = client.Conversations.StreamAsync(id, "Wait");
        await running.OpenAsync();
        var busy = await ThrownAsync<ConversationsConflictException>(() => fake.CreateClient().Conversations.AskAsync(id, "Now"));
        Expect.That(busy.Reason == ConflictReason.Conflict, "409");
        hold.Release();
    }

    private static async Task<TException> ThrownAsync<TException>(Func<Task> call)
        where TException : ConversationsException
    {
        try
        {
            await call();
        }
        catch (TException exception)
        {
            Expect.That(exception.Message.Length > 0, typeof(TException).Name);
            return exception;
        }

        Expect.That(false, $"{typeof(TException).Name} was not thrown");
        throw new InvalidOperationException();
    }
}
