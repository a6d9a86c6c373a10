using System.Text.Json.Serialization;

namespace Conversations.Client;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
/// <remarks>
/// Two pages are equal only if their <see cref="Results"/> are the same instance, as with all records here that hold lists.
/// </remarks>
public sealed record Page<T>
{
    /// <summary>How many entries the whole list has at the moment of the call.</summary>
    [JsonPropertyName("count")]
    public int Count { get; init; }

    /// <summary>The address of the next page, or <see langword="null"/> on the last.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }

    /// <summary>The address of the page before, or <see langword="null"/> on the first.</summary>
    [JsonPropertyName("previous")]
    public string? Previous { get; init; }

    /// <summary>The entries of this page, in the list's order.</summary>
    [JsonPropertyName("results")]
    public IReadOnlyList<T> Results { get; init => field = WithoutNulls(value); } = [];

    /// <summary>Whether there is a next page.</summary>
    [JsonIgnore]
    public bool HasNext => Next is not null;

    /// <summary>Entries that are null are left out, as in all lists here.</summary>
    private static IReadOnlyList<T> WithoutNulls(IReadOnlyList<T>? entries)
    {
        for (int index = 0; index < entries?.Count; index++)
        {
            if (entries[index] is null)
            {
                return [.. entries.Where(static entry => entry is not null)];
            }
        }

        return entries ?? [];
    }

    /// <summary>Prints counts, never the entries.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"Page {{ Count = {Count}, Results = {Results.Count}, HasNext = {HasNext} }}";
}
