using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Common;

/// <summary>docs/service/neighbours.md 1.1: paths, the token, formats.</summary>
public sealed class PathTests
{
    private static readonly string[] Verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.1", Evidence.Code)]
    public async Task A_slash_at_the_end_makes_the_path_unknown(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync();

        (await service.PostAsync(WidgetCalls.Message + "/", WidgetCalls.Sent(), WidgetCalls.Customer)).IsUnknownPath();
        (await service.AskAsync($"{WidgetCalls.Tickets}/{WidgetCalls.BySession}")).IsUnknownPath();
        (await service.AskAsync($"{WidgetCalls.Thread(ticket)}/{WidgetCalls.BySession}")).IsUnknownPath();
        (await service.PostAsync(WidgetCalls.Thread(ticket) + "/read/", WidgetCalls.Sent(), WidgetCalls.Customer)).IsUnknownPath();
        (await service.AskAsync(WidgetCalls.Base)).IsUnknownPath();
        (await service.PostAsync(WidgetCalls.Base + "restore", new { }, WidgetCalls.Customer)).IsUnknownPath();
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.1", Evidence.Code)]
    public async Task The_ticket_in_a_path_is_a_uuid_with_dashes_in_lower_case(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync(("message", "Hi"));

        _ = (await service.AskAsync(WidgetCalls.Thread(ticket) + WidgetCalls.BySession)).Is(200);
        foreach (string other in new[] { ticket.ToUpperInvariant(), ticket.Replace("-", "", StringComparison.Ordinal), $"{{{ticket}}}", "6", "nonsense", "" })
        {
            (await service.AskAsync(WidgetCalls.Thread(other) + WidgetCalls.BySession)).IsUnknownPath();
            (await service.MarkReadAsync(other)).IsUnknownPath();
        }
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.1", Evidence.Framework)]
    public async Task A_verb_that_a_route_does_not_have_is_405(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync();
        foreach ((string path, string verb) in new[]
        {
            (WidgetCalls.Message, "POST"), (WidgetCalls.Tickets, "GET"), (WidgetCalls.Thread(ticket), "GET"), (WidgetCalls.Thread(ticket) + "/read", "POST"),
        })
        {
            foreach (string other in Verbs.Where(other => other != verb))
            {
                (await service.CallAsync(new HttpMethod(other), path, WidgetCalls.Customer)).IsError(
                    405, "invalid_request", "method_not_allowed", $"Method \"{other}\" not allowed.");
            }
        }

        Assert.Equal(405, (await service.GetAsync(WidgetCalls.Message, Callers.Nobody)).Status);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.1", Evidence.Tested)]
    public async Task The_token_names_the_project_and_keys_and_cookies_have_no_effect(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.Fake.Directory.Add(new ProjectSeed { Id = 2, WidgetToken = "wgt_second" });

        Answer sent = await service.PostAsync(
            WidgetCalls.Message, WidgetCalls.Sent(), new Caller("phx_nobody", "sess-nobody", "x") { Headers = [("X-Conversations-Token", "wgt_second")] });

        Ticket ticket = service.Find(sent.Is(200).Json.Text("ticket_id")!);
        Assert.Equal((2, "wgt_fake"), (ticket.TicketNumber, service.Fake.WidgetToken));
        (await service.AskAsync(WidgetCalls.Thread(ticket.Id.ToString()) + WidgetCalls.BySession)).IsBareError(404, "Ticket not found");
        Assert.Equal([2], (await service.GetAsync("/api/projects/2/conversations/tickets/?search=Hello")).Numbers());
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.1", Evidence.Framework)]
    public async Task A_uuid_in_a_body_or_a_query_may_have_capitals_and_lack_its_dashes(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync(("widget_session_id", WidgetCalls.Session.ToUpperInvariant()));
        string bare = WidgetCalls.Session.Replace("-", "", StringComparison.Ordinal);

        Answer again = await service.WriteAsync(
            ("widget_session_id", bare), ("ticket_id", ticket.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()));

        Assert.Equal(ticket, again.Is(200).Json.Text("ticket_id"));
        Assert.Equal([6], await service.SeenAsync($"?widget_session_id={bare.ToUpperInvariant()}"));
        Assert.Equal([6], await service.SeenAsync(WidgetCalls.BySession));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.1", Evidence.Code)]
    public async Task Instants_have_an_offset_and_microseconds_where_there_are_some(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("2026-06-03T11:00:00+00:00", (await service.WriteAsync()).Is(200).Json.Text("created_at"));
        service.Clock.Advance(TimeSpan.FromMilliseconds(120));
        Answer sent = await service.WriteAsync();
        Assert.Equal("2026-06-03T11:00:00.120000+00:00", sent.Is(200).Json.Text("created_at"));
        Assert.Equal("2026-06-03T11:00:00.120000Z", (await service.GetAsync(Service.Tickets + sent.Json.Text("ticket_id") + "/")).Json.Text("created_at"));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.1", Evidence.Code)]
    public async Task The_widget_is_there_in_both_versions_and_without_a_project_in_the_path(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (ServiceVersion version in Enum.GetValues<ServiceVersion>())
        {
            service.Options.ServiceVersion = version;
            _ = (await service.WriteAsync()).Is(200);
            (await service.PostAsync("/api/projects/1/conversations/v1/widget/message", WidgetCalls.Sent(), WidgetCalls.Customer)).IsUnknownPath();
        }
    }
}
