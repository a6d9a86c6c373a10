
namespace Conversations.Client.Tests.Pipeline.Answers;

/// <summary>After a body is given up, nothing reads from its connection any more, because other calls use it next.</summary>
public sealed class GivenUpBodyTests
{
    [Fact]
    public async Task The_next_call_is_answered_with_its_own_answer()
    {
        await using StubServer stub = await StubServer.StartAsync(Transport.Kestrel);
        for (int round = 0; round < 20; round++)
        {
            var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            stub.Answer(StubAnswer.Json("""{"cou""").Wait(rest.Task).Write("""nt":1}"""), StubAnswer.Json("""{"count":2}"""));
            using var watch = new WatchedReads(transport: null);
            using ConversationsClient client = stub.CreateClient(
                static options => options.RequestTimeout = TimeSpan.FromSeconds(20), watch);
            using var caller = new CancellationTokenSource();
            Task<int> given = client.Tickets.CountUnreadAsync(caller.Token);
            await watch.UntilAsync(() => watch.Reads == 1);
            await caller.CancelAsync();
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
            rest.SetResult();

            Assert.Equal(2, await client.Tickets.CountUnreadAsync());
        }
    }
}
