using System.Net.Http.Headers;
using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Access;

/// <summary>
/// The service's views can only write JSON, so the Accept header has to allow it. This is checked before anything else
/// (docs/service/conversations.md 1.4).
/// </summary>
internal static class Negotiation
{
    public static void RequireJson(string? accept)
    {
        if (string.IsNullOrWhiteSpace(accept))
        {
            return;
        }

        foreach (string part in accept.Split(',', StringSplitOptions.TrimEntries))
        {
            if (MediaTypeWithQualityHeaderValue.TryParse(part, out MediaTypeWithQualityHeaderValue? range)
                && range.MediaType?.ToLowerInvariant() is "*/*" or "application/*" or "application/json")
            {
                return;
            }
        }

        throw Refusal.NotAcceptable();
    }
}
