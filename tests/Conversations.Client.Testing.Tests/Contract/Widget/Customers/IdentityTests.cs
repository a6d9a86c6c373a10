using System.Text.Json;
using Conversations.Client.Testing.Tests.Contract.Tickets;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Customers;

/// <summary>docs/service/neighbours.md 1.2: what the secret token of the project has signed.</summary>
public sealed class IdentityTests
{
    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task A_hash_of_the_distinct_id_with_the_secret_token_opens_the_tickets_of_that_id(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SignWith();
        Ticket mail = service.Fake.Tickets.Add(new TicketSeed { DistinctId = WidgetCalls.SignedId, ChannelSource = ChannelSource.Email });
        Assert.Equal(WidgetCalls.Hash, WidgetCalls.Sign(WidgetCalls.SignedId));

        string opened = (await service.WriteSignedAsync()).Is(200).Json.Text("ticket_id")!;

        Assert.Equal([6, 7], await service.SeenAsync(WidgetCalls.ByIdentity));
        Assert.Equal(["Hello"], await service.ContentsAsync(opened, WidgetCalls.ByIdentity));
        _ = (await service.WriteSignedAsync(("ticket_id", mail.Id))).Is(200);
        _ = (await service.MarkReadAsync(opened, WidgetCalls.SentSigned())).Is(200);
        (await service.WriteSignedAsync(("ticket_id", service.IdOf(1)))).IsForbidden();
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Code)]
    public async Task The_other_ids_of_the_person_are_opened_too(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SignWith();
        service.Fake.Tickets.Add(new TicketSeed { DistinctId = "phone" });
        Assert.Empty(await service.SeenAsync(WidgetCalls.ByIdentity));

        service.Fake.Directory.Add(new PersonSeed { DistinctIds = [WidgetCalls.SignedId, "phone", "u-4"] });

        Assert.Equal([4, 6], await service.SeenAsync(WidgetCalls.ByIdentity));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task A_wrong_hash_and_a_project_without_a_secret_are_the_same_refusal(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.WriteSignedAsync()).IsForbidden();
        service.SignWith();
        (await service.WriteSignedAsync(("identity_hash", new string('0', 64)))).IsForbidden();
        (await service.WriteSignedAsync(("identity_hash", WidgetCalls.Hash.ToUpperInvariant()))).IsForbidden();
        (await service.WriteSignedAsync(("identity_distinct_id", "user_124"))).IsForbidden();
        (await service.AskAsync(WidgetCalls.Tickets + $"?identity_distinct_id={WidgetCalls.SignedId}&identity_hash={new string('0', 64)}")).IsForbidden();
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Code)]
    public async Task A_good_session_does_not_help_beside_a_wrong_hash(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SignWith();
        string ticket = await service.OpenTicketAsync();
        string wrong = $"{WidgetCalls.BySession}&identity_distinct_id={WidgetCalls.SignedId}&identity_hash={new string('0', 64)}";

        foreach (ServiceVersion version in Enum.GetValues<ServiceVersion>())
        {
            service.Options.ServiceVersion = version;
            (await service.AskAsync(WidgetCalls.Tickets + wrong)).IsForbidden();
            (await service.AskAsync(WidgetCalls.Thread(ticket) + wrong)).IsForbidden();
            (await service.WriteSignedAsync(("widget_session_id", WidgetCalls.Session), ("identity_hash", new string('0', 64)))).IsForbidden();
        }
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Code)]
    public async Task One_of_the_two_fields_alone_is_as_if_it_were_not_there(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string alone in new[] { $"identity_distinct_id={WidgetCalls.SignedId}", $"identity_hash={new string('0', 64)}" })
        {
            Assert.Empty(await service.SeenAsync($"{WidgetCalls.BySession}&{alone}"));
            (await service.AskAsync($"{WidgetCalls.Tickets}?{alone}")).Refuses("non_field_errors");
        }

        _ = (await service.WriteAsync(("identity_hash", new string('0', 64)))).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task A_hash_outlives_one_rotation_of_the_secret_on_the_newest_service(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SignWith("next", backup: WidgetCalls.Secret);
        _ = (await service.WriteSignedAsync()).Is(200);
        _ = (await service.WriteSignedAsync(("identity_hash", WidgetCalls.Sign(WidgetCalls.SignedId, "next")))).Is(200);

        service.Options.ServiceVersion = ServiceVersion.Legacy;
        (await service.WriteSignedAsync()).IsForbidden();
        service.Options.ServiceVersion = ServiceVersion.Current;
        service.SignWith("next");
        (await service.WriteSignedAsync()).IsForbidden();
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Tested)]
    public async Task What_is_no_hash_is_400_and_was_403_or_500_in_the_legacy_version(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SignWith();
        (await service.WriteSignedAsync(("identity_hash", new string('a', 63)))).IsInvalidData(("identity_hash", "Ensure this field has at least 64 characters."));
        (await service.WriteSignedAsync(("identity_hash", new string('a', 65)))).IsInvalidData(("identity_hash", "Ensure this field has no more than 64 characters."));
        (await service.WriteSignedAsync(("identity_hash", new string('z', 64)))).Refuses("identity_hash");
        (await service.WriteSignedAsync(("identity_hash", new string('ä', 64)))).Refuses("identity_hash");

        service.Options.ServiceVersion = ServiceVersion.Legacy;
        (await service.WriteSignedAsync(("identity_hash", new string('a', 63)))).Refuses("identity_hash");
        (await service.WriteSignedAsync(("identity_hash", new string('z', 64)))).IsForbidden();
        (await service.WriteSignedAsync(("identity_hash", new string('ä', 64)))).IsError(500, "server_error", "error");
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Code)]
    public async Task Half_the_hash_is_the_session_of_a_ticket_that_an_identity_opened(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SignWith();
        string ticket = (await service.WriteSignedAsync()).Is(200).Json.Text("ticket_id")!;

        Assert.Equal(["Hello"], await service.ContentsAsync(ticket, $"?widget_session_id={WidgetCalls.SessionOfHash}"));
        _ = (await service.WriteAsync(("widget_session_id", WidgetCalls.SessionOfHash), ("ticket_id", ticket))).Is(200);
        Assert.Equal((WidgetCalls.SignedId, true), (service.Find(ticket).DistinctId, service.Find(ticket).IdentityVerified));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.2", Evidence.Code)]
    public async Task A_signed_id_has_400_characters_at_most(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        service.SignWith();
        string longest = new('x', 400);
        _ = (await service.WriteSignedAsync(("identity_distinct_id", longest), ("identity_hash", WidgetCalls.Sign(longest)))).Is(200);
        (await service.WriteSignedAsync(("identity_distinct_id", longest + "x"))).IsInvalidData(("identity_distinct_id", "Ensure this field has no more than 400 characters."));
        JsonElement stored = (await service.GetAsync(Service.Tickets + "6/")).Is(200).Json;
        Assert.Equal(longest, stored.Text("distinct_id"));
    }
}
