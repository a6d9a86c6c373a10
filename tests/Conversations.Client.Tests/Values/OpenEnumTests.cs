using System.Globalization;

namespace Conversations.Client.Tests.Values;

public sealed class OpenEnumTests
{
    [Fact]
    public void A_known_value_compares_with_and_converts_from_its_member()
    {
        OpenEnum<TicketStatus> value = TicketStatus.OnHold;
        Assert.Equal((TicketStatus.OnHold, "on_hold", "on_hold"), (value.Known, value.Value, value.ToString()));
        Assert.True(value == TicketStatus.OnHold);
        Assert.True(value != TicketStatus.New);
        Assert.Equal(new OpenEnum<TicketStatus>("on_hold"), value);
        Assert.Equal(new OpenEnum<TicketStatus>("on_hold").GetHashCode(), value.GetHashCode());
        Assert.Equal(TicketStatus.OnHold, (TicketStatus)value);
        Assert.True(value.Equals((object)TicketStatus.OnHold));
        Assert.False(value.Equals((object)"on_hold"));
    }

    [Fact]
    public void An_unknown_value_is_kept_case_and_all()
    {
        var value = new OpenEnum<TicketStatus>("On_Hold");
        Assert.Equal((null, "On_Hold"), (value.Known, value.Value));
        Assert.NotEqual(new OpenEnum<TicketStatus>("on_hold"), value);
        Assert.Equal(new OpenEnum<TicketStatus>("On_Hold"), value);
        Assert.Contains("On_Hold", Assert.Throws<InvalidCastException>(() => (TicketStatus)value).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_is_an_empty_text_and_equal_to_it()
    {
        Assert.Equal(
            ("", null, ""),
            (default(OpenEnum<TicketStatus>).Value, default(OpenEnum<TicketStatus>).Known, default(OpenEnum<TicketStatus>).ToString()));
        Assert.Equal(new OpenEnum<TicketStatus>(""), default);
        Assert.Equal(new OpenEnum<TicketStatus>("").GetHashCode(), default(OpenEnum<TicketStatus>).GetHashCode());
        Assert.False(default(OpenEnum<TicketStatus>) == TicketStatus.New);
    }

    [Fact]
    public void What_cannot_be_a_value_is_refused()
    {
        _ = Assert.Throws<ArgumentOutOfRangeException>(static () => (OpenEnum<TicketStatus>)(TicketStatus)99);
        _ = Assert.Throws<ArgumentOutOfRangeException>(static () => (OpenEnum<DayOfWeek>)DayOfWeek.Monday);
        _ = Assert.Throws<ArgumentNullException>(static () => new OpenEnum<TicketStatus>(null!));
    }

    [Fact]
    public void Formatting_gives_the_wire_text_and_fits_the_space_or_says_no()
    {
        OpenEnum<TicketStatus> value = TicketStatus.OnHold;
        Assert.Equal("on_hold", string.Create(new CultureInfo("tr-TR"), $"{value}"));
        Assert.Equal("on_hold", value.ToString("X", null));
        Assert.False(value.TryFormat(new char[6], out int written, default, null));
        Assert.Equal(0, written);
        Assert.True(value.TryFormat(new char[7], out written, default, null));
        Assert.Equal(7, written);
        Assert.True(default(OpenEnum<TicketStatus>).TryFormat([], out written, default, null));
        Assert.Equal(0, written);
    }

    [Fact]
    public async Task A_value_newer_than_the_package_is_read_and_can_be_sent_again()
    {
        await using var stub = StubServer.InMemory(StubAnswer.Json("""{"id":"01978c3e-52aa-0000-91d4-3b6f2f0c7e11","status":"frozen","priority":"","channel_detail":"fax"}"""), StubAnswer.Json(Examples.Ticket));
        using ConversationsClient client = stub.CreateClient();

        Ticket ticket = await client.Tickets.GetAsync(1);
        Assert.Equal(
            ("frozen", null, "", "fax"),
            (ticket.Status.Value, ticket.Status.Known, ticket.Priority!.Value.Value, ticket.ChannelDetail!.Value.Value));
        _ = await client.Tickets.UpdateAsync(1, new() { Status = ticket.Status, Priority = ticket.Priority });

        // The service stores an empty priority, so the client can send it back unchanged (docs/service/tickets.md 6.2).
        Assert.Equal("""{"status":"frozen","priority":""}""", stub.Requests[1].Text);
    }
}
