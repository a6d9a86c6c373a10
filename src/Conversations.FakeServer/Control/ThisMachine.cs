using System.Globalization;
using System.Net;
using System.Text;

namespace Conversations.FakeServer.Control;

/// <summary>
/// Recognizes the names of this machine in a header: <c>localhost</c> and the addresses of the loopback networks, but nothing that needs a
/// DNS server. It accepts only the spelling that browsers use.
/// </summary>
internal static class ThisMachine
{
    /// <summary>Accepts an <c>Origin</c> header: scheme, name and port, nothing else.</summary>
    public static bool IsOrigin(string? origin) => AuthorityOf(origin) is { } authority && IsHost(authority);

    /// <summary>Accepts a <c>Host</c> header: a name, with or without a port.</summary>
    public static bool IsHost(string host) =>
        TrySplit(host, out string? name)
            && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (AddressOf(name) is { } address && IPAddress.IsLoopback(address)));

    /// <summary>Accepts a <c>Host</c> header that is an IP address. No DNS server can point an address elsewhere.</summary>
    public static bool IsAddress(string host) => TrySplit(host, out string? name) && AddressOf(name) is not null;

    private static string? AuthorityOf(string? origin) => origin switch
    {
        _ when origin is null || !Ascii.IsValid(origin) => null,
        _ when origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) => origin["http://".Length..],
        _ when origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase) => origin["https://".Length..],
        _ => null,
    };

    /// <summary>Splits off the name. An IPv6 address keeps its brackets.</summary>
    private static bool TrySplit(string host, out string name)
    {
        int end = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) + 1 : host.IndexOf(':', StringComparison.Ordinal);
        name = end < 0 ? host : host[..end];
        ReadOnlySpan<char> port = host.AsSpan(name.Length);
        return port.IsEmpty || (port[0] == ':' && ushort.TryParse(port[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }

    /// <summary>Accepts only the usual spelling. Otherwise 127.1, 0x7f.0.0.1 and 2130706433 would be addresses, too.</summary>
    private static IPAddress? AddressOf(string name)
    {
        bool isBracketed = name is ['[', .., ']'];
        if (!IPAddress.TryParse(isBracketed ? name[1..^1] : name, out IPAddress? address))
        {
            return null;
        }

        if (!isBracketed)
        {
            return address.ToString() == name && !name.Contains(':', StringComparison.Ordinal) ? address : null;
        }

        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : name.AsSpan().ContainsAny('%', '/')
            || !name.Contains(':', StringComparison.Ordinal) ? null : address;
    }
}
