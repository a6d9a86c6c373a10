namespace Conversations.Client;

/// <summary>The addresses of PostHog's own installations.</summary>
/// <remarks>
/// A self-hosted installation has an address of its own. The ingestion hosts (<c>us.i.</c>, <c>eu.i.</c>) do not serve this API.
/// </remarks>
public static class ConversationsHosts
{
    /// <summary><c>https://us.posthog.com</c>.</summary>
    public static Uri UnitedStates { get; } = new("https://us.posthog.com");

    /// <summary><c>https://eu.posthog.com</c>.</summary>
    public static Uri EuropeanUnion { get; } = new("https://eu.posthog.com");
}
