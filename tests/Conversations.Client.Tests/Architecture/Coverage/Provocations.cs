using Conversations.Client.Testing;

namespace Conversations.Client.Tests.Architecture.Coverage;

/// <summary>Brings about each refusal that the call itself does not cause: by the service's data, by a switch, or by a fault.</summary>
internal static class Provocations
{
    private const string Failure = """{"type":"server_error","code":"error","detail":"A server error occurred.","attr":null}""";
    private const string NoSuggestion = """{"detail":"Failed to generate suggestion. Please try again.","error_type":"unknown_error"}""";

    /// <summary>The statuses that this class can bring about.</summary>
    public static IReadOnlyList<int> Statuses { get; } = [402, 405, 406, 409, 415, 422, 429, 500, 503];

    /// <summary>Makes the service respond to the call with this status from now on.</summary>
    /// <returns>The call, and its caller.</returns>
    public static async Task<(Call Call, ConversationsCredential Caller)> BringAboutAsync(
        FakeService service, SpecOperation operation, int status)
    {
        Call call = service.Valid();
        ConversationsCredential caller = service.Allowed;
        switch (status)
        {
            case 402:
                service.Options.QuotaExhausted = true;
                break;
            case 405:
                // A key would be refused for its scope first.
                caller = FakeService.Session;
                Refuse(service.Options, operation.Name);
                break;
            case 406:
                call = call with { Accept = "text/event-stream" };
                break;
            case 409:
                await ConflictAsync(service, operation.Name);
                break;
            case 415:
                call = call with { ContentType = "text/plain" };
                break;
            case 422:
                service.Options.CancelFails = service.Options.AppendFails = true;
                break;
            case 429:
                // Sessions have no rate limit. Where only sessions may call, the fake also lets keys in, which have one.
                caller = FakeService.Key;
                service.Options.ApiKeys = ApiKeyMode.Relaxed;
                service.Options.RateLimits = true;
                await UseUpAsync(service, caller);
                break;
            case 500:
                service.Fake.Faults.On(OperationOf(operation)).Respond(500, operation.Name == "tickets.suggest_reply" ? NoSuggestion : Failure);
                break;
            case 503:
                service.Fake.Faults.On(OperationOf(operation))
                    .Respond(503, operation.Name == "conversations.create" ? null : Failure, TimeSpan.FromSeconds(20));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(status), status, null);
        }

        return (call, caller);
    }

    private static void Refuse(FakeConversationsOptions options, string operation)
    {
        switch (operation)
        {
            case "tickets.create":
                options.CreateTicket = CreateTicketMode.Refused;
                // This operation belongs to the older state, which responds with 500 to what the newest refuses.
                options.ServiceVersion = ServiceVersion.Current;
                break;
            case "views.update":
                options.ViewPatch = false;
                break;
            default:
                options.ServiceVersion = ServiceVersion.Legacy;
                break;
        }
    }

    private static async Task ConflictAsync(FakeService service, string operation)
    {
        switch (operation)
        {
            case "conversations.create":
                service.Fake.Turns.Next(turn => turn.Hold(service.Fake.Turns.Hold()));
                _ = await service.AskAsync(service.Valid(), service.Allowed);
                break;
            case "queue.create":
                _ = await service.AskAsync(service.Valid(), service.Allowed);
                break;
            default:
                // The same request is under way, and waits until the test is over.
                service.Fake.Faults.On(operation == "tickets.reply" ? Operation.TicketsReply : Operation.TicketsCompose)
                    .Nth(1)
                    .Delay(TimeSpan.FromHours(1));
                _ = service.AskAsync(service.Valid(), service.Allowed).ContinueWith(static asked => asked.Exception, TaskScheduler.Default);
                break;
        }
    }

    private static async Task UseUpAsync(FakeService service, ConversationsCredential caller)
    {
        for (int calls = 0; (await service.AskAsync(service.Valid(), caller)).Status != 429; calls++)
        {
            Assert.True(calls < 500, "No limit was reached.");
        }
    }

    /// <summary>The fake's name of an operation. It has one name for both ways to change a ticket.</summary>
    private static Operation OperationOf(SpecOperation operation) =>
        operation.Name == "tickets.replace"
            ? Operation.TicketsUpdate
            : Enum.Parse<Operation>(
                operation.Name.Replace(".", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}
