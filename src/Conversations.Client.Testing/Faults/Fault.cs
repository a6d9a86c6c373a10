using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Faults;

/// <summary>What goes wrong with one request.</summary>
internal abstract record Fault
{
    /// <summary>Waits on the fake's clock before the rest; the only fault that goes together with another.</summary>
    internal sealed record Delay(TimeSpan Time) : Fault;

    /// <summary>An answer from before the service; its operation does not run.</summary>
    internal sealed record Answer(Func<FakeResponse> Make) : Fault;

    /// <summary>No answer; its operation does not run.</summary>
    internal sealed record NoAnswer(Delivery Delivery) : Fault;

    /// <summary>The operation runs, and its answer is damaged on the way.</summary>
    internal sealed record Damage(Func<FakeResponse, CancellationToken, FakeResponse> Apply) : Fault;
}

/// <summary>When a rule strikes, in numbers of the requests that it is for, counted from 1 since it was set.</summary>
internal sealed record FaultTiming
{
    /// <summary>The first request it strikes; null: each.</summary>
    public int? Nth { get; init; }

    /// <summary>Each request whose number this divides.</summary>
    public int? Every { get; init; }

    /// <summary>The chance of each request, from 0 to 1.</summary>
    public double? Probability { get; init; }

    /// <summary>What the chances are drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>How often at most; null: once for <see cref="Nth"/>, else without end.</summary>
    public int? Times { get; init; }
}
