using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Actions;

/// <summary>docs/service/tickets.md 8.4: composing the same ticket again.</summary>
public sealed class ComposeAgainTests
{
    private const string InProgress = "This ticket is already being created. Check the inbox before composing it again.";

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task The_same_ticket_composed_within_120_seconds_is_200_with_the_first_and_opens_nothing(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        string first = (await PostAsync(service, ("tags", new[] { "a", "b" }))).Is(201).Text;
        service.Clock.Advance(TimeSpan.FromSeconds(120) - TimeSpan.FromTicks(1));
        Assert.Equal(first, (await PostAsync(service, ("tags", new[] { "B", "a" }))).Is(200).Text);
        await service.HasAsync("", [.. TicketCalls.All, 6]);
        service.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.NotEqual(first, (await PostAsync(service, ("tags", new[] { "a", "b" }))).Is(201).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task Composing_with_another_author_recipient_subject_message_formatting_distinct_id_or_tag_is_another_ticket(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        _ = (await PostAsync(service)).Is(201);
        _ = (await service.PostAsync(Composing.Path, Composing.Body(), Callers.OtherUser)).Is(201);
        foreach ((string, object?) change in new (string, object?)[]
        {
            ("recipient_email", "other@x.example"), ("email_subject", "S"), ("message", "Hello!"), ("rich_content", 1), ("recipient_distinct_id", "d"),
            ("tags", new[] { "t" }),
        })
        {
            _ = (await PostAsync(service, change)).Is(201);
        }

        _ = (await PostAsync(service, ("message", " Hello "), ("recipient_distinct_id", "new@x.example"))).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task While_the_first_ticket_is_being_composed_the_same_is_409(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsCompose).Nth(1).Delay(TimeSpan.FromSeconds(20));
        Task<Answer> first = PostAsync(service);
        await service.Clock.BegunAsync(1);

        (await PostAsync(service)).IsDetail(409, InProgress, "compose_in_progress");
        _ = (await PostAsync(service, ("message", "Another"))).Is(201);
        service.Clock.Advance(TimeSpan.FromSeconds(20));

        string made = (await first).Is(201).Text;
        Assert.Equal(made, (await PostAsync(service)).Is(200).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task A_ticket_being_composed_for_30_seconds_holds_nobody_up_any_more(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport);
        service.Fake.Faults.On(Operation.TicketsCompose).Nth(1).Delay(TimeSpan.FromSeconds(60));
        Task<Answer> first = PostAsync(service);
        await service.Clock.BegunAsync(1);

        service.Clock.Advance(TimeSpan.FromSeconds(29));
        (await PostAsync(service)).IsDetail(409, InProgress, "compose_in_progress");
        service.Clock.Advance(TimeSpan.FromSeconds(1));
        string second = (await PostAsync(service)).Is(201).Text;
        service.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.NotEqual(second, (await first).Is(201).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.4", Evidence.Code)]
    public async Task The_legacy_version_composes_a_ticket_each_time(Transport transport)
    {
        await using Service service = await Composing.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        service.Fake.Faults.On(Operation.TicketsCompose).Nth(1).Delay(TimeSpan.FromSeconds(20));
        Task<Answer> first = PostAsync(service);
        await service.Clock.BegunAsync(1);
        _ = (await PostAsync(service)).Is(201);
        _ = (await PostAsync(service)).Is(201);
        service.Clock.Advance(TimeSpan.FromSeconds(20));
        _ = (await first).Is(201);
    }

    private static Task<Answer> PostAsync(Service service, params (string Name, object? Value)[] changes) =>
        service.PostAsync(Composing.Path, Composing.Body(changes), Callers.Session);
}
