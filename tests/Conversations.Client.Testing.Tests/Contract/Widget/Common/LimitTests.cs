using Conversations.Client.Testing.Tests.Contract.Tickets;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Common;

/// <summary>docs/service/neighbours.md 1.6: how often customers may call. Off by default.</summary>
public sealed class LimitTests
{
    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task A_session_may_call_30_times_a_minute_reads_and_writes_together(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        for (int pair = 0; pair < 15; pair++)
        {
            _ = (await service.WriteAsync()).Is(200);
            _ = (await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession)).Is(200);
        }

        service.Clock.Advance(TimeSpan.FromSeconds(48.5));
        IsThrottled(await service.WriteAsync(), 12);
        IsThrottled(await service.AskAsync(WidgetCalls.Thread(service.IdOf(6)) + WidgetCalls.BySession), 12);
        IsThrottled(await service.MarkReadAsync(service.IdOf(6)), 12);
        Assert.Empty(await service.SeenAsync($"?widget_session_id={WidgetCalls.OtherSession}"));
        service.Clock.Advance(TimeSpan.FromSeconds(11.5));
        _ = (await service.WriteAsync()).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task All_who_name_no_session_share_one_minute(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        service.SignWith();
        for (int sent = 0; sent < 30; sent++)
        {
            string id = $"user-{sent}";
            _ = (await service.WriteSignedAsync(("identity_distinct_id", id), ("identity_hash", WidgetCalls.Sign(id)))).Is(200);
        }

        IsThrottled(await service.WriteSignedAsync(), 60);
        _ = (await service.WriteAsync()).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task A_refused_request_counts_and_a_throttled_one_does_not(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        for (int sent = 0; sent < 30; sent++)
        {
            _ = (await service.WriteAsync(("message", ""))).Is(400);
        }

        service.Clock.Advance(TimeSpan.FromSeconds(59));
        IsThrottled(await service.WriteAsync(), 1);
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        _ = (await service.WriteAsync()).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Tested)]
    public async Task A_full_hour_of_reads_does_not_stop_a_send_and_did_in_the_legacy_version(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        for (int sent = 0; sent < 3600; sent++)
        {
            _ = (await service.AskAsync($"{WidgetCalls.Tickets}?widget_session_id={Guid.NewGuid()}")).Is(200);
        }

        IsThrottled(await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession), 3600);
        _ = (await service.WriteAsync()).Is(200);
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        for (int sent = 0; sent < 3600; sent++)
        {
            _ = (await service.AskAsync($"{WidgetCalls.Tickets}?widget_session_id={Guid.NewGuid()}")).Is(200);
        }

        IsThrottled(await service.WriteAsync(), 3600);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task A_429_of_the_widget_has_its_seconds_in_the_text_and_no_header(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        service.Options.RateLimitScale = 0.1;
        for (int sent = 0; sent < 30; sent++)
        {
            _ = (await service.WriteAsync()).Is(200);
        }

        Answer throttled = await service.WriteAsync();
        IsThrottled(throttled, 6);
        Assert.False(throttled.Headers.Contains("Retry-After"));
        service.Options.RetryAfterHeader = RetryAfterMode.Seconds;
        Assert.Equal("6", (await service.WriteAsync()).Headers.GetValues("Retry-After").Single());
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Open)]
    public async Task Nothing_is_limited_while_the_switch_of_the_widget_is_off(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, static options => options.RateLimits = true);
        for (int sent = 0; sent < 31; sent++)
        {
            _ = (await service.WriteAsync()).Is(200);
        }
    }

    private static Task<Service> OpenAsync(Transport transport) =>
        Service.OpenAsync(transport, static options => options.WidgetLimits = true);

    private static void IsThrottled(Answer answer, int seconds) => answer.IsError(
        429, "throttled_error", "throttled", $"Request was throttled. Expected available in {seconds} second{(seconds == 1 ? "" : "s")}.");
}
