using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Customers;

/// <summary>docs/service/neighbours.md 1.2: the claim that an address is the customer's.</summary>
public sealed class EmailClaimTests
{
    private const string Address = "person@example.com";

    private static readonly long Soon = Fixtures.Now.AddHours(1).ToUnixTimeSeconds();

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task A_claim_opens_tickets_of_other_channels_whose_address_was_proven(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        Add(service, "Person@Example.com", verified: true);
        Add(service, Address, verified: null, zendesk: 5);
        Add(service, Address, verified: null);
        Add(service, Address, verified: false);
        Add(service, Address + " ", verified: true);
        service.Fake.Tickets.Add(new TicketSeed { DistinctId = Address, IdentityVerified = true });

        Assert.Equal([6, 7], await SeenAsync(service, Claim()));
        Assert.Empty(await service.SeenAsync(WidgetCalls.ByIdentity));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task Writing_by_a_claim_leaves_the_ticket_whose_it_was(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        Ticket ticket = Add(service, Address, verified: null, zendesk: 5);

        _ = (await service.WriteSignedAsync([("ticket_id", ticket.Id), .. Claim()])).Is(200);

        Ticket after = service.Find(ticket.Id.ToString());
        Assert.Equal((Address, null, 1), (after.DistinctId, after.IdentityVerified, after.MessageCount));
        Assert.Equal(["Hello"], await service.ContentsAsync(ticket.Id.ToString(), WidgetCalls.ByIdentity + Query(Claim())));
        (await service.WriteSignedAsync(("ticket_id", ticket.Id))).IsForbidden();
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Code)]
    public async Task The_address_is_signed_trimmed_and_in_lower_case_with_id_and_expiry(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        Add(service, Address, verified: true);
        Assert.Equal("f23f593838952c9347630b4c73a7312c773db50e55d891c8e780d2e1343d4775", Hash(WidgetCalls.SignedId, Address, 1767225600));

        Assert.Equal([6], await SeenAsync(service, Claim(email: "  PERSON@example.COM ", hash: Hash(WidgetCalls.SignedId, Address, Soon))));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task A_claim_that_does_not_hold_is_as_if_it_were_absent(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        Add(service, Address, verified: true);
        long now = Fixtures.Now.ToUnixTimeSeconds();
        long latest = now + (24 * 3600) + 300;

        Assert.Empty(await SeenAsync(service, Claim(expiry: now - 1)));
        Assert.Empty(await SeenAsync(service, Claim(expiry: latest + 1)));
        Assert.Empty(await SeenAsync(service, Claim(hash: new string('0', 64))));
        Assert.Empty(await SeenAsync(service, Claim(hash: Hash("user_124", Address, Soon))));
        Assert.Empty(await SeenAsync(service, Claim()[..2]));
        Assert.Equal([6], await SeenAsync(service, Claim(expiry: latest)));
        service.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Empty(await SeenAsync(service, Claim()));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task Half_a_claim_and_one_without_an_identity_are_refused(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        (await service.WriteSignedAsync(Claim()[0])).Refuses("non_field_errors");
        (await service.WriteSignedAsync(Claim()[1])).Refuses("non_field_errors");
        (await service.WriteAsync(Claim())).Refuses("non_field_errors");
        (await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.BySession + Query(Claim()))).Refuses("non_field_errors");
        (await service.WriteSignedAsync(Claim(hash: "short"))).Refuses("identity_hash_email");
        (await service.WriteSignedAsync([.. Claim()[..2], ("identity_exp_email", "soon")])).IsInvalidData(("identity_exp_email", "A valid integer is required."));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Code)]
    public async Task The_legacy_version_knows_no_claims(Transport transport)
    {
        await using Service service = await OpenAsync(transport);
        Add(service, Address, verified: true);
        service.Options.ServiceVersion = ServiceVersion.Legacy;

        Assert.Equal("""{"count":0,"results":[]}""", (await service.AskAsync(WidgetCalls.Tickets + WidgetCalls.ByIdentity + Query(Claim()))).Is(200).Text);
        _ = (await service.WriteAsync(Claim()[0])).Is(200);
    }

    private static async Task<Service> OpenAsync(Transport transport)
    {
        Service service = await Service.OpenAsync(transport);
        service.SignWith();
        return service;
    }

    private static Ticket Add(Service service, string distinctId, bool? verified, long? zendesk = null) =>
        service.Fake.Tickets.Add(new TicketSeed
        {
            ChannelSource = ChannelSource.Email,
            DistinctId = distinctId,
            IdentityVerified = verified,
            ZendeskTicketId = zendesk,
        });

    private static (string Field, object? Value)[] Claim(string email = Address, long? expiry = null, string? hash = null) =>
    [
        ("identity_email", email),
        ("identity_hash_email", hash ?? Hash(WidgetCalls.SignedId, email, expiry ?? Soon)),
        ("identity_exp_email", expiry ?? Soon),
    ];

    private static string Hash(string id, string email, long expiry) => WidgetCalls.Sign($"v1\0{id}\0email\0{email}\0{expiry}");

    private static Task<IReadOnlyList<int>> SeenAsync(Service service, (string Field, object? Value)[] claim) =>
        service.SeenAsync(WidgetCalls.ByIdentity + Query(claim));

    private static string Query((string Field, object? Value)[] claim) =>
        string.Concat(claim.Select(static part => $"&{part.Field}={Uri.EscapeDataString($"{part.Value}")}"));
}
