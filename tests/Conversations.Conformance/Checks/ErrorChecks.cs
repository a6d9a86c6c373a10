namespace Conversations.Conformance.Checks;

/// <summary>
/// The form of errors on the wire (docs/service/tickets.md 1.3, 1.4). The checks call views, because they can remove any view that is
/// created by mistake.
/// </summary>
[Collection(OneService.Name)]
public sealed class ErrorChecks(Service service)
{
    [SkippableTheory]
    [InlineData("{}", "required", "name")]
    [InlineData("""{"name":null}""", "null", "name")]
    [InlineData("""{"name":"  "}""", "blank", "name")]
    [InlineData("""{"name":true}""", "invalid_input", "name")]
    [InlineData("""{"name":"x","filters":null}""", "null", "filters")]
    public Task A_field_that_does_not_fit_is_refused_with_400_and_named(
        string body, string code, string attribute) => service.CheckAsync(async check =>
        (await check.SendAsync(HttpMethod.Post, check.Views, body, isMistake: true)).IsError(400, "validation_error", code, attribute));

    [SkippableFact]
    public Task A_text_over_its_limit_is_refused_with_400() => service.CheckAsync(static async check =>
        (await check.SendAsync(HttpMethod.Post, check.Views, $$"""{"name":"{{new string('x', 401)}}"}""", isMistake: true)).IsError(400, "validation_error", "max_length", "name"));

    [SkippableFact]
    public Task A_nested_field_is_named_by_its_path() => service.CheckAsync(static async check =>
    {
        Answer answer = await check.SendAsync(HttpMethod.Post, check.Views, $$$"""{"name":"{{{Check.NewName()}}}","filters":{"status":["bogus"]}}""", isMistake: true);
        if (answer.Status == 201)
        {
            string shortId = answer.Json.GetProperty("short_id").GetString()!;
            check.RemoveLater($"view {shortId}", () => check.Client.Views.DeleteAsync(shortId));
            throw Check.NotApplicable("this service is older and checks no filters.");
        }

        answer.IsError(400, "validation_error", "invalid_choice", "filters__status__0");
    });

    [SkippableFact]
    public Task A_body_that_is_no_JSON_is_refused_with_400() => service.CheckAsync(static async check =>
        (await check.SendAsync(HttpMethod.Post, check.Views, "{", isMistake: true)).IsError(400, "invalid_request", "parse_error"));

    [SkippableFact]
    public Task A_body_of_another_type_is_refused_with_415() => service.CheckAsync(static async check =>
        (await check.SendAsync(HttpMethod.Post, check.Views, "name", contentType: "text/plain", isMistake: true)).IsError(415, "invalid_request", "unsupported_media_type"));

    [SkippableFact]
    public Task A_view_that_does_not_exist_is_not_found() => service.CheckAsync(static async check =>
        (await check.GetAsync(check.Views + "nosuchid/")).IsError(404, "invalid_request", "not_found"));

    [SkippableFact]
    public Task A_ticket_that_does_not_exist_is_not_found() => service.CheckAsync(static async check =>
        (await check.GetAsync(check.Tickets + "999999999/")).IsError(404, "invalid_request", "not_found"));

    [SkippableFact]
    public Task A_path_that_does_not_exist_is_not_found() => service.CheckAsync(static async check =>
        (await check.GetAsync(check.Tickets + "1/no_such_action/", isMistake: true)).IsError(404, "invalid_request", "not_found"));

    [SkippableFact]
    public Task A_method_that_a_route_does_not_have_is_refused_with_405() => service.CheckAsync(static async check =>
    {
        Answer answer = await check.SendAsync(HttpMethod.Put, check.Views + "nosuchid/", "{}", isMistake: true);
        if (answer.Status == 403)
        {
            throw Check.NotApplicable("this service is older and refuses keys before it looks at the method, or the key lacks ticket:write.");
        }

        answer.IsError(405, "invalid_request", "method_not_allowed");
    });

    [SkippableFact]
    public Task Creating_a_ticket_is_refused_with_405_whatever_is_sent() => service.CheckAsync(static async check =>
    {
        // No server accepts this body, so the check makes no ticket even where tickets can be created.
        Answer answer = await check.SendAsync(HttpMethod.Post, check.Tickets, """{"status":"bogus"}""", isMistake: true);
        if (answer.Status == 400)
        {
            throw Check.NotApplicable("this service is older and reads the body first.");
        }

        answer.IsError(405, "invalid_request", "method_not_allowed");
    });
}
