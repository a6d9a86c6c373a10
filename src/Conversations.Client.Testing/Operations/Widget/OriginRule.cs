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
        HostOf(address) is { } host && domains.Any(domain => HostOf(domain) is { } pattern && Fits(host, pattern));

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

    /// <summary>A star stands for any run of characters, none too.</summary>
    private static bool Fits(string host, string pattern)
    {
        string[] parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return host == pattern;
        }

        string last = parts[^1];
        if (!host.StartsWith(parts[0], StringComparison.Ordinal) || host.Length < parts[0].Length + last.Length)
        {
            return false;
        }

        int at = parts[0].Length;
        foreach (string part in parts[1..^1])
        {
            int found = host.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return host.Length - at >= last.Length && host.EndsWith(last, StringComparison.Ordinal);
    }
}
