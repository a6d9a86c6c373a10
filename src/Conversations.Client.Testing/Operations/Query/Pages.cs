using System.Globalization;
using System.Text.Json;
using Conversations.Client.Testing.Transports;

namespace Conversations.Client.Testing.Operations.Query;

/// <summary>Limit, offset and the links between pages (tickets.md 1.6, conversations.md 1.6). Nothing here is ever a 400.</summary>
internal static class Pages
{
    private const int UsualLimit = 100;

    /// <param name="call">The request.</param>
    /// <param name="rows">All rows, ordered.</param>
    /// <param name="mostRows">A larger limit is clamped to it; null: no bound.</param>
    /// <param name="write">Writes one row.</param>
    /// <param name="defaultRows">How many come when no limit was sent.</param>
    public static FakeResponse Answer<T>(
        Call call, IReadOnlyList<T> rows, int? mostRows, Action<Utf8JsonWriter, T> write, int defaultRows = UsualLimit)
    {
        int limit = Math.Min(Number(call, "limit") is { } wanted and > 0 ? wanted : defaultRows, mostRows ?? int.MaxValue);
        int offset = Number(call, "offset") is { } start and > 0 ? start : 0;
        string? next = (long)offset + limit < rows.Count ? Link(call, limit, offset + limit) : null;
        string? previous = offset > 0 ? Link(call, limit, offset - limit) : null;

        return FakeResponse.Json(200, (rows, limit, offset, next, previous, write), static (writer, page) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", page.rows.Count);
            writer.WriteString("next", page.next);
            writer.WriteString("previous", page.previous);
            writer.WriteStartArray("results");
            foreach (T row in page.rows.Skip(page.offset).Take(page.limit))
            {
                page.write(writer, row);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    // A number larger than any row count is as good as the largest here.
    private static int? Number(Call call, string name) =>
        long.TryParse(call.Query.Last(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out long number)
            ? (int)Math.Clamp(number, int.MinValue, int.MaxValue)
            : null;

    private static string Link(Call call, int limit, int offset)
    {
        QueryParameters parameters = call.Query.With("limit", limit.ToString(CultureInfo.InvariantCulture));
        parameters = offset > 0
            ? parameters.With("offset", offset.ToString(CultureInfo.InvariantCulture))
            : parameters.Without("offset");
        return $"{call.Request.Origin}{call.PathInLinks.Replace("%40", "@", StringComparison.OrdinalIgnoreCase)}?{parameters.ToSortedText()}";
    }
}
