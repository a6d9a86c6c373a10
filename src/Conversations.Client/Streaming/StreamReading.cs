using System.Runtime.CompilerServices;
using Conversations.Client.Streaming.Reading;
using Conversations.Client.Streaming.Text;

namespace Conversations.Client.Streaming;

/// <summary>Owns one reading of a stream: it returns one item after the other, and cleans up when it ends.</summary>
internal abstract class StreamReading(StreamRun run, IEventDecoder decoder, CancellationToken first, CancellationToken second)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _any;
    private IEventReader? _reader;
    private int _state = State.Idle;
    private bool _hasEnded;

    /// <summary>Ends when the connection is free.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The next item; false at the end, and when the stream was stopped.</summary>
    public ValueTask<bool> MoveNextAsync()
    {
        if (_reader is null)
        {
            return _hasEnded ? default : WaitAsync(StartAsync());
        }

        while (true)
        {
            // An event that is already there is returned without an async state machine.
            ValueTask<bool> next = _reader.MoveNextAsync();
            if (!next.IsCompletedSuccessfully)
            {
                return WaitAsync(next);
            }

            if (!next.Result)
            {
                return WaitAsync(new(false));
            }

            if (TryTake(_reader.Current))
            {
                return new(true);
            }
        }
    }

    /// <summary>Tells the read that waits to end the reading. After that, nobody else may touch the reading.</summary>
    /// <returns>Whether a read is waiting.</returns>
    public bool TryStopWaiting() => Interlocked.CompareExchange(ref _state, State.Stopped, State.Waiting) == State.Waiting;

    /// <summary>Stops the reading and frees the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (TryStopWaiting())
        {
            run.Stop(StreamOutcome.Incomplete);
            await Ended.ConfigureAwait(false);
        }
        else
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the reading. Must be called only when no read waits.</summary>
    public async ValueTask EndAsync()
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        _reader = null;
        try
        {
            _ = run.TryEnd(StreamOutcome.Incomplete);
            run.Thread.End();
            await run.FreeAsync().ConfigureAwait(false);
        }
        finally
        {
            _any?.Dispose();
            _ended.SetResult();
        }
    }

    /// <summary>Takes an event as the next item; false if this way of reading shows nothing for it.</summary>
    protected abstract bool TryTake(ConversationStreamEvent streamEvent);

    private async ValueTask<bool> StartAsync()
    {
        _any = run.LinkTokens(first, second);
        _reader = await run.StartAsync(decoder, _any.Token).ConfigureAwait(false);
        return await _reader.MoveNextAsync().ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync(ValueTask<bool> next)
    {
        _state = State.Waiting;
        try
        {
            while (await next.ConfigureAwait(false))
            {
                if (!TryTake(_reader!.Current))
                {
                    next = _reader.MoveNextAsync();
                }
                else if (Interlocked.CompareExchange(ref _state, State.Idle, State.Waiting) == State.Waiting)
                {
                    return true;
                }
                else
                {
                    break;
                }
            }

            _ = run.TryEnd(_reader!.Outcome ?? StreamOutcome.Incomplete);
        }
        catch (OperationCanceledException canceled)
        {
            bool isStopped = run.IsStopped;
            run.Fail(canceled, isOpen: _reader is not null);
            // The request may have been sent for another call, which does not know this one's tokens.
            run.Stop(StreamOutcome.Incomplete);
            await EndAsync().ConfigureAwait(false);
            if (run.Canceled(first, second) is { } token)
            {
                throw new OperationCanceledException(canceled.Message, canceled, token);
            }

            if (!isStopped)
            {
                throw;
            }
        }
        catch (Exception exception)
        {
            run.Fail(exception, isOpen: _reader is not null);
            await EndAsync().ConfigureAwait(false);
            throw;
        }

        await EndAsync().ConfigureAwait(false);
        return false;
    }

    private static class State
    {
        /// <summary>No read waits.</summary>
        public const int Idle = 0;

        /// <summary>A read waits.</summary>
        public const int Waiting = 1;

        /// <summary>The read that waits must end the reading.</summary>
        public const int Stopped = 2;
    }
}

/// <summary>A reading of the events through one view.</summary>
internal sealed class StreamReading<T>(
    StreamRun run, StreamView<T> view, CancellationToken first, CancellationToken second) : StreamReading(run, view.Decoder, first, second)
{
    private T? _current;

    public T Current => _current!;

    protected override bool TryTake(ConversationStreamEvent streamEvent) => view.TryTake(streamEvent, out _current);
}
