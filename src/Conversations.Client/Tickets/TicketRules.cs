namespace Conversations.Client;

/// <summary>Limits of the service on what a ticket can hold, checked before sending where the service would fail or stay silent.</summary>
internal static class TicketRules
{
    internal const int MaxTagLength = 255;

    /// <summary>Tags of 1 to 255 characters: longer ones fail inside the server, blank ones are refused (contract, tickets 6.2).</summary>
    internal static void ThrowIfInvalidTags(IReadOnlyList<string>? tags, string parameter)
    {
        foreach (var tag in tags ?? [])
        {
            if (string.IsNullOrWhiteSpace(tag) || tag.Length > MaxTagLength)
            {
                throw new ArgumentException($"A tag has 1 to {MaxTagLength} characters that are not all spaces: change the tag of {tag?.Length ?? 0} characters.", parameter);
            }
        }
    }
}
