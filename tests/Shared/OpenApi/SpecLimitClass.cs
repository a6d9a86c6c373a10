using System.Text.Json;

namespace Conversations.Tests.OpenApi;

/// <summary>One class of limits of the contract.</summary>
public sealed record SpecLimitClass(
    string Name, bool IsPerKey, string Covers, string? Exempt,
    IReadOnlyList<(int Limit, TimeSpan Length)> Windows)
{
    public static IReadOnlyList<SpecLimitClass> All { get; } =
        [.. Spec.Root.GetProperty("x-limit-classes").EnumerateArray().Select(Read)];

    /// <summary>What people read of it.</summary>
    public string Text => string.Join(" and ", Windows.Select(static window => $"{window.Limit}/{Unit(window.Length)}"))
        + (IsPerKey ? " per API key" : $" per user, sessions included, for {Covers}{(Exempt is null ? "" : $", not for {Exempt}")}");

    public static SpecLimitClass Of(string name) => All.Single(limitClass => limitClass.Name == name);

    private static SpecLimitClass Read(JsonElement json) => new(
        json.GetProperty("name").GetString()!,
        json.GetProperty("per").GetString() == "key",
        json.GetProperty("covers").GetString()!,
        json.GetProperty("exempt").GetString(),
        [.. json.GetProperty("windows").EnumerateArray().Select(static window =>
            (window.GetProperty("limit").GetInt32(), TimeSpan.FromSeconds(window.GetProperty("seconds").GetInt32())))]);

    private static string Unit(TimeSpan length) => length.TotalSeconds switch
    {
        60 => "minute",
        3600 => "hour",
        86400 => "day",
        _ => throw new InvalidOperationException($"No word for {length}."),
    };
}
