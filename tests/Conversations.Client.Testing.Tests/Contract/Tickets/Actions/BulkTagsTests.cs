using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Actions;

/// <summary>docs/service/tickets.md 8.3: changing the tags of many tickets.</summary>
public sealed class BulkTagsTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 8.3", Evidence.Code)]
    public async Task Adding_removing_and_setting_tags_answers_the_full_set_sorted(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("""["billing","urgent","vip"]""", await TagsAsync(service, "add", "vip", "billing"));
        Assert.Equal("""["vip"]""", await TagsAsync(service, "remove", "urgent", "billing", "none"));
        Assert.Equal("""["a","b"]""", await TagsAsync(service, "set", "b", "a"));
        Assert.Equal("""["a","b"]""", (await service.OpenTicketAsync(2)).Raw("tags"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.3", Evidence.Code)]
    public async Task Bulk_tags_are_trimmed_in_lower_case_and_each_once(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("""["billing","urgent","vip"]""", await TagsAsync(service, "add", " VIP ", "vip", "Billing"));
        Assert.Equal("""["urgent","vip"]""", await TagsAsync(service, "remove", "BILLING "));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.3", Evidence.Code)]
    public async Task Setting_no_tags_clears_them(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        Assert.Equal("[]", await TagsAsync(service, "set"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.3", Evidence.Code)]
    public async Task Adding_or_removing_no_tags_is_refused(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string action in new[] { "add", "remove" })
        {
            (await PostAsync(service, new { ids = new[] { service.IdOf(1) }, action, tags = Array.Empty<string>() }))
                .IsInvalid("invalid_input", "tags", $"tags must not be empty for action '{action}'.");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.3", Evidence.Code)]
    public async Task Bulk_tags_skip_tickets_that_are_not_there_and_say_why(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string unknown = Guid.NewGuid().ToString();
        string elsewhere = service.Fake.Tickets.Where(ticket => ticket.TicketNumber == 1).ElementAt(1).Id.ToString();
        const string Reason = "Not found or no edit access";
        Assert.Equal(
            $$"""{"updated":[{"id":"{{service.IdOf(1)}}","tags":["x"]}],"skipped":[{"id":"{{unknown}}","reason":"{{Reason}}"},{"id":"{{elsewhere}}","reason":"{{Reason}}"}]}""",
            (await PostAsync(service, new { ids = new[] { unknown, service.IdOf(1), elsewhere }, action = "set", tags = new[] { "x" } }))
                .Is(200).Text);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.3", Evidence.Code)]
    public async Task Bulk_tags_take_one_to_500_uuids(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string[] tags = ["x"];
        (await PostAsync(service, new { action = "add", tags })).IsInvalid("required", "ids");
        (await PostAsync(service, new { ids = Array.Empty<string>(), action = "add", tags })).IsInvalid("empty", "ids", "This list may not be empty.");
        (await PostAsync(service, new { ids = Enumerable.Repeat(service.IdOf(1), 501), action = "add", tags })).IsInvalid("max_length", "ids", "Ensure this field has no more than 500 elements.");
        (await PostAsync(service, new { ids = new object[] { service.IdOf(1), "x" }, action = "add", tags })).IsInvalid("invalid_input", "ids__1", "Must be a valid UUID.");
        _ = (await PostAsync(service, new { ids = Enumerable.Repeat(service.IdOf(1), 500), action = "add", tags })).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.3", Evidence.Code)]
    public async Task The_action_of_bulk_tags_is_add_remove_or_set(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string[] ids = [service.IdOf(1)];
        (await PostAsync(service, new { ids, tags = new[] { "x" } })).IsInvalid("required", "action");
        (await PostAsync(service, new { ids, action = "drop", tags = new[] { "x" } })).IsInvalid("invalid_choice", "action", "\"drop\" is not a valid choice.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.3", Evidence.Code)]
    public async Task Bulk_tags_are_at_most_100_of_at_most_255_characters_and_none_is_blank(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string[] ids = [service.IdOf(1)];
        (await PostAsync(service, new { ids, action = "add" })).IsInvalid("required", "tags");
        (await PostAsync(service, new { ids, action = "add", tags = new[] { "a", " " } })).IsInvalid("blank", "tags__1", "This field may not be blank.");
        (await PostAsync(service, new { ids, action = "add", tags = new[] { new string('x', 256) } })).IsInvalid("max_length", "tags__0", "Ensure this field has no more than 255 characters.");
        (await PostAsync(service, new { ids, action = "add", tags = Names(101) })).IsInvalid("max_length", "tags", "Ensure this field has no more than 100 elements.");
        _ = (await PostAsync(service, new { ids, action = "add", tags = Names(99).Append(new string('x', 255)) })).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.3", Evidence.Code)]
    public async Task Ids_times_distinct_tags_are_at_most_10000(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string[] ids = [.. Enumerable.Repeat(service.IdOf(1), 500)];
        (await PostAsync(service, new { ids, action = "add", tags = Names(21) })).IsInvalid("invalid_input", "tags");
        _ = (await PostAsync(service, new { ids, action = "add", tags = Names(20).Append("T0") })).Is(200);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 8.3", Evidence.Code)]
    public async Task In_the_legacy_version_ids_of_bulk_tags_are_whole_numbers_so_that_no_ticket_can_be_meant(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        (await PostAsync(service, new { ids = new[] { service.IdOf(1) }, action = "add", tags = new[] { "a" } })).IsInvalid("invalid_input", "ids__0", "A valid integer is required.");
        Assert.Equal(
            """{"updated":[],"skipped":[{"id":1,"reason":"Not found or no edit access"}]}""",
            (await PostAsync(service, new { ids = new[] { 1 }, action = "add", tags = new[] { "a" } })).Is(200).Text);
    }

    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => $"t{i}");

    private static Task<Answer> PostAsync(Service service, object body) => service.PostAsync(Service.Tickets + "bulk_update_tags/", body, Callers.Session);

    private static async Task<string> TagsAsync(Service service, string action, params string[] tags) =>
        (await PostAsync(service, new { ids = new[] { service.IdOf(2) }, action, tags })).Is(200).Json.GetProperty("updated")[0].Raw("tags");
}
