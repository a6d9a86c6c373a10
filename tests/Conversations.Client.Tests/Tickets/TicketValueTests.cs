using System.Globalization;

namespace Conversations.Client.Tests.Tickets;

public sealed class TicketValueTests
{
    private static readonly Guid Id = Guid.Parse(Examples.TicketId);

    [Fact]
    public void A_ticket_id_is_a_uuid_or_a_number()
    {
        TicketId number = 42;
        TicketId id = Id;
        Assert.Equal(("42", Examples.TicketId), (number.ToString(), id.ToString()));
        Assert.Equal(number, TicketId.Parse("42", new CultureInfo("ar-SA")));
        Assert.Equal(id, TicketId.Parse(Examples.TicketId.ToUpperInvariant(), null));
        Assert.True(number == 42 && number != 43 && number != id);
        Assert.Equal(number.GetHashCode(), ((TicketId)42).GetHashCode());
        Assert.Equal("", default(TicketId).ToString());
        Span<char> space = stackalloc char[36];
        Assert.True(id.TryFormat(space, out int written, default, null) && written == 36);
        Assert.False(id.TryFormat(space[..35], out _, default, null));
        Assert.True(number.TryFormat(space, out written, default, new CultureInfo("ar-SA")) && space[..written].SequenceEqual("42"));
        Assert.True(default(TicketId).TryFormat(space, out written, default, null) && written == 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("٤٢")]
    [InlineData("2147483648")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("../1")]
    public void What_is_no_ticket_id_is_refused(string text)
    {
        Assert.False(TicketId.TryParse(text, null, out TicketId id));
        Assert.Equal(default, id);
        _ = Assert.Throws<FormatException>(() => TicketId.Parse(text, null));
    }

    [Fact]
    public async Task Ids_that_name_nothing_are_refused_before_sending()
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        _ = Assert.Throws<ArgumentOutOfRangeException>(static () => (TicketId)0);
        Assert.False(TicketId.TryParse((string?)null, null, out _));
        _ = Assert.Throws<ArgumentNullException>(static () => TicketId.Parse(null!, null));
        _ = await Assert.ThrowsAsync<ArgumentException>(() => client.Tickets.GetAsync(default));
        _ = await Assert.ThrowsAsync<ArgumentException>(() => client.Tickets.GetAsync(Guid.Empty));
        _ = await Assert.ThrowsAsync<ArgumentException>(() => client.Tickets.UpdateAsync(default, new() { Priority = null }));
        _ = await Assert.ThrowsAsync<ArgumentException>(() => client.Conversations.GetAsync(Guid.Empty));
        _ = Assert.Throws<ArgumentException>(() => client.Conversations.StreamAsync(Guid.Empty, "Hi"));
        _ = Assert.Throws<ArgumentException>(() => client.Conversations.ReconnectAsync(Guid.Empty));
        Assert.Empty(stub.Requests);
    }

    [Theory]
    [InlineData("7.00:00:00", "-7d")]
    [InlineData("01:30:00", "-90M")]
    [InlineData("1.01:00:00", "-25h")]
    [InlineData("00:00:01", "-1s")]
    [InlineData("00:00:00", "-0d")]
    [InlineData("1.00:00:01", "-86401s")]
    public Task An_age_is_sent_in_a_unit_of_fixed_length(string age, string text) => Cultures.EachAsync(() =>
    {
        Assert.Equal(text, DateFilter.Ago(TimeSpan.Parse(age, CultureInfo.InvariantCulture)).ToString());
        return Task.CompletedTask;
    });

    [Fact]
    public Task An_instant_is_sent_with_its_offset() => Cultures.EachAsync(static () =>
    {
        Assert.Equal("2026-06-03T12:00:00+00:00", DateFilter.At(new(2026, 6, 3, 12, 0, 0, TimeSpan.Zero)).ToString());
        Assert.Equal("2026-06-03T12:00:00.123456-05:30", DateFilter.At(new DateTimeOffset(2026, 6, 3, 12, 0, 0, -TimeSpan.FromMinutes(330)).AddTicks(1234569)).ToString());
        Assert.Equal("-1mStart", DateFilter.Raw("-1mStart").ToString());
        return Task.CompletedTask;
    });

    [Fact]
    public void What_no_date_can_be_is_refused()
    {
        _ = Assert.Throws<ArgumentOutOfRangeException>(static () => DateFilter.Ago(TimeSpan.FromSeconds(-1)));
        _ = Assert.Throws<ArgumentOutOfRangeException>(static () => DateFilter.Ago(TimeSpan.FromMilliseconds(1500)));
        _ = Assert.ThrowsAny<ArgumentException>(static () => DateFilter.Raw(" "));
        _ = Assert.ThrowsAny<ArgumentException>(static () => DateFilter.Raw(null!));
    }

    [Fact]
    public Task Assignees_are_written_and_compared_by_what_they_name() => Cultures.EachAsync(static () =>
    {
        Assert.Equal(
            ["unassigned", "me", "user:-7", "role:" + Examples.RoleId],
            new[] { AssigneeFilter.Unassigned, AssigneeFilter.Me, AssigneeFilter.User(-7),
                AssigneeFilter.Role(Guid.Parse(Examples.RoleId)) }.Select(static filter => filter.ToString()));
        Assert.Equal(AssigneeFilter.User(7), AssigneeFilter.User(7));
        Assert.NotEqual(AssigneeFilter.Me, AssigneeFilter.Unassigned);
        Assert.Equal(Assignee.User(7), new Assignee { Type = AssigneeType.User, UserId = 7 });
        return Task.CompletedTask;
    });

    public static TheoryData<TicketQuery> BadQueries => new()
    {
        new TicketQuery { Search = new string('x', 201) },
        new TicketQuery { Search = string.Concat(Enumerable.Repeat("🎉", 201)) },
        new TicketQuery { DistinctIds = [.. Enumerable.Repeat("a", 101)] },
        new TicketQuery { Emails = [.. Enumerable.Repeat("a", 101)] },
        new TicketQuery { Tags = [.. Enumerable.Repeat("a", 51)] },
        new TicketQuery { TagsAll = [.. Enumerable.Repeat("a", 51)] },
        new TicketQuery { TagsExclude = [.. Enumerable.Repeat("a", 51)] },
        new TicketQuery { Assignee = [.. Enumerable.Repeat(AssigneeFilter.Me, 101)] },
        new TicketQuery { DistinctIds = ["a,b"] },
        new TicketQuery { DistinctIds = [""] },
        new TicketQuery { DistinctIds = [" a"] },
        new TicketQuery { Emails = ["a\u00a0"] },
        new TicketQuery { DistinctIds = [null!] },
        new TicketQuery { Emails = [null!] },
        new TicketQuery { Tags = [null!] },
        new TicketQuery { TagsAll = [null!] },
        new TicketQuery { TagsExclude = [null!] },
        new TicketQuery { Assignee = [null!] },
    };

    [Theory, MemberData(nameof(BadQueries))]
    public async Task What_the_service_would_ignore_or_misread_is_refused(TicketQuery query)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        _ = Assert.Throws<ArgumentException>(() => client.Tickets.ListAsync(query));
        _ = await Assert.ThrowsAsync<ArgumentException>(() => client.Tickets.ListPageAsync(query));
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task What_just_fits_is_sent()
    {
        await using var stub = StubServer.InMemory();
        stub.Answer(_ => StubAnswer.Json(Examples.Page("")));
        using ConversationsClient client = stub.CreateClient();
        string search = string.Concat(Enumerable.Repeat("🎉", 200));
        _ = await client.Tickets.ListPageAsync(
            new()
            {
                Search = search,
                DistinctIds = [.. Enumerable.Range(0, 100).Select(static number => $"id{number}")],
                Tags = [.. Enumerable.Repeat("🎉", 50)]
            });
        Assert.Equal(search, stub.Request.Parameter("search"));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(-1, null)]
    [InlineData(null, -1)]
    public async Task A_page_without_entries_is_refused(int? limit, int? offset)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();
        _ = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.Tickets.ListPageAsync(null, limit, offset));
        _ = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.Views.ListPageAsync(limit, offset));
        _ = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.Conversations.ListPageAsync(limit, offset));
    }
}
