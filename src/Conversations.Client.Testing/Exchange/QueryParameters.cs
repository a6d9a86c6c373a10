using System.Text;

namespace Conversations.Client.Testing.Exchange;

/// <summary>The parameters of a request, in the order they were sent.</summary>
internal sealed class QueryParameters
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _pairs;

    private QueryParameters(IReadOnlyList<KeyValuePair<string, string>> pairs) => _pairs = pairs;

    public static QueryParameters Parse(string query)
    {
        List<KeyValuePair<string, string>> pairs = [];
        foreach (string part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? part : part[..equals];
            string value = equals < 0 ? "" : part[(equals + 1)..];
            pairs.Add(new(Decode(name), Decode(value)));
        }

        return new QueryParameters(pairs);
    }

    public IEnumerable<string> Names => _pairs.Select(pair => pair.Key).Distinct();

    /// <summary>Returns the last value of a parameter. The service ignores earlier ones (docs/service/tickets.md 5).</summary>
    public string? Last(string name)
    {
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            if (_pairs[i].Key == name)
            {
                return _pairs[i].Value;
            }
        }

        return null;
    }

    /// <summary>The items of a comma-separated list, trimmed and without empty ones.</summary>
    public string[] Items(string name) =>
        Last(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public QueryParameters With(string name, string value) => new([.. _pairs.Where(pair => pair.Key != name), new(name, value)]);

    public QueryParameters Without(string name) => new([.. _pairs.Where(pair => pair.Key != name)]);

    /// <summary>
    /// The query as the service writes it into the links between pages: sorted by name, a space as plus (docs/service/tickets.md 1.6).
    /// </summary>
    public string ToSortedText()
    {
        var text = new StringBuilder();
        foreach ((string name, string value) in _pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            _ = text.Append(text.Length == 0 ? "" : "&").Append(Encode(name)).Append('=').Append(Encode(value));
        }

        return text.ToString();
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
