using System.Globalization;
using StackExchange.Redis;

namespace Conversations.Client.Redis;

/// <summary>
/// The scripts that run in Redis. One sorted set has the times of a class, those of the past and those that are given away, so that a new
/// call gets the next time that all windows allow. It counts in microseconds of Redis's own clock.
/// </summary>
internal sealed class ReservationScript
{
    // Numbers are written with format, because Lua would write large ones with an exponent and lose digits.
    // A clock that went back, after a failover or a correction, takes all times with it, so that nobody waits for it to catch up.
    private const string Clock = """
        local log, state, now = KEYS[1], KEYS[2], tonumber(ARGV[1])
        if now < 0 then
          local time = redis.call('TIME')
          now = time[1] * 1000000 + time[2]
        end
        local known = redis.call('HMGET', state, 'seen', 'closed')
        local seen, closed = tonumber(known[1] or '0'), tonumber(known[2] or '0')
        if now < seen then
          local all = redis.call('ZRANGE', log, 0, -1, 'WITHSCORES')
          for index = 1, #all, 2 do
            redis.call('ZADD', log, string.format('%.0f', all[index + 1] - (seen - now)), all[index])
          end
          closed = closed - (seen - now)
          redis.call('HSET', state, 'closed', string.format('%.0f', closed))
        end
        redis.call('HSET', state, 'seen', string.format('%.0f', now))
        local function keep(key, microseconds)
          local time = math.ceil(microseconds / 1000) + 60000
          if redis.call('PTTL', key) < time then
            redis.call('PEXPIRE', key, time)
          end
        end

        """;

    private const string Reserve = Clock + """
        local most, longest = tonumber(ARGV[2]), tonumber(ARGV[3])
        local free = math.max(now, closed)
        for index = 4, #ARGV, 2 do
          local blocking = redis.call('ZRANGE', log, -ARGV[index], -ARGV[index], 'WITHSCORES')
          if blocking[2] then
            free = math.max(free, blocking[2] + ARGV[index + 1])
          end
        end
        local id = -1
        if most < 0 or free - now <= most then
          id = redis.call('HINCRBY', state, 'id', 1)
          redis.call('ZADD', log, string.format('%.0f', free), id)
          redis.call('ZREMRANGEBYSCORE', log, '-inf', string.format('(%.0f', now - longest))
          keep(log, longest + free - now)
        end
        keep(state, longest + free - now)
        return {id, free - now}
        """;

    private const string Close = Clock + """
        local time = tonumber(ARGV[2])
        if now + time > closed then
          redis.call('HSET', state, 'closed', string.format('%.0f', now + time))
        end
        keep(state, time)
        redis.call('PUBLISH', ARGV[3], ARGV[2])
        """;

    private const string Return = "return redis.call('ZREM', KEYS[1], ARGV[1])";

    private readonly IDatabase _redis;
    private readonly ISubscriber _subscriber;
    private readonly RedisChannel _channel;
    private readonly RedisKey[] _keys;
    private readonly RedisValue[] _windows;
    private readonly long _now;

    /// <param name="redis">The connection.</param>
    /// <param name="options">The options.</param>
    /// <param name="limit">What is counted.</param>
    /// <param name="now">The time in microseconds, for tests of days; null for Redis's own clock.</param>
    public ReservationScript(IConnectionMultiplexer redis, RedisBudgetOptions options, BudgetLimit limit, long? now = null)
    {
        // The braces keep the keys of a class together on one node of a cluster.
        string name = $"{options.KeyPrefix}{{{limit.Name}:{limit.LimitClass}}}";
        (_redis, _subscriber, _now) = (redis.GetDatabase(), redis.GetSubscriber(), now ?? -1);
        _channel = RedisChannel.Literal(name + ":closed");
        _keys = [name + ":times", name + ":state"];
        _windows =
        [
            Microseconds(limit.Windows.Select(static window => window.Length).DefaultIfEmpty(TimeSpan.Zero).Max() + limit.Margin),
            .. limit.Windows.SelectMany(window => (RedisValue[])[window.Limit, Microseconds(window.Length + limit.Margin)]),
        ];
    }

    /// <summary>Whether there is a connection at all, so that nobody waits for an answer where none can come.</summary>
    public bool IsConnected => _redis.Multiplexer.IsConnected;

    /// <summary>Reserves the next time.</summary>
    /// <param name="maxWait">The longest wait; infinite for any.</param>
    public async Task<Reservation> ReserveAsync(TimeSpan maxWait)
    {
        RedisResult answer = await _redis.ScriptEvaluateAsync(
            Reserve, _keys, [_now, maxWait == Timeout.InfiniteTimeSpan ? -1 : Microseconds(maxWait), .. _windows]).ConfigureAwait(false);
        if (answer is not { Resp2Type: ResultType.Array, Length: 2 }
            || answer[0].Resp2Type != ResultType.Integer
            || answer[1].Resp2Type != ResultType.Integer)
        {
            throw new RedisException("Redis answered the script of the budget with something else than a place and its time. Look for a proxy in front of it.");
        }

        long id = (long)answer[0];
        return new(id < 0 ? null : id, TimeSpan.FromMicroseconds((long)answer[1]));
    }

    /// <summary>Gives back a time that is still to come.</summary>
    public void GiveBack(long id) => _ = _redis.ScriptEvaluateAsync(Return, _keys, [id], CommandFlags.FireAndForget);

    /// <summary>Closes the class for everybody.</summary>
    public Task CloseAsync(TimeSpan time) => _redis.ScriptEvaluateAsync(Close, _keys, [_now, Microseconds(time), _channel.ToString()]);

    /// <summary>Hears how long the class is closed, from now on.</summary>
    public void Listen(Action<RedisChannel, RedisValue> closed) =>
        _ = _subscriber.SubscribeAsync(_channel, closed, CommandFlags.FireAndForget);

    /// <summary>Hears no more.</summary>
    public void Unlisten(Action<RedisChannel, RedisValue> closed) =>
        _ = _subscriber.UnsubscribeAsync(_channel, closed, CommandFlags.FireAndForget);

    /// <summary>The time of a message.</summary>
    public static TimeSpan TimeIn(RedisValue message) =>
        long.TryParse((string?)message, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            && microseconds < TimeSpan.MaxValue.Ticks / 20
            ? TimeSpan.FromMicroseconds(microseconds)
            : TimeSpan.Zero;

    private static long Microseconds(TimeSpan time) => (time.Ticks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond;
}
