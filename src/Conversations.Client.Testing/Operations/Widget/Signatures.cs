using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Operations.Widget;

/// <summary>Verifies what a project's secret token has signed (docs/service/neighbours.md 1.2).</summary>
internal static class Signatures
{
    // A claim is for a day. Five minutes are left for clocks that differ.
    private static readonly TimeSpan LongestClaim = TimeSpan.FromHours(24) + TimeSpan.FromMinutes(5);

    public static bool FitsIdentity(WidgetRow widget, CustomerFields sent, bool isCurrent) =>
        Fits(widget, sent.SignedId!, sent.Hash!, isCurrent);

    /// <summary>Returns the address of a claim, or null if there is none or it does not hold: nobody is told which.</summary>
    public static string? Email(WidgetRow widget, CustomerFields sent, DateTimeOffset now)
    {
        if (sent is not { Email: { } email, EmailHash: { } hash, EmailExpiry: { } expiry })
        {
            return null;
        }

        long seconds = now.ToUnixTimeSeconds();
        string address = email.Trim().ToLowerInvariant();
        string text = string.Join('\0', "v1", sent.SignedId, "email", address, expiry.ToString(CultureInfo.InvariantCulture));
        bool isInTime = expiry > seconds && expiry <= seconds + LongestClaim.TotalSeconds;
        return isInTime && Fits(widget, text, hash, isCurrent: true) ? address : null;
    }

    // The comparison is of texts: a hash in capital letters is another one.
    private static bool Fits(WidgetRow widget, string text, string hash, bool isCurrent)
    {
        string?[] secrets = isCurrent ? [widget.Secret, widget.SecretBackup] : [widget.Secret];
        return secrets.Any(secret => secret is not null && hash == Sign(secret, text));
    }

    private static string Sign(string secret, string text) =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
}
