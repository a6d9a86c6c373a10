using System.Text.Json;
using System.Text.Json.Serialization;
using Conversations.Client.Wire;

namespace Conversations.Client;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">The type of the entries.</typeparam>
/// <remarks>Two pages are equal only if their <see cref="Results"/> are the same instance, as for all records in this package that hold
/// lists.</remarks>
public sealed record Page<T>
{
    /// <summary>The number of entries in the whole list at the time of the call.</summary>
    [JsonPropertyName("count")]
    public int Count { get; init; }

    /// <summary>The address of the next page; <see langword="null"/> on the last page.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }

    /// <summary>The address of the previous page; <see langword="null"/> on the first page.</summary>
    [JsonPropertyName("previous")]
    public string? Previous { get; init; }

    /// <summary>The entries of this page, in the list's order.</summary>
    [JsonPropertyName("results")]
    public IReadOnlyList<T> Results { get; init => field = WithoutNulls(value); } = [];

    /// <summary>Whether there is a next page.</summary>
    [JsonIgnore]
    public bool HasNext => Next is not null;

    /// <summary>
    /// What the service sent under names that this package does not know, by these names; empty when it knows all of them.
    /// </summary>
    /// <remarks>A newer server adds members, and this keeps them. They are written back when the page is written with
    /// <see cref="ConversationsJson"/>, and are not in other JSON of a page.</remarks>
    [JsonIgnore]
    public IReadOnlyDictionary<string, JsonElement> AdditionalMembers { get => field ?? UnknownMembers.None; internal init; }

    private string Additional =>
        AdditionalMembers.Count == 0 ? "" : $", AdditionalMembers = {RecordPrinter.Count(AdditionalMembers.Count, "member")}";

    /// <summary>Leaves out entries that are null, as all lists of this package do.</summary>
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
    public override string ToString() => $"Page {{ Count = {Count}, Results = {Results.Count}, HasNext = {HasNext}{Additional} }}";
}
