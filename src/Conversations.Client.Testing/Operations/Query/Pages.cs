using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Operations.Query;

/// <summary>
/// Limit, offset and the links between pages (docs/service/tickets.md 1.6, docs/service/conversations.md 1.6). No value of them causes a
/// 400.
/// </summary>
internal static class Pages
{
    private const int UsualLimit = 100;

    /// <param name="call">The request.</param>
    /// <param name="rows">All rows, ordered.</param>
    /// <param name="mostRows">The largest limit; a larger one is clamped to it. Null: no maximum.</param>
    /// <param name="write">Writes one row.</param>
    /// <param name="defaultRows">The limit if the request has none.</param>
    public static FakeResponse Answer<T>(
        Call call, IReadOnlyList<T> rows, int? mostRows, Action<Utf8JsonWriter, T> write, int defaultRows = UsualLimit)
    {
        BigInteger wanted = Positive(call, "limit") ?? defaultRows;
        BigInteger limit = mostRows is { } most ? BigInteger.Min(wanted, most) : wanted;
        BigInteger offset = Positive(call, "offset") ?? 0;
        string? next = offset + limit < rows.Count ? Link(call, limit, offset + limit) : null;
        string? previous = offset > 0 ? Link(call, limit, offset - limit) : null;

        return FakeResponse.Json(200, (rows, limit, offset, next, previous, write), static (writer, page) =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", page.rows.Count);
            writer.WriteString("next", page.next);
            writer.WriteString("previous", page.previous);
            writer.WriteStartArray("results");
            foreach (T row in page.rows.Skip(Within(page.offset)).Take(Within(page.limit)))
            {
                page.write(writer, row);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();

            int Within(BigInteger number) => (int)BigInteger.Min(number, page.rows.Count);
        });
    }

    // Python's integers have no maximum, so no number is too large.
    private static BigInteger? Positive(Call call, string name) =>
        BigInteger.TryParse(call.Query.Last(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out BigInteger number) && number > 0
            ? number
            : null;

    private static string Link(Call call, BigInteger limit, BigInteger offset)
    {
        QueryParameters parameters = call.Query.With("limit", limit.ToString(CultureInfo.InvariantCulture));
        parameters = offset > 0
            ? parameters.With("offset", offset.ToString(CultureInfo.InvariantCulture))
            : parameters.Without("offset");
        return $"{call.Request.Origin}{call.PathInLinks.Replace("%40", "@", StringComparison.OrdinalIgnoreCase)}?{parameters.ToSortedText()}";
    }
}
