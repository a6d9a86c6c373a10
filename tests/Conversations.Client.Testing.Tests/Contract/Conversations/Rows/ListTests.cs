using Conversations.Client.Testing.Tests.Shared;
using static Conversations.Client.Testing.Tests.Shared.ConversationCalls;

namespace Conversations.Client.Testing.Tests.Contract.Conversations.Rows;

/// <summary>docs/service/conversations.md 3.1, 3.4: who sees which conversation.</summary>
public sealed class ListTests
{
    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.1", Evidence.Tested)]
    public async Task A_list_has_the_newest_change_first(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (int day in new[] { 2, 3, 1 })
        {
            _ = service.Fake.Conversations.Add(new ConversationSeed { User = 7, Title = $"Day {day}", UpdatedAt = Fixtures.Now.AddDays(-day) });
        }

        Assert.Equal(["Day 1", "Day 2", "Day 3"], await TitlesAsync(service));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.1", Evidence.Tested)]
    public async Task A_list_leaves_out_conversations_without_a_title_and_of_the_type_tool_call(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Add(service, new() { });
        Add(service, new() { Title = "Tool", Type = ConversationType.ToolCall });
        Assert.Empty(await TitlesAsync(service));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.1", Evidence.Tested)]
    public async Task A_list_leaves_out_the_conversations_of_other_users(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Add(service, new() { Title = "Eva's", User = 8 });
        Assert.Empty(await TitlesAsync(service));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.1", Evidence.Code)]
    public async Task A_list_leaves_out_other_projects_deleted_and_internal_conversations(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Add(service, new() { Title = "Elsewhere", Project = 2 });
        Add(service, new() { Title = "Deleted", Deleted = true });
        Add(service, new() { Title = "Internal", IsInternal = true });
        Assert.Empty(await TitlesAsync(service));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.1", Evidence.Code)]
    public async Task A_list_has_conversations_of_assistant_research_and_slack_in_any_status(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Add(
            service,
            new()
            {
                Title = "c",
                Type = ConversationType.Assistant,
                UpdatedAt = Fixtures.Now.AddDays(-3),
                Status = ConversationStatus.Canceling
            });
        Add(
            service,
            new()
            {
                Title = "b",
                Type = ConversationType.DeepResearch,
                UpdatedAt = Fixtures.Now.AddDays(-2),
                Status = ConversationStatus.InProgress
            });
        Add(service, new() { Title = "a", Type = ConversationType.Slack, UpdatedAt = Fixtures.Now.AddDays(-1) });
        Assert.Equal(["a", "b", "c"], await TitlesAsync(service));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.4", Evidence.Tested)]
    public async Task Another_users_conversation_of_the_project_can_be_retrieved(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Guid id = service.Fake.Conversations.Add(new ConversationSeed { User = 8, Title = "Eva's" }).Id;
        Assert.Equal("Eva's", (await service.GetAsync(Path(id))).Is(200).Json.Text("title"));
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.4", Evidence.Tested)]
    public async Task What_is_of_another_project_untitled_or_of_the_type_tool_call_is_not_found(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await AreNotFoundAsync(
            service, new() { Title = "Elsewhere", Project = 2 }, new() { }, new() { Title = "Tool", Type = ConversationType.ToolCall });
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.4", Evidence.Code)]
    public async Task What_is_deleted_internal_unknown_or_no_uuid_is_not_found(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        await AreNotFoundAsync(service, new() { Title = "Deleted", Deleted = true }, new() { Title = "Internal", IsInternal = true });
        (await service.GetAsync(Path(Guid.NewGuid()))).IsError(404, "invalid_request", "not_found", "Not found.");
        (await service.GetAsync($"{Service.Conversations}nonsense/")).IsError(404, "invalid_request", "not_found", "Not found.");
    }

    [Theory, BothTransports]
    [Rule("docs/service/conversations.md 3.4", Evidence.Code)]
    public async Task A_new_conversation_cannot_be_retrieved_until_its_title_comes(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        var id = Guid.NewGuid();
        (TurnStream stream, TurnHold hold) = await HoldAsync(service, id);
        using (stream)
        {
            (await service.GetAsync(Path(id))).IsError(404, "invalid_request", "not_found", "Not found.");
            hold.Release();
            _ = await stream.ToEndAsync();
            Assert.Equal("hi", (await service.GetAsync(Path(id))).Is(200).Json.Text("title"));
        }
    }

    private static async Task AreNotFoundAsync(Service service, params ConversationSeed[] seeds)
    {
        foreach (ConversationSeed seed in seeds)
        {
            Guid id = service.Fake.Conversations.Add(seed with { User = 7 }).Id;
            (await service.GetAsync(Path(id))).IsError(404, "invalid_request", "not_found", "Not found.");
        }
    }

    private static void Add(Service service, ConversationSeed seed) =>
        _ = service.Fake.Conversations.Add(seed with { User = seed.User ?? 7 });

    private static async Task<IEnumerable<string?>> TitlesAsync(Service service) =>
        (await service.GetAsync(Service.Conversations)).Is(200).Json.GetProperty("results").EnumerateArray().Select(row => row.Text("title"));
}
