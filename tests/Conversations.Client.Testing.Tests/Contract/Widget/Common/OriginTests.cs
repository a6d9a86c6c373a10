using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Common;

/// <summary>docs/service/neighbours.md 1.6: pages of which hosts may send messages.</summary>
public sealed class OriginTests
{
    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task An_empty_list_lets_everybody_send(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        Assert.Equal((200, 200), (await StatusAsync(service), await StatusAsync(service, ("Origin", "https://else.example"))));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task The_host_of_origin_or_referer_must_be_listed_and_nothing_else_of_them_counts(Transport transport)
    {
        await using Service service = await OpenAsync(transport, "https://acme.example:8443/app");
        foreach (string address in new[] { "https://acme.example", "http://acme.example:3000", "https://ACME.example/any?x#y" })
        {
            Assert.Equal((200, 200), (await StatusAsync(service, ("Origin", address)), await StatusAsync(service, ("Referer", address))));
        }

        Assert.Equal(200, await StatusAsync(service, ("Origin", "https://else.example"), ("Referer", "https://acme.example/")));
        foreach (string address in new[] { "https://else.example", "https://acme.example.evil.example", "https://acme.example@evil.example", "null", "acme.example" })
        {
            Assert.Equal((403, 403), (await StatusAsync(service, ("Origin", address)), await StatusAsync(service, ("Referer", address))));
        }

        (await service.WriteAsync()).IsBareError(403, "Origin not allowed");
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task A_star_stands_for_any_run_of_characters_of_the_host(Transport transport)
    {
        await using Service service = await OpenAsync(transport, "https://*.example.com", "https://pre*mid*.acme.example");
        foreach ((string host, int status) in new[]
        {
            ("a.example.com", 200), ("a.b.example.com", 200), ("example.com", 403), ("a.example.com.evil.example", 403),
            ("pre-1-mid-2.acme.example", 200), ("premid.acme.example", 200), ("pre-1.acme.example", 403),
        })
        {
            Assert.Equal((host, status), (host, await StatusAsync(service, ("Origin", $"https://{host}"))));
        }
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task An_entry_without_a_scheme_fits_nobody_and_still_closes_the_list(Transport transport)
    {
        await using Service service = await OpenAsync(transport, "acme.example");
        Assert.Equal(403, await StatusAsync(service, ("Origin", "https://acme.example")));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task Apps_pass_by_their_user_agent(Transport transport)
    {
        await using Service service = await OpenAsync(transport, "https://acme.example");
        foreach (string app in new[] { "posthog-android/3", "posthog-ios/3", "posthog-react-native/3", "posthog-flutter/4" })
        {
            Assert.Equal(200, await StatusAsync(service, ("User-Agent", app)));
        }

        Assert.Equal(403, await StatusAsync(service, ("User-Agent", "posthog-python/3")));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.6", Evidence.Code)]
    public async Task Reading_and_marking_as_read_never_look_at_the_origin(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        string ticket = await service.OpenTicketAsync();
        service.Fake.Directory.Add(new ProjectSeed { Id = 1, WidgetDomains = ["https://acme.example"] });

        Assert.Equal(["Hello"], await service.ContentsAsync(ticket, WidgetCalls.BySession));
        Assert.Equal([6], await service.SeenAsync(WidgetCalls.BySession));
        _ = (await service.MarkReadAsync(ticket)).Is(200);
    }

    private static async Task<Service> OpenAsync(Transport transport, params string[] domains)
    {
        Service service = await Service.OpenAsync(transport);
        service.Fake.Directory.Add(new ProjectSeed { Id = 1, WidgetDomains = domains });
        return service;
    }

    private static async Task<int> StatusAsync(Service service, params (string Name, string Value)[] headers) =>
        (await service.PostAsync(WidgetCalls.Message, WidgetCalls.Sent(), WidgetCalls.With(headers))).Status;
}
