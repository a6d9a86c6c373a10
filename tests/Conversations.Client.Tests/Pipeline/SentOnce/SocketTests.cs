using Conversations.Client.Tests.Architecture;

namespace Conversations.Client.Tests.Pipeline.SentOnce;

/// <summary>
/// The platform's socket handler repeats requests by itself as long as no byte of a response has come. It does not repeat those that must
/// arrive once.
/// </summary>
public sealed class SocketTests
{
    public static TheoryData<string, int> Calls
    {
        get
        {
            var calls = new TheoryData<string, int>();
            foreach (SpecOperation? operation in Spec.Operations
                .Where(static operation => !OperationTable.All.Single(facts => facts.Name == operation.Name).IsRepeatable))
            {
                // A new connection, and one that was used before.
                foreach (string facade in operation.Facade)
                {
                    calls.Add(facade, 0);
                    calls.Add(facade, 1);
                }
            }

            return calls;
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_connection_that_is_closed_without_an_answer_is_not_tried_again(string facade, int answered)
    {
        using var server = new ClosingServer(answered);
        using var client = new ConversationsClient(
            new() { ProjectId = "1", BaseAddress = server.Address, ApiKey = StubServer.Key, Streaming = { Reconnect = false } });
        for (int call = 0; call < answered; call++)
        {
            _ = await client.Tickets.CountUnreadAsync();
        }

        ConversationsException error = await Assert.ThrowsAnyAsync<ConversationsException>(() => FacadeCalls.All[facade](client));

        Assert.Equal(answered + 1, server.Requests);
        Assert.Contains("Whether it took effect is not known", error.Message, StringComparison.Ordinal);
    }
}
