using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Conversations.Client.Tests.Streaming;

/// <summary>
/// A stream whose bytes and time the test supplies. It runs on the test's thread, so it has processed the bytes when the test continues.
/// </summary>
internal sealed class HandedTurn : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly HandedBody _body = new();
    private readonly ConversationsClient _client;
    private readonly IAsyncEnumerator<ConversationStreamEvent> _events;

    private HandedTurn(Action<StreamingOptions> configure)
    {
        Answer = new(() => _body);
        _client = Answer.CreateClient(options =>
        {
            options.TimeProvider = _time;
            options.Streaming.Reconnect = false;
            configure(options.Streaming);
        });
        Stream = OneAnswer.Stream(_client);
        _events = Stream.GetAsyncEnumerator();
    }

    internal OneAnswer Answer { get; }

    internal ConversationStream Stream { get; }

    internal static async Task<HandedTurn> StartAsync(Action<StreamingOptions> configure)
    {
        var turn = new HandedTurn(configure);
        await turn.Stream.OpenAsync();
        return turn;
    }

    internal Task<bool> NextAsync() => Outside(() => _events.MoveNextAsync().AsTask());

    internal void Give(string text) => _ = Outside(() => _body.Give(Encoding.UTF8.GetBytes(text)));

    internal void Advance(double seconds) => _ = Outside(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        return seconds;
    });

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _client.Dispose();
    }

    /// <summary>Runs without the test runner's context, which would continue on another thread.</summary>
    private static T Outside<T>(Func<T> action)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return action();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}

/// <summary>A body that delivers the bytes it is given, on the thread that gives them.</summary>
internal sealed class HandedBody : ReadOnlyStream
{
    private readonly Queue<byte[]> _given = [];
    private int _taken;
    private (TaskCompletionSource<int> Task, Memory<byte> Buffer)? _waiting;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_given.Count > 0)
        {
            return Fill(buffer);
        }

        // The read continues on the thread that gives the bytes.
        var waiting = new TaskCompletionSource<int>();
        _waiting = (waiting, buffer);
        using CancellationTokenRegistration registration = cancellationToken.Register(() => waiting.TrySetCanceled(cancellationToken));
        return await waiting.Task.ConfigureAwait(false);
    }

    /// <summary>Gives bytes; true if a read was waiting for them, which has processed them now.</summary>
    internal bool Give(byte[] bytes)
    {
        _given.Enqueue(bytes);
        if (_waiting is not var (task, buffer))
        {
            return false;
        }

        _waiting = null;
        task.SetResult(Fill(buffer));
        return true;
    }

    /// <summary>Copies as much as fits; the next read gets the rest.</summary>
    private int Fill(Memory<byte> buffer)
    {
        byte[] bytes = _given.Peek();
        int count = Math.Min(buffer.Length, bytes.Length - _taken);
        bytes.AsMemory(_taken, count).CopyTo(buffer);
        _taken += count;
        if (_taken == bytes.Length)
        {
            _ = _given.Dequeue();
            _taken = 0;
        }

        return count;
    }
}
