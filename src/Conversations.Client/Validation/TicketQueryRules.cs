using System.Buffers;
using System.Text;
using System.Text.Json;
using Conversations.Client.Wire;

namespace Conversations.Client.Validation;

/// <summary>Checks a ticket query, and writes its members in the forms that the service takes.</summary>
internal static class TicketQueryRules
{
    private const int MaxSearchCharacters = 200;
    private const int MaxIdentities = 100;
    private const int MaxTags = 50;

    /// <summary>Refuses values that the service would silently ignore, cut or misread (docs/service/tickets.md 5).</summary>
    public static void ThrowIfInvalid(TicketQuery query, string parameter)
    {
        if (query.Search is { } search && UnicodeText.Length(search) > MaxSearchCharacters)
        {
            throw new ArgumentException($"Search has more than {MaxSearchCharacters} characters, and the service would ignore it: shorten it.", parameter);
        }

        UnicodeText.ThrowIfNotWellFormed(query.Search, parameter, nameof(query.Search));
        ThrowIfInvalidTags(nameof(query.Tags), query.Tags, parameter);
        ThrowIfInvalidTags(nameof(query.TagsAll), query.TagsAll, parameter);
        ThrowIfInvalidTags(nameof(query.TagsExclude), query.TagsExclude, parameter);
        ThrowIfTooMany(nameof(query.Assignee), query.Assignee, MaxIdentities, parameter);
        if (query.Assignee?.Any(static filter => filter is null) == true)
        {
            throw new ArgumentException("Assignee holds a null: leave it out, or use AssigneeFilter.Unassigned for tickets without an assignee.", parameter);
        }

        ThrowIfInexpressible(nameof(query.DistinctIds), query.DistinctIds, parameter);
        ThrowIfInexpressible(nameof(query.Emails), query.Emails, parameter);
    }

    /// <summary>
    /// Refuses an order and time bounds for a watch. A watch reads in the order of changes, and these would make it skip tickets or stop.
    /// </summary>
    public static void ThrowIfWatchSets(TicketQuery query, string parameter)
    {
        string? member = query.OrderBy is not null ? nameof(query.OrderBy) : query.DateFrom is not null ? nameof(query.DateFrom)
            : query.DateTo is not null ? nameof(query.DateTo) : null;
        if (member is not null)
        {
            throw new ArgumentException($"A watch goes by the time of change and sets {member} itself: leave it out, and say with the argument since where to start.", parameter);
        }
    }

    /// <summary>The list, or null when it is empty: a member that is not sent filters nothing.</summary>
    public static IReadOnlyList<T>? OrNull<T>(IReadOnlyList<T>? values) => values is { Count: > 0 } ? values : null;

    /// <summary>The tags as a JSON array, because tags may hold commas.</summary>
    public static string? JsonArray(IReadOnlyList<string>? tags)
    {
        if (OrNull(tags) is null)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = WireSettings.Encoder }))
        {
            writer.WriteStartArray();
            foreach (string tag in tags!)
            {
                writer.WriteStringValue(tag);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void ThrowIfTooMany<T>(string member, IReadOnlyList<T>? values, int limit, string parameter)
    {
        if (values?.Count > limit)
        {
            throw new ArgumentException($"{member} has {values.Count} entries, and the service reads the first {limit} only: ask in several calls.", parameter);
        }
    }

    private static void ThrowIfInvalidTags(string member, IReadOnlyList<string>? tags, string parameter)
    {
        ThrowIfTooMany(member, tags, MaxTags, parameter);
        foreach (string? tag in tags ?? [])
        {
            if (tag is null)
            {
                throw new ArgumentException($"{member} holds a null: leave it out.", parameter);
            }

            UnicodeText.ThrowIfNotWellFormed(tag, parameter, member);
        }
    }

    private static void ThrowIfInexpressible(string member, IReadOnlyList<string>? values, string parameter)
    {
        ThrowIfTooMany(member, values, MaxIdentities, parameter);
        foreach (string value in values ?? [])
        {
            UnicodeText.ThrowIfNotWellFormed(value, parameter, member);
            if (string.IsNullOrEmpty(value)
                || value.Contains(',', StringComparison.Ordinal)
                || char.IsWhiteSpace(value[0])
                || char.IsWhiteSpace(value[^1]))
            {
                throw new ArgumentException($"{member} holds an entry that is empty, has a comma or begins or ends with a space; the service takes a list separated by commas and trims it, so the entry cannot be expressed: leave it out.", parameter);
            }
        }
    }
}
