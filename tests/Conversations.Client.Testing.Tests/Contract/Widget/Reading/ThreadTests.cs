using System.Text.Json;
using Conversations.Client.Testing.Tests.Contract.Tickets;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Reading;

/// <summary>docs/service/neighbours.md 1.4: the messages of one ticket.</summary>
public sealed class ThreadTests
{
    private const string Id = "01990000-0000-7000-8000-00000000000a";

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task The_answer_and_its_messages_have_these_members(Transport transport)
    {
        await using Service service = await OpenAsync(transport, Message("Hi", "support", authorId: 7));
        const string Newest = """{"id":"ID","content":"Hi","rich_content":{"type":"doc"},"author_type":"support","author_name":"Max","created_at":"2026-06-01T00:00:00+00:00"}""";
        const string Legacy = """{"id":"ID","content":"Hi","author_type":"support","author_name":"Max","created_at":"2026-06-01T00:00:00+00:00","is_private":false}""";

        foreach ((ServiceVersion version, string message) in new[] { (ServiceVersion.Current, Newest), (ServiceVersion.Legacy, Legacy) })
        {
            service.Options.ServiceVersion = version;
            Answer thread = await ThreadAsync(service);
            string id = thread.Is(200).Json.GetProperty("messages")[0].Text("id")!;
            Assert.Equal(
                $$"""{"ticket_id":"{{Id}}","ticket_status":"open","unread_count":2,"messages":[{{message.Replace("ID", id, StringComparison.Ordinal)}}],"has_more":false}""",
                thread.Text);
        }
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Tested)]
    public async Task Notes_and_deleted_messages_are_never_there(Transport transport)
    {
        await using Service service = await OpenAsync(
            transport, Message("Hi"), Message("Among us") with { IsPrivate = true }, Message("Gone") with { Deleted = true });
        Assert.Equal(["Hi"], await service.ContentsAsync(Id, WidgetCalls.BySession));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task The_author_is_named_by_the_user_the_traits_or_the_kind(Transport transport)
    {
        await using Service service = await OpenAsync(
            transport, Message("1", "support", authorId: 7), Message("2", "human", authorId: 8), Message("3"), Message("4", "AI"), Message("5", "support"));
        service.Fake.Directory.Add(new UserSeed { Id = 8, Email = "eva@acme.example" });

        Assert.Equal(["Max", "eva@acme.example", "You", "PostHog Assistant", "Support"], await NamesAsync(service));
        _ = (await service.WriteAsync(("ticket_id", Id), ("traits", new { email = "ana@lumen.example" }))).Is(200);
        Assert.Equal("ana@lumen.example", (await NamesAsync(service))[2]);
        _ = (await service.WriteAsync(("ticket_id", Id), ("traits", new { name = "Ana" }))).Is(200);
        Assert.Equal("Ana", (await NamesAsync(service))[2]);
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task Messages_come_oldest_first_and_those_of_the_instant_after_are_left_out(Transport transport)
    {
        await using Service service = await OpenAsync(transport, Message("2", day: 2), Message("1", day: 1), Message("3", day: 3));

        Assert.Equal(["1", "2", "3"], await service.ContentsAsync(Id, WidgetCalls.BySession));
        Assert.Equal(["3"], await service.ContentsAsync(Id, WidgetCalls.BySession + "&after=2026-06-02T00:00:00%2B00:00"));
        Assert.Equal(["2", "3"], await service.ContentsAsync(Id, WidgetCalls.BySession + "&after=2026-06-01T23:59:59Z"));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task A_full_page_says_that_there_is_more_though_nothing_may_be_behind_it(Transport transport)
    {
        await using Service service = await OpenAsync(transport, Message("1", day: 1), Message("2", day: 2));

        Assert.Equal((1, true), Shape(await ThreadAsync(service, "&limit=1")));
        Assert.Equal((2, true), Shape(await ThreadAsync(service, "&limit=2")));
        Assert.Equal((2, false), Shape(await ThreadAsync(service, "&limit=3")));
        Assert.Equal((2, false), Shape(await ThreadAsync(service)));

        static (int Messages, bool HasMore) Shape(Answer thread) =>
            (thread.Is(200).Json.GetProperty("messages").GetArrayLength(), thread.Json.GetProperty("has_more").GetBoolean());
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task A_page_has_500_messages_where_no_limit_is_sent(Transport transport)
    {
        await using Service service = await OpenAsync(transport, [.. Enumerable.Range(0, 501).Select(static number => Message($"{number}"))]);
        JsonElement thread = (await ThreadAsync(service)).Is(200).Json;
        Assert.Equal((500, true), (thread.GetProperty("messages").GetArrayLength(), thread.GetProperty("has_more").GetBoolean()));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Code)]
    public async Task A_parameter_that_makes_no_sense_is_refused(Transport transport)
    {
        await using Service service = await OpenAsync(transport, Message("1"));
        (await ThreadAsync(service, "&limit=0")).IsInvalidData(("limit", "Ensure this value is greater than or equal to 1."));
        (await ThreadAsync(service, "&limit=501")).IsInvalidData(("limit", "Ensure this value is less than or equal to 500."));
        (await ThreadAsync(service, "&limit=x")).IsInvalidData(("limit", "A valid integer is required."));
        (await ThreadAsync(service, "&after=yesterday")).Refuses("after");
        (await ThreadAsync(service, "&after=2026-06-02T00:00:00+00:00")).Refuses("after");
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Open)]
    public async Task A_parameter_without_a_value_counts_as_missing(Transport transport)
    {
        await using Service service = await OpenAsync(transport, Message("1"));
        Assert.Equal(["1"], await service.ContentsAsync(Id, WidgetCalls.BySession + "&limit=&after="));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.4", Evidence.Tested)]
    public async Task Reading_marks_nothing_as_read_and_marking_does_so_once(Transport transport)
    {
        await using Service service = await OpenAsync(transport, Message("1", "support"));
        DateTimeOffset before = service.Find(Id).UpdatedAt;
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await ThreadAsync(service)).Json.Number("unread_count"));
        Assert.Equal(2, service.Find(Id).UnreadCustomerCount);

        Assert.Equal("""{"success":true,"unread_count":0}""", (await service.MarkReadAsync(Id)).Is(200).Text);

        DateTimeOffset marked = service.Clock.GetUtcNow();
        Assert.Equal((0, marked), (service.Find(Id).UnreadCustomerCount, service.Find(Id).UpdatedAt));
        Assert.True(before < marked);
        service.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("""{"success":true,"unread_count":0}""", (await service.MarkReadAsync(Id)).Is(200).Text);
        Assert.Equal(marked, service.Find(Id).UpdatedAt);
    }

    private static MessageSeed Message(string content, string author = "customer", long? authorId = null, int day = 1) => new()
    {
        Content = content,
        AuthorType = new OpenEnum<AuthorType>(author),
        Author = authorId,
        RichContent = content == "Hi" && authorId is not null ? TicketCalls.Parse("""{"type":"doc"}""") : null,
        CreatedAt = new DateTimeOffset(2026, 6, day, 0, 0, 0, TimeSpan.Zero),
    };

    private static async Task<Service> OpenAsync(Transport transport, params MessageSeed[] messages)
    {
        Service service = await Service.OpenAsync(transport);
        service.Fake.Tickets.Add(new TicketSeed
        {
            Id = Guid.Parse(Id),
            Status = TicketStatus.Open,
            WidgetSessionId = Guid.Parse(WidgetCalls.Session),
            UnreadCustomerCount = 2,
            Messages = messages,
        });
        return service;
    }

    private static Task<Answer> ThreadAsync(Service service, string query = "") =>
        service.AskAsync(WidgetCalls.Thread(Id) + WidgetCalls.BySession + query);

    private static async Task<IReadOnlyList<string?>> NamesAsync(Service service) =>
        [.. (await ThreadAsync(service)).Is(200).Json.GetProperty("messages").EnumerateArray().Select(static message => message.Text("author_name"))];
}
