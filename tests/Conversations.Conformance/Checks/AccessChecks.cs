using System.Text.Json;

namespace Conversations.Conformance.Checks;

/// <summary>Who may call what (docs/service/conversations.md 1.3, docs/service/tickets.md 1.2).</summary>
[Collection(OneService.Name)]
public sealed class AccessChecks(Service service)
{
    /// <summary>An id that nothing has: a call that is refused because of its caller is refused before any lookup.</summary>
    private static readonly Guid Nobody = Guid.Parse("00000000-0000-4000-8000-000000000001");

    public static TheoryData<string, string> SessionOnly => new()
    {
        { "POST", $"conversations/{Nobody}/append_message/" },
        { "PATCH", $"conversations/{Nobody}/cancel/" },
        { "GET", $"conversations/{Nobody}/queue/" },
        { "POST", $"conversations/{Nobody}/queue/" },
        { "PATCH", $"conversations/{Nobody}/queue/{Nobody}/" },
        { "DELETE", $"conversations/{Nobody}/queue/{Nobody}/" },
        { "POST", $"conversations/{Nobody}/queue/clear/" },
        { "DELETE", $"tickets/{Nobody}/" },
        { "POST", "tickets/bulk_update_status/" },
        { "POST", "tickets/bulk_update_tags/" },
    };

    [SkippableFact]
    public Task A_call_without_credentials_is_refused_with_401_and_told_how() => service.CheckAsync(static async check =>
    {
        Answer answer = await check.SendAsync(HttpMethod.Get, check.Tickets, key: "", isMistake: true);
        answer.IsError(401, "authentication_error", "not_authenticated");
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    });

    [SkippableFact]
    public Task A_key_that_does_not_exist_is_refused_with_401() => service.CheckAsync(static async check =>
        (await check.SendAsync(HttpMethod.Get, check.Views, key: "phx_no_such_key_of_a_conformance_check")).IsError(401, "authentication_error", "authentication_failed"));

    [SkippableTheory, MemberData(nameof(SessionOnly))]
    public Task What_only_a_session_may_call_is_refused_to_a_key_with_403(string method, string path) => service.CheckAsync(async check =>
    {
        string? body = method is "POST" or "PATCH" ? "{}" : null;
        string root = path.StartsWith("tickets/", StringComparison.Ordinal)
            ? check.Tickets + path["tickets/".Length..]
            : check.Conversations + path["conversations/".Length..];
        Answer answer = await check.SendAsync(new HttpMethod(method), root, body, isMistake: true);
        if (method == "DELETE" && answer.Status == 404)
        {
            throw Check.NotApplicable("this service is older and lets keys remove tickets.");
        }

        answer.IsError(403, "authentication_error", "permission_denied");
        Assert.Contains("personal API key", answer.Text, StringComparison.Ordinal);
    });

    [SkippableFact]
    public Task A_project_that_does_not_exist_is_not_found() => service.CheckAsync(static async check =>
        (await check.GetAsync("/api/projects/nonsense/conversations/tickets/", isMistake: true)).IsError(404, "invalid_request", "not_found"));

    [SkippableFact]
    public Task An_Accept_header_that_admits_no_JSON_is_refused_with_406() => service.CheckAsync(static async check =>
        (await check.SendAsync(HttpMethod.Get, check.Conversations, accept: "text/event-stream", isMistake: true)).IsError(406, "invalid_request", "not_acceptable"));

    [SkippableFact]
    public Task An_Accept_header_that_admits_JSON_beside_events_is_taken() => service.CheckAsync(static async check =>
        (await check.SendAsync(HttpMethod.Get, check.Conversations + "?limit=1", accept: "text/event-stream, application/json")).Is(200));

    [SkippableFact]
    public Task The_slash_at_the_end_may_be_left_out() => service.CheckAsync(static async check =>
    {
        JsonElement with = (await check.GetAsync(check.Tickets + "?limit=1")).Is(200).Json;
        JsonElement without = (await check.GetAsync(check.Tickets.TrimEnd('/') + "?limit=1", isMistake: true)).Is(200).Json;

        Assert.Equal(with.GetProperty("count").GetInt32(), without.GetProperty("count").GetInt32());
    });

    [SkippableFact]
    public Task Both_prefixes_lead_to_the_same() => service.CheckAsync(static async check =>
    {
        JsonElement older = (await check.GetAsync(check.Views + "?limit=1")).Is(200).Json;
        JsonElement newer = (await check.GetAsync(check.Views.Replace("/environments/", "/projects/", StringComparison.Ordinal) + "?limit=1")).Is(200).Json;

        Assert.Equal(older.GetProperty("count").GetInt32(), newer.GetProperty("count").GetInt32());
        Assert.Equal(older.GetProperty("results").ToString(), newer.GetProperty("results").ToString());
    });

    [SkippableFact]
    public Task A_path_that_does_not_exist_is_not_found_also_without_credentials() => service.CheckAsync(static async check =>
        (await check.SendAsync(HttpMethod.Get, check.Tickets + "1/no_such_action/", key: "", isMistake: true)).IsError(404, "invalid_request", "not_found"));
}
