namespace Conversations.Client.Validation;

/// <summary>Checks the limit and offset of one page, because the service would silently use its defaults for invalid ones.</summary>
internal static class PageRules
{
    public static void ThrowIfInvalid(int? limit, int? offset)
    {
        if (limit is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "A page has at least one entry: give 1 or more, or null for the service's default.");
        }

        if (offset is < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "An offset counts from the start of the list: give 0 or more.");
        }
    }
}
