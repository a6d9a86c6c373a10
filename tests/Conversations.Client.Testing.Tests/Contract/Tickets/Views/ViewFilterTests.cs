using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Views;

/// <summary>docs/service/tickets.md 3.1: valid filters of a view.</summary>
public sealed class ViewFilterTests
{
    private const string BadAssignee = "Each assignee entry must be 'me', 'unassigned', or an object with type ('user' or 'role') and id.";

    public static TheoryData<string, string, string, string?> Mistakes { get; } = new()
    {
        { """{"status": ["open", "bogus"]}""", "invalid_choice", "filters__status__1", "\"bogus\" is not a valid choice." },
        { """{"status": "open"}""", "not_a_list", "filters__status", "Expected a list of items but got type \"str\"." },
        { """{"priority": [""]}""", "invalid_choice", "filters__priority__0", "\"\" is not a valid choice." },
        { """{"channel": "fax"}""", "invalid_choice", "filters__channel", "\"fax\" is not a valid choice." },
        { """{"sla": "late"}""", "invalid_choice", "filters__sla", "\"late\" is not a valid choice." },
        { """{"aiTriageResult": ["done"]}""", "invalid_choice", "filters__aiTriageResult__0", "\"done\" is not a valid choice." },
        { """{"tags": "vip"}""", "not_a_list", "filters__tags", "Expected a list of items but got type \"str\"." },
        { """{"tags": ["a", {}]}""", "invalid_input", "filters__tags__1", "Not a valid string." },
        { """{"tagsMatch": "some"}""", "invalid_choice", "filters__tagsMatch", "\"some\" is not a valid choice." },
        { """{"tagsExclude": [null]}""", "null", "filters__tagsExclude__0", "This field may not be null." },
        { """{"dateFrom": true}""", "invalid_input", "filters__dateFrom", "Not a valid string." },
        { """{"dateTo": []}""", "invalid_input", "filters__dateTo", "Not a valid string." },
        { """{"sorting": {"columnKey": "x", "order": 2}}""", "invalid_choice", "filters__sorting__order", "\"2\" is not a valid choice." },
    };

    [Theory, BothTransports(Rows = nameof(Mistakes)), Rule("docs/service/tickets.md 3.1", Evidence.Tested)]
    public async Task The_newest_service_checks_each_key_it_knows_and_names_the_place(
        Transport transport, string filters, string code, string attribute, string? detail)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await PostAsync(service, filters)).IsInvalid(code, attribute, detail);
        service.Fake.Views.Add(new ViewSeed { Name = "x", ShortId = "AbCd1234" });
        (await service.CallAsync(HttpMethod.Patch, Service.Views + "AbCd1234/", body: $$"""{"filters": {{filters}}}""")).IsInvalid(code, attribute, detail);
    }

    public static TheoryData<string> BadAssignees { get; } =
        ["\"user:1\"", "[\"me\", \"user:1\"]", "[\"all\"]", """[{"type": "team", "id": 1}]""", """[{"type": "user"}]""", """[{"id": 1}]""", """[{"type": "user", "id": "x"}]""", """[{"type": "role", "id": "x"}]""", "[7]", "7"];

    [Theory, BothTransports(Rows = nameof(BadAssignees)), Rule("docs/service/tickets.md 3.1", Evidence.Tested)]
    public async Task A_malformed_assignee_is_refused_with_a_text_of_its_own(Transport transport, string assignee)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await PostAsync(service, $$"""{"assignee": {{assignee}}}""")).IsInvalid("invalid_input", "filters__assignee", BadAssignee);
    }

    public static TheoryData<string> Good { get; } =
    [
        """{"status":[],"priority":["critical","low"],"channel":"all","sla":"at-risk","aiTriageResult":["in_progress"]}""",
        $$"""{"assignee":["me","unassigned",{"type":"user","id":1},{"type":"role","id":"{{Fixtures.Role}}"}]}""",
        """{"assignee":"me"}""",
        """{"assignee":"all"}""",
        """{"assignee":{"type":"user","id":1}}""",
        """{"tags":["Any Case"],"tagsMatch":"all","tagsExclude":[],"search":"","dateFrom":"-7d","dateTo":null}""",
        """{"sorting":null}""",
        """{"own":{"a":1.50,"b":[null]},"status":["new"],"Status":"bogus"}""",
    ];

    [Theory, BothTransports(Rows = nameof(Good)), Rule("docs/service/tickets.md 3.1", Evidence.Tested)]
    public async Task What_is_kept_and_sent_is_the_object_as_it_came_unknown_keys_included(Transport transport, string filters)
    {
        await using Service service = await Service.OpenAsync(transport);
        Answer made = (await PostAsync(service, filters)).Is(201);
        Assert.Equal(filters, made.Json.Raw("filters"));
        Assert.Equal(filters, (await service.GetAsync($"{Service.Views}{made.Json.Text("short_id")}/")).Json.Raw("filters"));
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 3.1", Evidence.Tested)]
    public async Task Sorting_needs_an_order_and_takes_any_column(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await PostAsync(service, """{"sorting": {"columnKey": "x"}}""")).IsInvalid("required", "filters__sorting__order", "This field is required.");
        _ = (await PostAsync(service, """{"sorting": {"columnKey": "anything", "order": -1}}""")).Is(201);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 3.1", Evidence.Code)]
    public async Task A_search_has_at_most_200_characters(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await PostAsync(service, $$"""{"search": "{{new string('x', 201)}}"}""")).IsInvalid("max_length", "filters__search", "Ensure this field has no more than 200 characters.");
        _ = (await PostAsync(service, $$"""{"search": "{{new string('x', 200)}}"}""")).Is(201);
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 3.1", Evidence.Code)]
    public async Task Filters_have_at_most_10000_characters_as_python_writes_them(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);

        // The service writes it as {"own": "…"}, with a space, and ü as six characters.
        string full = $$"""{"own":"{{new string('x', 10_000 - 11 - 6)}}ü"}""";
        foreach (ServiceVersion version in Enum.GetValues<ServiceVersion>())
        {
            service.Options.ServiceVersion = version;
            _ = (await PostAsync(service, full)).Is(201);
            (await PostAsync(service, full.Replace("xü", "xxü", StringComparison.Ordinal))).IsInvalid("invalid_input", "filters", "Filters payload is too large.");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 3.1", Evidence.Code)]
    public async Task Filters_are_an_object_and_not_null(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await PostAsync(service, "[]")).IsInvalid("invalid_input", "filters", "Expected a JSON object.");
        (await PostAsync(service, "\"x\"")).IsInvalid("invalid_input", "filters", "Expected a JSON object.");
        (await PostAsync(service, "null")).IsInvalid("null", "filters", "This field may not be null.");
        service.Options.ServiceVersion = ServiceVersion.Legacy;
        (await PostAsync(service, "[]")).IsInvalid("not_a_dict", "filters", "Expected a dictionary of items but got type \"list\".");
        (await PostAsync(service, "null")).IsInvalid("null", "filters", "This field may not be null.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 3.1", Evidence.Code)]
    public async Task The_legacy_version_checks_neither_keys_nor_values(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, options => options.ServiceVersion = ServiceVersion.Legacy);
        const string Filters = """{"status":"bogus","assignee":7,"sorting":{}}""";
        Assert.Equal(Filters, (await PostAsync(service, Filters)).Is(201).Json.Raw("filters"));
    }

    private static Task<Answer> PostAsync(Service service, string filters) =>
        service.CallAsync(HttpMethod.Post, Service.Views, body: $$"""{"name": "x", "filters": {{filters}}}""");
}
