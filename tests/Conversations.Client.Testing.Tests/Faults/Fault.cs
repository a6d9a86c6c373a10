using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Faults;

/// <summary>Reads responses that may break.</summary>
internal static class Fault
{
    // This limit never ends on a clock that stands still; the awaited event always comes.
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    public static object Turn(Guid? conversation = null) =>
        new { content = "hi", conversation = conversation ?? Guid.NewGuid(), trace_id = Guid.NewGuid() };

    public static (Operation? Operation, int Status) Recorded(this Service service)
    {
        RecordedRequest request = service.Fake.Requests.Single();
        return (request.Operation, request.Status);
    }

    /// <summary>The stream of a new turn with six events, as text.</summary>
    public static async Task<string> WholeAsync(Service service, int chunk)
    {
        service.Fake.Turns.Next(turn => turn.Say("Hé", partials: 2).ChunkEvery(chunk));
        using TurnStream stream = await (await service.SendAsync(Turn())).ToEndAsync();
        return stream.Text;
    }

    public static async Task<(byte[] Read, IOException? Error)> UntilCutAsync(HttpResponseMessage response)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync();
        List<byte> read = [];
        byte[] buffer = new byte[64];
        try
        {
            while (await body.ReadAsync(buffer) is > 0 and int count)
            {
                read.AddRange(buffer.AsSpan(0, count));
            }
        }
        catch (IOException error)
        {
            return ([.. read], error);
        }

        return ([.. read], null);
    }

    public static async Task<byte[]> BytesAsync(HttpResponseMessage response)
    {
        (byte[] read, IOException? error) = await UntilCutAsync(response);
        return error is null ? read : throw error;
    }

    /// <summary>Asserts that a read of the body waits, and ends when the reader cancels it.</summary>
    public static async Task IsSilentAsync(HttpResponseMessage response)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync();
        using var gone = new CancellationTokenSource();
        Task<int> read = body.ReadAsync(new byte[1], gone.Token).AsTask();
        Assert.False(read.IsCompleted);
        await gone.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }
}
