using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Faults;

/// <summary>What goes wrong with one request.</summary>
internal abstract record Fault
{
    /// <summary>Waits on the fake's clock first. The only fault that can be combined with another.</summary>
    internal sealed record Delay(TimeSpan Time) : Fault;

    /// <summary>A response in place of the service's, or none. The operation does not run, unless it does so later.</summary>
    internal sealed record Answer(Func<FakeResponse> Make, TimeSpan? RunsAfter) : Fault;

    /// <summary>The operation runs, and its response is damaged.</summary>
    internal sealed record Damage(Func<FakeResponse, CancellationToken, FakeResponse> Apply) : Fault;
}

/// <summary>When a rule strikes. The requests that it applies to are counted from 1, since the rule was set.</summary>
internal sealed record FaultTiming
{
    /// <summary>Strikes from the request with this number on. Null: not used.</summary>
    public int? Nth { get; init; }

    /// <summary>Strikes each request whose number is a multiple of this.</summary>
    public int? Every { get; init; }

    /// <summary>The probability for each request, from 0 to 1.</summary>
    public double? Probability { get; init; }

    /// <summary>The seed of the random sequence.</summary>
    public int Seed { get; init; }

    /// <summary>How often it strikes at most. Null: once with <see cref="Nth"/>, otherwise without end.</summary>
    public int? Times { get; init; }
}
