using System.IO.Enumeration;
using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Operations.Widget;

/// <summary>
/// Who may send messages in a project that lists its domains. It keeps pages of others out, and no program
/// (docs/service/neighbours.md 1.6).
/// </summary>
internal static class OriginRule
{
    private static readonly string[] Apps = ["posthog-android", "posthog-ios", "posthog-react-native", "posthog-flutter"];

    public static void Check(WidgetCall call)
    {
        IReadOnlyList<string> domains = call.Project.Widget.Domains;
        string agent = call.Request.Header("User-Agent") ?? "";
        if (domains.Count > 0
            && !Apps.Any(app => agent.Contains(app, StringComparison.Ordinal))
            && !IsListed(domains, call.Request.Header("Origin"))
            && !IsListed(domains, call.Request.Header("Referer")))
        {
            throw Refusal.Error(403, "Origin not allowed");
        }
    }

    private static bool IsListed(IReadOnlyList<string> domains, string? address) =>
        HostOf(address) is { } host
        && domains.Any(domain =>
            HostOf(domain) is { } pattern && FileSystemName.MatchesSimpleExpression(pattern, host, ignoreCase: false));

    // Without a scheme there is no host: such an entry fits nobody.
    private static string? HostOf(string? address)
    {
        if (address?.IndexOf("//", StringComparison.Ordinal) is not (>= 0 and int start) || (start > 0 && address[start - 1] != ':'))
        {
            return null;
        }

        string authority = address[(start + 2)..].Split('/', '?', '#')[0];
        string host = authority[(authority.LastIndexOf('@') + 1)..];
        int end = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) + 1 : host.IndexOf(':', StringComparison.Ordinal);
        return (end > 0 ? host[..end] : host) is { Length: > 0 } found ? found.ToLowerInvariant() : null;
    }
}
