using System.Globalization;
using Conversations.Client.Testing;

namespace Conversations.Fleet;

/// <summary>
/// Writes onto each request when its permit was there, because handlers of the application stand behind the budget. The processes and the
/// fake have one clock.
/// </summary>
internal sealed class GrantStamp : DelegatingHandler
{
    private const string Header = "X-Granted-At";

    public GrantStamp()
        : base(new SocketsHttpHandler())
    {
    }

    /// <summary>How long a request took from its permit to the fake; null for one without a stamp.</summary>
    public static TimeSpan? WayOf(RecordedRequest request) => request.Headers.TryGetValue(Header, out string? ticks)
        ? request.At - new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero)
        : null;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Add(Header, DateTimeOffset.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture));
        return base.SendAsync(request, cancellationToken);
    }
}
